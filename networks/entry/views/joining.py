"""Asking to come in by the network's link, and the answer."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.entry import access, queries, services
from networks.entry.forms import AnswerForm, AskForm
from networks.entry.models import JoinRequest
from portal.access.doors import door
from portal.access.labels import in_short
from portal.accounts.marks import MemberRequest, form_page
from portal.accounts.proof import Proof
from portal.ui.paging import page_of
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


@form_page
@door(access.get_doorstep_or_404)
def join(request: MemberRequest, network: access.Doorstep) -> HttpResponse:
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            services.ask(network_id=network.id, code=network.code, by=request.user, **form.cleaned_data)
            return redirect("networks:entry:join", network.code)
    return render(request, "networks/entry/join.html", {"form": form, "network": network})


@require_safe
@door(directory.get_or_404, access.may_answer)
def requests(request: MemberRequest, network: Network) -> HttpResponse:
    link = settings.ORIGIN + reverse("networks:entry:join", args=[network.join_code]) if network.join_code else ""
    context = {"page": page_of(request, queries.open_requests(request.user, network)), "link": link}
    return work_page(request, "networks/entry/requests.html", network, context)


@form_page
@door(access.get_request_or_404, access.may_answer_request, proof=Proof(gettext_lazy("Let in")))
def answer(request: MemberRequest, asked: JoinRequest) -> HttpResponse:
    network, wish = asked.network, asked.organisation_name
    parties, roles = queries.organisations(network), directory.grantable_roles(request.user, network)
    form = AnswerForm(request.POST or None, organisations=parties, roles=roles, wish=wish)
    if request.method == "POST" and form.is_valid():
        role, party = form.cleaned_data["role"], int(form.cleaned_data["organisation"])
        with RefusalsTold(request, form):
            services.admit(asked=asked, role=role, organisation_id=party, by=request.user)
            messages.success(request, _("%(name)s is now in the network.") % {"name": asked.user.name})
            return redirect("networks:entry:requests", network.slug)
    context = {"form": form, "asked": asked, "roles": in_short(roles)}
    return work_page(request, "networks/entry/answer.html", network, context)


@require_POST
@door(access.get_request_or_404, access.may_answer_request, proof=Proof(gettext_lazy("Say no")))
def decline(request: MemberRequest, asked: JoinRequest) -> HttpResponse:
    with RefusalsTold(request):
        services.decline(asked=asked, by=request.user)
        told = _("You said no. %(name)s has been told that there is an answer.")
        messages.success(request, told % {"name": asked.user.name})
    return redirect("networks:entry:requests", asked.network.slug)


@require_POST
@door(directory.get_or_404, directory.may_manage, proof=Proof(gettext_lazy("Make a new link")))
def renew_join_link(request: MemberRequest, network: Network) -> HttpResponse:
    services.renew_join_link(network=network, by=request.user)
    messages.success(request, _("The network has a new join link. The old one opens nothing more."))
    return redirect("networks:entry:requests", network.slug)


@require_POST
@door(directory.get_or_404, directory.may_manage, proof=Proof(gettext_lazy("Close the link")))
def close_join_link(request: MemberRequest, network: Network) -> HttpResponse:
    services.close_join_link(network=network, by=request.user)
    messages.success(request, _("The join link is closed. Requests already made are still waiting."))
    return redirect("networks:entry:requests", network.slug)
