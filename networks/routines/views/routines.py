"""A network's routines: the list, the library to adopt from, and one routine as it is in force."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.library import queries as library
from networks.routines import access, services
from networks.routines.choices import Shelf
from networks.routines.models import Lesson, Routine, RoutineVersion
from networks.routines.queries import links, lists
from networks.versions.writing import NewForm
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.tenancy.refusals import Refused
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page

LIST, NEW, DRAFT = "networks:routines:routines", "networks:routines:new", "networks:routines:draft"


@require_safe
@door(directory.get_or_404, access.may_read)
def routines(request: MemberRequest, network: Network) -> HttpResponse:
    context = {
        "lines": lists.lines(request.user, network),
        "under_way": lists.under_way(request.user, network),
        "put_away": lists.lines(request.user, network, shelf=Shelf.PUT_AWAY),
        "may_write": access.may_write(request.user, network),
    }
    return work_page(request, "networks/routines/routines.html", network, context)


@form_page
@door(directory.get_or_404, access.may_write)
def new(request: MemberRequest, network: Network) -> HttpResponse:
    form = NewForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            routine = services.write_new(network=network, **form.cleaned_data, by=request.user)
            return redirect(DRAFT, network.slug, routine.pk)
    shelf = library.shelf(request.LANGUAGE_CODE, taken=lists.sources(request.user, network))
    context = {"form": form, "shelves": [(_("Routines"), shelf.routines), (_("Action cards"), shelf.cards)]}
    return work_page(request, "networks/routines/new.html", network, context)


@require_POST
@door(directory.get_or_404, access.may_write)
def adopt(request: MemberRequest, network: Network) -> HttpResponse:
    version = library.adoptable(request.POST.get("key", ""))
    with RefusalsTold(request):
        if version is None:
            raise Refused("not_in_library")
        routine = services.adopt(network=network, version=version, by=request.user)
        return redirect(DRAFT, network.slug, routine.pk)
    return redirect(NEW, network.slug)


@require_safe
@door(access.get_or_404)
def routine(request: MemberRequest, routine: Routine) -> HttpResponse:
    version = lists.in_force(request.user, routine)
    draft = lists.on_its_way(request.user, routine)
    if version is None:
        return redirect(DRAFT, routine.network.slug, routine.pk)
    return shown(request, version, draft)


@require_safe
@door(access.get_version_or_404)
def version(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    return shown(request, version, None)


def shown(request: MemberRequest, version: RoutineVersion, draft: RoutineVersion | None) -> HttpResponse:
    routine = version.routine
    routine.network = version.network
    linked = links.linked(version)
    may_write = access.may_change(request.user, routine)
    context = {
        "version": version,
        "routine": routine,
        "head": version.wording.head,
        "steps": linked.steps,
        "stale": linked.stale,
        "draft": draft,
        "news": None if draft else lists.news_of(version),
        "lessons": lists.lessons(request.user, routine),
        "versions": lists.earlier(request.user, routine),
        "may_write": may_write,
        "starts_above": bool(linked.stale and may_write and not draft),
        "suggested": library.open_suggestions(request.user, routine.source_id)
        if may_write and routine.source_id
        else 0,
    }
    return work_page(request, "networks/routines/routine.html", routine.network, context)


@require_POST
@door(access.get_or_404, access.may_change)
def start(request: MemberRequest, routine: Routine) -> HttpResponse:
    with RefusalsTold(request):
        services.start_version(routine=routine, by=request.user)
    return redirect(DRAFT, routine.network.slug, routine.pk)


@require_POST
@door(access.get_lesson_or_404, access.may_use_lesson)
def use_lesson(request: MemberRequest, lesson: Lesson) -> HttpResponse:
    services.forget_lesson(lesson=lesson, by=request.user)
    messages.success(request, _("The note is put away."))
    return redirect("networks:routines:routine", lesson.network.slug, lesson.routine_id)


@require_POST
@door(access.get_or_404, access.may_change)
def put_away(request: MemberRequest, routine: Routine) -> HttpResponse:
    with RefusalsTold(request):
        services.put_away(routine=routine, by=request.user)
    return redirect(LIST, routine.network.slug)


@require_POST
@door(access.get_or_404, access.may_change)
def take_up(request: MemberRequest, routine: Routine) -> HttpResponse:
    with RefusalsTold(request):
        services.take_up(routine=routine, by=request.user)
    return redirect(LIST, routine.network.slug)
