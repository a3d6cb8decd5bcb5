"""Letters as the inviter sees them: one at a time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.entry import access, queries, services
from networks.entry.forms import InviteForm
from networks.entry.models import Invitation
from portal.access.doors import door
from portal.access.labels import in_short
from portal.accounts.marks import MemberRequest, form_page
from portal.accounts.proof import Proof
from portal.ui.paging import page_of
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


@form_page
@door(directory.get_or_404, access.may_invite, proof=Proof(gettext_lazy("Send the invitation")))
def invite(request: MemberRequest, network: Network) -> HttpResponse:
    parties, roles = queries.organisations(network), directory.grantable_roles(request.user, network)
    form = InviteForm(request.POST or None, organisations=parties, roles=roles)
    if directory.may_manage_organisations(request.user, network):
        form.point_to(reverse("networks:directory:add_organisation", args=[network.slug]))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        party = int(given.pop("organisation"))
        with RefusalsTold(request, form):
            services.invite(network=network, organisation_id=party, by=request.user, **given)
            messages.success(request, _("The invitation is on its way to %(email)s.") % given)
            return redirect("networks:entry:invitations", network.slug)
    context = {
        "form": form,
        "parties": parties,
        "roles": in_short(roles),
    }
    return work_page(request, "networks/entry/invite.html", network, context)


@require_safe
@door(directory.get_or_404, access.may_invite)
def invitations(request: MemberRequest, network: Network) -> HttpResponse:
    context = {
        "page": page_of(request, queries.open_invitations(request.user, network)),
        "past": queries.past_invitations(request.user, network),
        "roles": directory.grantable_roles(request.user, network),
    }
    return work_page(request, "networks/entry/invitations.html", network, context)


@require_POST
@door(access.get_invitation_or_404, access.may_revoke, proof=Proof(gettext_lazy("Take back the invitation")))
def revoke(request: MemberRequest, invitation: Invitation) -> HttpResponse:
    with RefusalsTold(request):
        services.revoke(invitation=invitation, by=request.user)
        messages.success(request, _("The invitation has been taken back. Its link opens nothing more."))
    return redirect("networks:entry:invitations", invitation.network.slug)


@require_POST
@door(access.get_invitation_or_404, access.may_revoke, proof=Proof(gettext_lazy("Send the invitation again")))
def resend(request: MemberRequest, invitation: Invitation) -> HttpResponse:
    with RefusalsTold(request):
        services.resend(invitation=invitation, by=request.user)
        told = _("A new letter is on its way to %(email)s. The old link opens nothing more.")
        messages.success(request, told % {"email": invitation.email})
    return redirect("networks:entry:invitations", invitation.network.slug)
