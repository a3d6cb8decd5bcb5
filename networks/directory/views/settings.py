"""A network's name, its note, and where it works."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from networks.directory import access, services
from networks.directory.forms import SettingsForm, TerritoryForm
from networks.directory.models import Network, Territory
from networks.directory.queries import places
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.accounts.proof import Proof
from portal.ui.workspace import work_page

CHANGED = ("name", "note", "preset", "shows_presence")


@form_page
@door(access.get_or_404, access.may_manage, proof=Proof(gettext_lazy("Save the settings")))
def settings(request: MemberRequest, network: Network) -> HttpResponse:
    present = {field: getattr(network, field) for field in CHANGED}
    form = SettingsForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        services.change_network(network=network, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("networks:directory:settings", network.slug)
    return settings_page(request, network, form, territory_form())


@require_POST
@door(access.get_or_404, access.may_manage, proof=Proof(gettext_lazy("Add the municipality")))
def add_municipality(request: MemberRequest, network: Network) -> HttpResponse:
    form = territory_form(request)
    if not form.is_valid():
        present = {field: getattr(network, field) for field in CHANGED}
        return settings_page(request, network, SettingsForm(initial=present), form)
    services.add_municipality(network=network, number=form.cleaned_data["municipality"], by=request.user)
    return redirect("networks:directory:settings", network.slug)


@require_POST
@door(access.get_territory_or_404, access.may_change_territory, proof=Proof(gettext_lazy("Take out the municipality")))
def remove_municipality(request: MemberRequest, territory: Territory) -> HttpResponse:
    services.remove_municipality(territory=territory, by=request.user)
    return redirect("networks:directory:settings", territory.network.slug)


def territory_form(request: MemberRequest | None = None) -> TerritoryForm:
    choices = places.by_county(places.municipalities())
    return TerritoryForm(request.POST if request else None, municipalities=choices)


def settings_page(
    request: MemberRequest, network: Network, form: SettingsForm, territory_form: TerritoryForm
) -> HttpResponse:
    context = {"form": form, "territory_form": territory_form, "territory": places.territory(network)}
    return work_page(request, "networks/directory/settings.html", network, context)
