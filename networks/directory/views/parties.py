"""Who takes part: the organisations of a network."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access, services
from networks.directory.forms import OrganisationForm
from networks.directory.models import Network, Organisation
from networks.directory.queries import parties
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.accounts.proof import Proof
from portal.ui.paging import page_of
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


@require_safe
@door(access.get_or_404)
def organisations(request: MemberRequest, network: Network) -> HttpResponse:
    today = timezone.localdate()
    found = parties.parties(network)
    context = {
        "sectors": parties.sectors_of(network, found, today=today),
        "page": page_of(request, found),
        "people": sum(party.people for party in found),
        "former": parties.former_parties(network),
        "may_manage": access.may_manage_organisations(request.user, network),
        "may_read_names": access.may_read_names(request.user, network),
    }
    return work_page(request, "networks/directory/organisations.html", network, context)


@form_page
@door(access.get_or_404, access.may_manage_organisations, proof=Proof(gettext_lazy("Add the organisation")))
def add(request: MemberRequest, network: Network) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form, "name"):
            made = services.add_organisation(network=network, **form.cleaned_data, by=request.user)
            messages.success(request, _("%(name)s takes part from today.") % {"name": made.name})
            return redirect("networks:directory:organisation", network.slug, made.pk)
    return work_page(request, "networks/directory/add_organisation.html", network, {"form": form})


@form_page
@door(
    access.get_organisation_or_404, access.may_change_organisation, proof=Proof(gettext_lazy("Save the organisation"))
)
def change(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    present = {field: getattr(organisation, field) for field in ("name", "sector", "regime")}
    form = OrganisationForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form, "name"):
            services.change_organisation(organisation=organisation, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("networks:directory:organisations", organisation.network.slug)
    return organisation_page(request, organisation, form, heading=present["name"])


def organisation_page(
    request: MemberRequest, organisation: Organisation, form: OrganisationForm, *, heading: str
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "organisation": organisation,
        "remaining": parties.remaining_people(organisation),
        "may_invite": access.may_invite_for(request.user, organisation),
    }
    return work_page(request, "networks/directory/organisation.html", organisation.network, context)


@require_POST
@door(
    access.get_organisation_or_404, access.may_change_organisation, proof=Proof(gettext_lazy("End the participation"))
)
def end(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    with RefusalsTold(request):
        services.end_participation(organisation=organisation, by=request.user)
        messages.success(request, _("%(name)s no longer takes part.") % {"name": organisation.name})
        return redirect("networks:directory:organisations", organisation.network.slug)
    return redirect("networks:directory:organisation", organisation.network.slug, organisation.pk)


@require_POST
@door(access.get_organisation_or_404, access.may_change_organisation, proof=Proof(gettext_lazy("Takes part again")))
def resume(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    services.take_part_again(organisation=organisation, by=request.user)
    messages.success(request, _("%(name)s takes part from today.") % {"name": organisation.name})
    return redirect("networks:directory:organisations", organisation.network.slug)
