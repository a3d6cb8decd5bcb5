"""The contact list of a network: who holds which function, and who is still missing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.functions import access, queries, services
from networks.functions.forms import NameForm
from networks.functions.models import Holding
from networks.membership.models import SOON
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page

LIST = "networks:functions:functions"


@require_safe
@door(directory.get_or_404, access.may_read)
def functions(request: MemberRequest, network: Network) -> HttpResponse:
    context = {
        "list": queries.contact_list(request.user, network),
        "may_name": access.may_name(request.user, network),
        "soon": timezone.localdate() + SOON,
    }
    return work_page(request, "networks/functions/functions.html", network, context)


@form_page
@door(directory.get_or_404, access.may_name)
def name(request: MemberRequest, network: Network) -> HttpResponse:
    """The address may say which function is meant."""
    members = queries.members(request.user, network)
    form = NameForm(request.POST or None, members=members, initial={"function": request.GET.get("funksjon", "")})
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            made = services.name(network=network, **form.cleaned_data, by=request.user)
            told = {"who": made.membership.user.name, "function": made.get_function_display()}
            messages.success(request, _("%(who)s is on the contact list: %(function)s.") % told)
            return redirect(LIST, network.slug)
    return work_page(request, "networks/functions/name.html", network, {"form": form})


@require_POST
@door(access.get_or_404, access.may_change)
def take_off(request: MemberRequest, holding: Holding) -> HttpResponse:
    services.take_off(holding=holding, by=request.user)
    messages.success(request, _("%(who)s is taken off the list.") % {"who": holding.membership.user.name})
    return redirect(LIST, holding.network.slug)


@require_POST
@door(access.get_or_404, access.may_change)
def confirm(request: MemberRequest, holding: Holding) -> HttpResponse:
    with RefusalsTold(request):
        services.confirm(holding=holding, by=request.user)
        messages.success(request, _("%(who)s is confirmed for another year.") % {"who": holding.membership.user.name})
    return redirect(LIST, holding.network.slug)
