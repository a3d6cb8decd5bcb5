"""Letters in numbers: a list is read, shown line by line, and sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.entry import access, choices, queries, services
from networks.entry.forms import SendForm, SheetForm
from portal.access.doors import door
from portal.access.roles import Role
from portal.accounts.marks import MemberRequest, form_page
from portal.accounts.proof import Proof
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


@form_page
@door(directory.get_or_404, access.may_invite)
def sheet(request: MemberRequest, network: Network) -> HttpResponse:
    form = SheetForm(request.POST or None, request.FILES or None)
    if "mend" in request.POST:  # back from the preview, with what was pasted
        form = SheetForm(initial={"text": request.POST.get("text", "")})
    elif request.method == "POST" and form.is_valid():
        checked = SendForm(network=network, by=request.user, rows=form.rows)
        return preview(request, network, checked, pasted=form.pasted)
    context = {
        "form": form,
        "parties": queries.organisations(network),
        "roles": [role.label for role in Role if role in directory.grantable_roles(request.user, network)],
    }
    return work_page(request, "networks/entry/sheet.html", network, context)


def preview(request: MemberRequest, network: Network, form: SendForm, *, pasted: str) -> HttpResponse:
    return work_page(request, "networks/entry/preview.html", network, {"form": form, "pasted": pasted})


@require_POST
@door(directory.get_or_404, access.may_invite, proof=Proof(gettext_lazy("Send the invitations")))
def send_sheet(request: MemberRequest, network: Network) -> HttpResponse:
    form = SendForm(request.POST, network=network, by=request.user)
    if form.is_valid():
        with RefusalsTold(request, form):
            services.invite_many(network=network, lines=form.good, by=request.user)
            messages.success(request, receipt(form))
            return redirect("networks:entry:invitations", network.slug)
    return preview(request, network, form, pasted=request.POST.get("text", ""))


def receipt(form: SendForm) -> str:
    sent, kept = len(form.good), len(form.bad)
    told = ngettext("%(sent)d invitation is on its way.", "%(sent)d invitations are on their way.", sent)
    told %= {"sent": sent}
    if not kept:
        return told
    beside = ngettext("%(kept)d was not sent: %(whom)s", "%(kept)d were not sent: %(whom)s", kept)
    whom = ", ".join(line.email or _("line %(number)d") % {"number": line.row.number} for line in form.bad)
    return f"{told} {beside % {'kept': kept, 'whom': whom}}"


@require_safe
@door(directory.get_or_404, access.may_invite)
def sample(request: MemberRequest, network: Network) -> HttpResponse:
    """A list to fill in. With a mark, so that a spreadsheet reads æ, ø and å."""
    response = HttpResponse(f"\ufeff{choices.sample()}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="utveier.csv"'
    return response
