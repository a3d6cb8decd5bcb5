"""A supervisor's visit: let in, renewed, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.entry import access, queries, services
from networks.entry.forms import LetInForm, RenewForm
from networks.entry.models import Grant
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.accounts.proof import Proof
from portal.ui.tags import day
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


@require_safe
@door(directory.get_or_404, access.may_see_visits)
def visits(request: MemberRequest, network: Network) -> HttpResponse:
    context = {
        "visits": queries.visits(request.user, network),
        "past": queries.past_visits(network),
        "may_let_in": access.may_let_in(request.user, network),
    }
    return work_page(request, "networks/entry/guests.html", network, context)


@form_page
@door(directory.get_or_404, access.may_let_in, proof=Proof(gettext_lazy("Let in a supervisor")))
def let_in(request: MemberRequest, network: Network) -> HttpResponse:
    form = LetInForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("email", "purpose")}
        with RefusalsTold(request, form):
            guest = services.let_in(network=network, days=form.days, by=request.user, **given)
            told = _("%(name)s is let in until %(day)s. All members can see it.")
            messages.success(request, told % {"name": guest.name, "day": day(form.cleaned_data["ends_on"])})
            return redirect("networks:entry:guests", network.slug)
    return work_page(request, "networks/entry/let_in.html", network, {"form": form})


@form_page
@door(access.get_visit_or_404, access.may_renew_visit, proof=Proof(gettext_lazy("Renew the visit")))
def renew_visit(request: MemberRequest, visit: Grant) -> HttpResponse:
    network = visit.content_object
    form = RenewForm(request.POST or None, visit=visit, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        with RefusalsTold(request, form):
            services.renew_visit(visit=visit, days=form.days, purpose=purpose, by=request.user)
            told = _("The visit of %(name)s now lasts until %(day)s.")
            messages.success(request, told % {"name": visit.user.name, "day": day(form.cleaned_data["ends_on"])})
            return redirect("networks:entry:guests", network.slug)
    return work_page(request, "networks/entry/let_in.html", network, {"form": form, "visit": visit})


@require_POST
@door(access.get_visit_or_404, access.may_end_visit, proof=Proof(gettext_lazy("End the visit")))
def end_visit(request: MemberRequest, visit: Grant) -> HttpResponse:
    """Who ends her own visit cannot see the network afterwards, so she is sent home."""
    services.end_visit(visit=visit, by=request.user)
    messages.success(request, _("The visit has ended."))
    if visit.user_id == request.user.pk:
        return redirect("home")
    return redirect("networks:entry:guests", visit.content_object.slug)
