"""The public directory: municipalities, and the centres that serve their counties. Nothing here belongs to a network."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge.library.queries import contact_at
from knowledge.search.choices import Kind
from knowledge.search.queries import Wanted, search
from networks.directory import access, services
from networks.directory.forms import RegionForm
from networks.directory.models import County
from networks.directory.queries import places
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page, public
from portal.ui.paging import page_of
from portal.ui.telling import RefusalsTold

LONGEST_SEARCH, MEANT = 80, 5


@require_safe
@public
def municipalities(request: HttpRequest) -> HttpResponse:
    """Two queries, whatever is asked: there are 357, so they are all read and searched here."""
    wanted = request.GET.get("navn", "")[:LONGEST_SEARCH].strip()
    every, today = places.municipalities(), timezone.localdate()
    hits = places.search(every, wanted)
    if len(hits) == 1:
        return redirect("places:municipality", hits[0].number)
    found = page_of(request, hits)
    lines = places.county_lines(every, today=today)
    context = {
        "wanted": wanted,
        "meant": [] if hits or not wanted else search(Wanted(wanted, {"kind": Kind.PLACE})).hits[:MEANT],
        "page": found,
        "groups": places.grouped(found.object_list, every, lines),
        "counties": lines,
    }
    return render(request, "networks/directory/municipalities.html", context)


@require_safe
@public
def municipality(request: HttpRequest, number: str) -> HttpResponse:
    """Who answers there: the regional centre, and the police district."""
    found = places.municipality(number)
    if found is None:
        raise Http404
    centre = places.centres(today=timezone.localdate()).get(found.county_id)
    context = {"municipality": found, "centre": centre, "reach": contact_at(centre.region_id) if centre else ""}
    return render(request, "networks/directory/municipality.html", context)


@require_safe
@public
def county(request: HttpRequest, number: str) -> HttpResponse:
    every = places.municipalities()
    inside = [each for each in every if each.county_id == number]
    if not inside:
        raise Http404
    lines = [line for line in places.county_lines(every, today=timezone.localdate()) if line.county.pk == number]
    context = {
        "county": inside[0].county,
        "groups": places.grouped(inside, every, lines),
        "history": places.history(inside[0].county),
        "may_correct": request.user.is_authenticated and access.may_correct_regions(request.user, inside[0].county),
    }
    return render(request, "networks/directory/county.html", context)


@require_safe
@public
def regions(request: HttpRequest) -> HttpResponse:
    lines = places.county_lines(places.municipalities(), today=timezone.localdate())
    return render(request, "networks/directory/regions.html", {"centres": places.by_centre(lines)})


@form_page
@door(access.get_county_or_404, access.may_correct_regions)
def correct(request: MemberRequest, county: County) -> HttpResponse:
    history = places.history(county)
    present = {"region": history[0].region_id if history else None, "valid_from": timezone.localdate()}
    form = RegionForm(request.POST or None, initial=present, regions=places.regions())
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form, "source"):
            services.correct_region(county=county, **form.cleaned_data, by=request.user)
            messages.success(request, _("Noted. The older line stays in the history."))
            return redirect("places:county", county.pk)
    context = {"form": form, "county": county, "history": history}
    return render(request, "networks/directory/correct_region.html", context)
