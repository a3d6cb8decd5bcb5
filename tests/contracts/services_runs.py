"""How each service of runs is called."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from django.utils import timezone

from networks.directory.models import Network
from networks.routines import services as routines
from networks.routines.models import RoutineVersion
from networks.routines.queries.news import news
from networks.runs import services
from networks.runs.models import Run, RunStep
from networks.steps.editing import reworded
from networks.steps.merge import Choice, Decision
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.contracts import things_runs
from tests.contracts.things import canary, membership, room, routine, run, topic
from tests.contracts.things_routines import REVIEW, STEP, open_of

Call = Callable[[], Any]


def step(network: Network, by: User) -> RunStep:
    return things_runs.step(network, by, run(network, by))


def version(network: Network, by: User) -> RoutineVersion:
    made = routine(network, by)
    return RoutineVersion.objects.select_related("routine").get(routine=made, state="published")


def told(network: Network, by: User) -> dict[str, Any]:
    return {"version": version(network, by), "people": {}, "is_exercise": True, "by": by}


def start(network: Network, by: User) -> Call:
    about = topic(network, by, "To follow in")
    return partial(services.start, topic=about, **told(network, by))


def start_anew(network: Network, by: User) -> Call:
    return partial(services.start_anew, room=room(network, by), client_id=uuid4(), **told(network, by))


def at_a_step(service: Callable[..., Any], **told: Any) -> Callable[[Network, User], Call]:
    return lambda network, by: partial(service, step=step(network, by), **told, by=by)


def reopen(network: Network, by: User) -> Call:
    done = step(network, by)
    services.mark_done(step=done, by=by)
    return partial(services.reopen, step=done, by=by)


def take_wording(network: Network, by: User) -> Call:
    """The step is worded anew in a version that is in force since the run began."""
    made = run(network, by)
    reader = membership(network, by, "reader").user
    version = open_of(made.routine)
    leave = {each.item.id: Decision(Choice.LEAVE) for each in news(version).open}
    routines.decide(version=version, decided=leave, by=by)
    routines.take_in(version=version, by=by)
    routines.change(version=version, how=partial(reworded, key=STEP, text="Anew"), by=by)
    routines.send(version=version, reader=reader, note="New", review_on=REVIEW, by=by)
    with acting_as(reader.pk):
        routines.publish(version=version, by=reader)
    return partial(services.take_wording, run=made, key=STEP, by=by)


def ended(network: Network, by: User) -> Run:
    made: Run = run(network, by)
    services.mark_done(step=things_runs.step(network, by, made), by=by)
    return made


def forget_lesson(network: Network, by: User) -> Call:
    """Another's: of one's own the log says nothing."""
    made, reader = routine(network, by), membership(network, by, "reader").user
    with acting_as(reader.pk):
        lesson = routines.note_lesson(
            routine=made, key=STEP, title=STEP, text=canary(network), is_exercise=False, by=reader
        )
    return partial(routines.forget_lesson, lesson=lesson, by=by)


EXAMPLES: dict[str, Callable[[Network, User], Call]] = {
    "networks.runs.services.start": start,
    "networks.runs.services.start_anew": start_anew,
    "networks.runs.services.mark_done": at_a_step(services.mark_done),
    "networks.runs.services.skip": at_a_step(services.skip, reason="No need"),
    "networks.runs.services.reopen": reopen,
    "networks.runs.services.tick": at_a_step(services.tick, seen=[], ticked=[]),
    "networks.runs.services.assign": lambda network, by: partial(
        services.assign, step=step(network, by), person=by.pk, by=by
    ),
    "networks.runs.services.move": lambda network, by: partial(
        services.move, step=step(network, by), due_on=timezone.localdate(), by=by
    ),
    "networks.runs.services.take_wording": take_wording,
    "networks.runs.services.finish": lambda network, by: partial(
        services.finish, run=ended(network, by), outcome=canary(network), by=by
    ),
    "networks.runs.services.stop": lambda network, by: partial(
        services.stop, run=run(network, by), outcome=canary(network), by=by
    ),
    "networks.routines.services.note_lesson": lambda network, by: partial(
        routines.note_lesson,
        routine=routine(network, by),
        key="forste",
        title="Begin",
        text=canary(network),
        is_exercise=False,
        by=by,
    ),
    "networks.routines.services.forget_lesson": forget_lesson,
}
# What is done at a step stands in the run's own timeline, for those in the room.
NO_ENTRY = {
    "networks.routines.services.note_lesson",  # the log would name her whose name is not to be read
    *(
        f"networks.runs.services.{name}"
        for name in ("mark_done", "skip", "reopen", "tick", "assign", "move", "take_wording")
    ),
}
