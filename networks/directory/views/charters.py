"""What the parties have agreed: reading it, writing it, signing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from networks.directory import access, services
from networks.directory.choices import NetworkState
from networks.directory.forms import CharterForm, SignForm
from networks.directory.models import EarlierCharter, Network
from networks.directory.queries import charters, parties
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.accounts.proof import Proof
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


@require_safe
@door(access.get_or_404)
def charter(request: MemberRequest, network: Network) -> HttpResponse:
    may_sign = access.may_sign_charter(request.user, network)
    own = parties.own_organisation(request.user, network) if may_sign else None
    present = charters.charter_of(network)
    steps = charters.signings(network, present, own)
    signed = sum(step.state == "done" for step in steps)
    context = {
        "charter": present,
        "steps": steps,
        "signed": signed,
        "waiting_for": max(charters.NEEDED - signed, 0) if network.state == NetworkState.DRAFT else 0,
        "earlier": charters.earlier(network),
        "may_read_names": access.may_read_names(request.user, network),
        "may_edit": access.may_edit_charter(request.user, network),
        "may_sign": present.is_complete and any(step.state == "here" for step in steps),
    }
    return work_page(request, "networks/directory/charter.html", network, context)


@form_page
@door(access.get_or_404, access.may_edit_charter, proof=Proof(gettext_lazy("Save the charter")))
def change(request: MemberRequest, network: Network) -> HttpResponse:
    present = charters.charter_of(network)
    shown = {field: getattr(present, field) for field in ("purpose", "legal_basis", "keep_talk_days")}
    form = CharterForm(request.POST or None, initial=shown | {"seen": present.changed_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            services.change_charter(network=network, **form.cleaned_data, by=request.user)
            messages.success(request, _("The charter is saved."))
            return redirect("networks:directory:charter", network.slug)
        form.show_anew(charters.charter_of(network).changed_at)
    context = {"form": form, "charter": present, "signed": charters.signatures(network, present.version).count()}
    return work_page(request, "networks/directory/change_charter.html", network, context)


@form_page
@door(access.get_or_404, access.may_sign_charter, proof=Proof(gettext_lazy("Sign the charter")))
def sign(request: MemberRequest, network: Network) -> HttpResponse:
    own = parties.own_organisation(request.user, network)
    if own is None:
        messages.error(request, _("You belong to the network for no organisation, so there is none you can sign for."))
        return redirect("networks:directory:charter", network.slug)
    present = charters.charter_of(network)
    shown = {"signer": request.user.name, "title": parties.own_function(request.user, network)}
    form = SignForm(
        request.POST or None,
        initial=shown | {"seen": present.changed_at.isoformat()},
        name=request.user.name,
        organisation=own.name,
    )
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            activated = services.sign_charter(network=network, organisation=own, **form.signature, by=request.user)
            told = _("Signed. The network is active from today.") if activated else _("Signed.")
            messages.success(request, told)
            return redirect("networks:directory:charter", network.slug)
        form.show_anew(charters.charter_of(network).changed_at)
    context = {"form": form, "charter": present, "organisation": own}
    return work_page(request, "networks/directory/sign_charter.html", network, context)


@require_safe
@door(access.get_earlier_charter_or_404)
def earlier(request: MemberRequest, charter: EarlierCharter) -> HttpResponse:
    context = {
        "charter": charter,
        "signatures": charters.signatures(charter.network, charter.version),
        "may_read_names": access.may_read_names(request.user, charter.network),
    }
    return work_page(request, "networks/directory/earlier_charter.html", charter.network, context)
