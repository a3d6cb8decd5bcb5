"""My day, the front page and the building blocks. The only place that reads across networks, cases and knowledge."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.library import queries as library
from portal.accounts.marks import MemberRequest, public, signed_in
from portal.home import queries
from portal.home.post import letters
from portal.ui.icons import ICONS
from portal.ui.printing import printed
from portal.ui.samples import SampleForm


@public
@require_safe
@printed(library.edition)
def front(request: HttpRequest) -> HttpResponse:
    context = {"regions": queries.regions(), "films": library.newest_films(3), "questions": library.first_questions(4)}
    return render(request, "home/front.html", context)


@signed_in
@require_safe
def today(request: MemberRequest) -> HttpResponse:
    return render(request, "home/today.html", {"day": queries.my_day(request.user)})


@public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The building blocks in both colour schemes; for developers, so only in a demo."""
    if not settings.DEMO:
        raise Http404
    forms = {scheme: SampleForm({}, prefix=scheme) for scheme in ("light", "dark")}
    return render(request, "home/components.html", {"schemes": forms, "icons": sorted(ICONS)})


@signed_in
@require_safe
def demo_post(request: MemberRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return render(request, "home/post.html", {"letters": letters()})
