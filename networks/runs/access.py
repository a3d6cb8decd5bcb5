"""The doors of runs. Whoever is placed in the room of a run follows it; nobody else learns that it is there."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from networks.directory.access import who_could
from networks.directory.models import Network
from networks.discussion.access import NewIn, rooms_of
from networks.discussion.choices import RoomState
from networks.discussion.models import Placement, Topic
from networks.routines import access as routines
from networks.routines.models import Routine, RoutineVersion
from networks.runs.choices import OVER, RunState
from networks.runs.models import Run, RunEvent, RunStep
from networks.versions.choices import VersionState
from portal.access.capabilities import Capability
from portal.access.decisions import can, networks_where
from portal.access.doors import one_or_404, rule
from portal.access.permissions import answers
from portal.accounts.models import User
from portal.notices.kinds import Line, still


def visible_to(user: User) -> QuerySet[Run]:
    """Of her rooms, and begun after she was placed there, unless she was shown what came before (PR-16)."""
    placed = Placement.objects.running().filter(user=user, room=OuterRef("room"))
    return Run.objects.filter(Exists(placed.filter(sees_from_at__lte=OuterRef("started_at"))), room__in=rooms_of(user))


def steps_visible_to(user: User) -> QuerySet[RunStep]:
    return RunStep.objects.filter(run__in=visible_to(user).order_by())


def events_visible_to(user: User) -> QuerySet[RunEvent]:
    return RunEvent.objects.filter(run__in=visible_to(user).order_by())


def topics_to_follow_in(user: User) -> QuerySet[Topic]:
    """Topics in which she may begin to follow a routine."""
    found = Topic.objects.filter(room__in=rooms_of(user), room__state=RoomState.OPEN, closed_at=None)
    return found.exclude(runs__state=RunState.RUNNING)


def get_or_404(user: User, slug: str, run_id: int) -> Run:
    """With `newest` and `newest_number`: the version that is in force now; and `new`, what she has not read."""
    newest = RoutineVersion.objects.filter(routine=OuterRef("routine"), state=VersionState.PUBLISHED)
    found = visible_to(user).filter(network__slug=slug, pk=run_id)
    found = found.select_related("network", "room", "topic", "routine", "version", "started_by", "ended_by")
    run = one_or_404(
        found.annotate(
            newest=Subquery(newest.values("pk")),
            newest_number=Subquery(newest.values("number")),
            new=NewIn("network_id"),
        )
    )
    run.room.network = run.topic.network = run.routine.network = (
        run.network
    )  # of the one, as the database holds them to
    run.topic.room = run.room
    return run


def get_step_or_404(user: User, slug: str, run_id: int, step: str) -> RunStep:
    """The step with its run."""
    run = get_or_404(user, slug, run_id)
    found = one_or_404(steps_visible_to(user).filter(run=run, key=step).select_related("version"))
    found.run = run
    return found


@rule(who_could(Capability.TALK_IN_ROOMS))
def may_start(user: User, network: Network) -> bool:
    return can(user, Capability.TALK_IN_ROOMS, network.pk)


@rule(lambda reader, run: _("This has been ended. It can still be read."))
def may_go_on(user: User, run: Run) -> bool:
    """Whether its buttons are there. The database asks again, of room and topic at that moment."""
    return run.is_running and run.room.is_open and run.topic.closed_at is None and run.room_id in rooms_of(user)


@rule(lambda reader, step: _("This has been ended. It can still be read."))
def may_act(user: User, step: RunStep) -> bool:
    return may_go_on(user, step.run)


def still_waiting(user: User) -> QuerySet[RunStep]:
    """What is left of the steps she was reminded of."""
    return steps_visible_to(user).filter(run__state=RunState.RUNNING).exclude(state__in=OVER)


def lines_of_steps(user: User, steps: list[int]) -> dict[int, Line]:
    """Where it is, and nothing of what it says."""
    found = still_waiting(user).filter(pk__in=steps).select_related("network")
    return {step.pk: Line(_("A step in a routine waits for you"), step.network.name) for step in found}


def still_written(user: User) -> QuerySet[Routine]:
    """The routines whose vacancies she may fill."""
    return routines.visible_to(user).filter(network__in=networks_where(user, Capability.WRITE_ROUTINES))


def lines_of_vacancies(user: User, found: list[int]) -> dict[int, Line]:
    shown = still_written(user).filter(pk__in=found).select_related("network")
    return {
        routine.pk: Line(_("A function that a routine names has nobody"), routine.network.name) for routine in shown
    }


still("function_vacant", still_written, lines_of_vacancies)
still("run_step", still_waiting, lines_of_steps)
answers("networks.view_run", lambda user, run: run.room_id in rooms_of(user))
answers("networks.change_run", may_go_on)
