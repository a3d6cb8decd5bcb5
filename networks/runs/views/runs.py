"""A run: beginning it, the one page that is kept open while it goes on, and its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.discussion.access import people_in
from networks.runs import access, services
from networks.runs.forms import EndForm, StartForm, WhereForm, offered
from networks.runs.models import Run
from networks.runs.queries import places
from networks.runs.queries.path import followed
from networks.runs.queries.timeline import timeline
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page

OPENED, EXERCISE = "steg", "ovelse"
NEXT = "det-neste"  # the heading of the step that is next


@form_page
@door(directory.get_or_404, access.may_start)
def start(request: MemberRequest, network: Network) -> HttpResponse:
    """Where, and then who answers for what. Where is on the address, so either part of it can be chosen by a link.

    Practising needs no topic that is there already: it begins as a new one in the first room.
    """
    user, told = request.user, request.GET.dict()
    offered_places = places.places(user, network)
    if EXERCISE in told and offered_places:
        told.setdefault("emne", places.first_of(offered_places))
    chosen = {"rutine", "emne"} <= told.keys()
    where = WhereForm(
        told if chosen else None, initial=told, routines=places.routines(user, network), places=offered_places
    )
    if chosen and where.is_valid():
        begun = places.beginning(user, network, where.cleaned_data["rutine"], where.cleaned_data["emne"])
        if begun:
            return begin(request, begun, where)
    return work_page(
        request, "networks/runs/start.html", network, {"where": where, "begun": None, "exercise": EXERCISE in told}
    )


def begin(request: MemberRequest, begun: places.Beginning, where: WhereForm) -> HttpResponse:
    people = people_in(begun.room)
    casting = places.casting(request.user, begun, people)
    initial = {"is_exercise": EXERCISE in request.GET}
    form = StartForm(
        request.POST or None,
        initial=initial,
        roles=begun.roles,
        people=offered(people),
        suggested=casting.suggested,
    )
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            return redirect(started(request, begun, form))
    context = {
        "where": where,
        "exercise": EXERCISE in request.GET,
        "form": form,
        "begun": begun,
        "people": people,
        "casting": casting,
    }
    return work_page(request, "networks/runs/start.html", begun.version.network, context)


def started(request: MemberRequest, begun: places.Beginning, form: StartForm) -> Run:
    told: dict[str, Any] = {"version": begun.version, "people": form.people, "by": request.user}
    told["is_exercise"] = form.cleaned_data["is_exercise"]
    if begun.topic:
        return services.start(topic=begun.topic, **told)
    return services.start_anew(room=begun.room, client_id=form.cleaned_data["client_id"], **told)


@require_safe
@door(access.get_or_404)
def run(request: MemberRequest, run: Run) -> HttpResponse:
    return run_page(request, run)


def run_page(request: MemberRequest, run: Run, **told: Any) -> HttpResponse:
    """`told`: the form that could not be taken, as `form`, of which step, as `of`, and of which fold there, as `fold`. Only
    the step that is next and the one that is asked for are shown in full: many look at the page, again and again.
    """
    user = request.user
    shown = followed(user, run)
    context = {
        "run": run,
        "routine": run.routine,
        "topic": run.topic,
        "room": run.room,
        "head": run.version.wording.head,
        "followed": shown,
        "timeline": list(timeline(shown.events)),
        "may_go_on": access.may_go_on(user, run),
        "opened": told.get("of") or request.GET.get(OPENED),
        "keeps": keeps(request),
        "next": NEXT,
    }
    new: int | None = getattr(run, "new", None)  # told by the door
    return work_page(request, "networks/runs/run.html", run.network, context | told, new=new)


def keeps(request: MemberRequest) -> str:
    """What an address must say for the step that stands open on the page to stay so."""
    opened = request.GET.get(OPENED)
    return f"?{urlencode({OPENED: opened})}" if opened else ""


@form_page
@door(access.get_or_404, access.may_go_on)
def end(request: MemberRequest, run: Run) -> HttpResponse:
    """Finished where nothing that must be done is left, else stopped."""
    shown = followed(request.user, run)
    form = EndForm(request.POST or None, whole=not shown.left, is_exercise=run.is_exercise)
    if request.method == "POST" and form.is_valid():
        deed = services.stop if shown.left else services.finish
        with RefusalsTold(request, form):
            deed(run=run, **form.cleaned_data, by=request.user)
            told = _("It is stopped, and can still be read here until the room is deleted.")
            if not shown.left:
                told = _("It is finished, and can still be read here until the room is deleted.")
            messages.success(request, told)
            return redirect(run)
    context = {"run": run, "followed": shown, "form": form, "head": run.version.wording.head}
    return work_page(request, "networks/runs/end.html", run.network, context)
