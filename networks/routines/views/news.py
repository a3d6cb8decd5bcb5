"""A new version of the source beside the network's own, part by part."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from networks.routines import access, services
from networks.routines.forms.news import NewsForm
from networks.routines.models import Routine, RoutineVersion
from networks.routines.queries import lists
from networks.routines.queries import news as queries
from networks.steps.rules import problems
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.ui.paging import KEY, page_of
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page

DRAFT, NEWS, SEND = "networks:routines:draft", "networks:routines:news", "networks:routines:send"


@require_POST
@door(access.get_or_404, access.may_change)
def look(request: MemberRequest, routine: Routine) -> HttpResponse:
    """Begin a draft where there is none, and hold the source's newest version beside it."""
    with RefusalsTold(request):
        version = services.start_version(routine=routine, by=request.user)
        found = None if version.taking_id else lists.news_of(version)
        if found:
            services.look_at_news(version=version, news=found, by=request.user)
        if found or version.taking_id:
            return redirect(NEWS, routine.network.slug, routine.pk)
    return redirect(DRAFT, routine.network.slug, routine.pk)


@form_page
@door(access.get_news_or_404, access.may_write_version)
def news(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    found = queries.news(version)
    page = page_of(request, found.open, queries.ON_A_PAGE)
    number, finish = queries.number_of(version), "finish" in request.POST
    form = NewsForm(request.POST or None, changes=list(page), number=number, finish=finish)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request):
            services.decide(version=version, decided=form.decided, by=request.user)
            return take_in(request, version) if finish else kept(request, version, page.number)
        return redirect(onward(version, page.number))
    context = {"version": version, "news": found, "page": page, "form": form, "routine": version.routine}
    return work_page(request, "networks/routines/news.html", version.network, context)


def kept(request: MemberRequest, version: RoutineVersion, number: int) -> HttpResponse:
    messages.success(request, _("Your choices are kept. Nothing has changed yet."))
    return redirect(onward(version, number))


def onward(version: RoutineVersion, number: int) -> str:
    """The page with what is to be decided next."""
    address = reverse(NEWS, args=[version.network.slug, version.routine_id])
    return f"{address}?{KEY}={queries.news(version).next_page(number)}"


def take_in(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    services.take_in(version=version, by=request.user)
    if problems(version.wording):
        messages.success(request, _("The news are taken in. There is something to mend before you send it."))
        return redirect(DRAFT, version.network.slug, version.routine_id)
    messages.success(request, _("The news are taken in. Now somebody else must read it."))
    return redirect(SEND, version.network.slug, version.routine_id)
