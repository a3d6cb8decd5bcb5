"""Following a routine together: starting, doing what its steps say, and ending. Everything done is an event of the topic,
so that all who have it open see it at once; of two who act at the same moment one comes after the other.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.discussion import services as discussion
from networks.discussion.access import people_in
from networks.discussion.models import Room, Topic
from networks.routines import services as routines
from networks.routines.choices import Shelf
from networks.routines.models import RoutineVersion
from networks.runs.choices import Deed, RunState, StepState
from networks.runs.models import Run, RunEvent, RunStep
from networks.runs.queries.path import Rows, is_taken, rows_of
from networks.steps.content import Step
from networks.steps.deadlines import due
from portal.accounts.models import User
from portal.audit.services import record
from portal.live.hints import hint
from portal.tenancy.functions import call
from portal.tenancy.refusals import Refused

FARTHEST = timedelta(days=366)
TITLE = 200  # characters of a point that its event tells


def start(
    *, topic: Topic, version: RoutineVersion, people: Mapping[str, int], is_exercise: bool, by: User
) -> Run:  # fmt: skip
    """Follow a version in force in a topic. `people`: role → who in the room answers for its steps.

    Raises Refused: routine_not_in_force, run_under_way, not_in_the_room, room_not_open, topic_closed, consent_over; NotAllowed.
    """
    if not version.is_published or version.routine.shelf != Shelf.IN_USE:
        raise Refused("routine_not_in_force")
    with transaction.atomic():
        event = call("happens_in_topic", topic=topic.pk)
        _must_be_inside(topic, people.values())
        run = _begun(topic, version, is_exercise=is_exercise, by=by)
        rows = [_row(run, version, step, number) for number, step in enumerate(version.wording.shown, 1)]
        for row in rows:
            row.person_id = people.get(row.wording.role)
        RunStep.objects.bulk_create(rows)
        _reckon(run, rows_of(by, run))
        _tell(run, Deed.STARTED, by=by)
        label, told = version.title, {"number": version.number, "exercise": is_exercise}
        record(run.network_id, "run.started", run, label=label, room=run.room_id, by=by, **told)
        hint(topic.pk, event)
    return run


def start_anew(
    *, room: Room, version: RoutineVersion, people: Mapping[str, int], is_exercise: bool, client_id: UUID, by: User
) -> Run:  # fmt: skip
    """In a topic of its own: sent again with the same `client_id` it is found. Raises what `start` raises, and too_fast."""
    with transaction.atomic():
        told = _("We follow «%(title)s» here.") % {"title": version.title}
        topic = discussion.start_topic(room=room, title=version.title, body=told, client_id=client_id, by=by)
        known = Run.objects.filter(topic=topic).first()
        return known or start(topic=topic, version=version, people=people, is_exercise=is_exercise, by=by)


def _begun(topic: Topic, version: RoutineVersion, *, is_exercise: bool, by: User) -> Run:
    where = {"network": topic.network, "room": topic.room, "topic": topic}
    run = Run(**where, routine=version.routine, version=version, is_exercise=is_exercise, started_by=by)
    run.started_at = timezone.now()
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("run_under_way") from error
    return run


def _row(run: Run, version: RoutineVersion, step: Step, number: int) -> RunStep:
    where = {"network_id": run.network_id, "room_id": run.room_id, "run": run}
    return RunStep(**where, version=version, key=step.id, number=number)


def _must_be_inside(topic: Topic, people: Collection[int]) -> None:
    if people and not set(people) <= {person.user_id for person in people_in(topic.room)}:
        raise Refused("not_in_the_room")


@contextmanager
def _going_on(run: Run) -> Iterator[None]:
    """Alone with a run that has not ended; all who have it open hear that something happened."""
    with transaction.atomic():
        event = call("happens_in_topic", topic=run.topic_id)
        run.refresh_from_db(fields=["state"])
        if not run.is_running:
            raise Refused("run_over")
        yield
        hint(run.topic_id, event)


@contextmanager
def _acting(step: RunStep, by: User) -> Iterator[Rows]:
    """The same, with the step as it stands now, and all the others; the deadlines are reckoned anew afterwards."""
    with _going_on(step.run):
        rows = rows_of(by, step.run)
        yield rows
        _reckon(step.run, rows)


def _reckon(run: Run, rows: Rows) -> None:
    """When each step is due that nobody has set a day for. One that is not taken, or waits for an answer, is not due."""
    done = {row.key: row.ended_on for row in rows.values() if row.is_over and row.ended_on}
    steps = tuple(row.wording for row in rows.values())
    found = due(steps, timezone.localdate(run.started_at), done)
    changed = []
    for row in rows.values():
        day = found.get(row.key) if is_taken(row, rows) else None
        if not row.is_over and not row.is_moved and row.due_on != day:
            row.due_on = day
            changed.append(row)
    RunStep.objects.bulk_update(changed, ["due_on"])


def mark_done(*, step: RunStep, answer: str = "", by: User) -> None:
    """Done, or signed first where two must sign. Raises Refused: step_over, needs_answer, needs_another_signature, and as `start`."""
    with _acting(step, by) as rows:
        row = _open(rows[step.key])
        if row.wording.question and not (answer or row.answer):
            raise Refused("needs_answer")
        if row.signed_by_id == by.pk:
            raise Refused("needs_another_signature")
        row.answer = row.answer or (answer if row.wording.question else "")
        if row.asks_for_two and row.signed_by_id is None:
            row.state, row.signed_by = StepState.SIGNED, by
            row.save()
            _tell(step.run, Deed.SIGNED, row, by=by)
        else:
            _end(row, StepState.DONE, by)
            _tell(step.run, Deed.DONE, row, by=by)


def skip(*, step: RunStep, reason: str, by: User) -> None:
    """Raises Refused: step_over, needs_reason, and as `start`."""
    with _acting(step, by) as rows:
        row = _open(rows[step.key])
        if row.wording.required and not reason:
            raise Refused("needs_reason")
        row.reason = reason
        _end(row, StepState.SKIPPED, by)
        _tell(step.run, Deed.SKIPPED, row, by=by)


def _open(row: RunStep) -> RunStep:
    if row.is_over:
        raise Refused("step_over")
    return row


def _end(row: RunStep, state: StepState, by: User) -> None:
    row.state, row.ended_by, row.ended_on = state, by, timezone.localdate()
    row.save()


def reopen(*, step: RunStep, by: User) -> None:
    """As if nobody had done, signed or skipped it. Raises Refused: step_not_over, and as `start`."""
    with _acting(step, by) as rows:
        row = rows[step.key]
        if row.state == StepState.OPEN:
            raise Refused("step_not_over")
        row.state, row.answer, row.reason = StepState.OPEN, "", ""
        row.signed_by = row.ended_by = row.ended_on = None
        row.save()
        _tell(step.run, Deed.REOPENED, row, by=by)


def tick(*, step: RunStep, seen: Collection[int], ticked: Collection[int], by: User) -> None:
    """Of its points: only what differs from what she saw changes, so two may tick at once. Raises Refused("step_over")."""
    with _acting(step, by) as rows:
        row = _open(rows[step.key])
        kept = (set(row.ticked) | set(ticked)) - (set(seen) - set(ticked))
        before, row.ticked = set(row.ticked), sorted(kept & set(range(len(row.wording.points))))
        row.save()
        for point in sorted(before ^ set(row.ticked)):
            deed = Deed.TICKED if point in row.ticked else Deed.UNTICKED
            _tell(step.run, deed, by=by, title=row.wording.points[point][:TITLE])


def assign(*, step: RunStep, person: int | None, by: User) -> None:
    """Who answers for it, and for the other steps of the same role that are not over. Raises Refused: not_in_the_room, step_over."""
    with _acting(step, by) as rows:
        role = _open(rows[step.key]).wording.role
        _must_be_inside(step.run.topic, [person] if person else [])
        for row in rows.values():
            if row.wording.role == role and not row.is_over:
                row.person_id = person
                row.save()
        _tell(step.run, Deed.ASSIGNED, rows[step.key], by=by, person_id=person)


def move(*, step: RunStep, due_on: date | None, by: User) -> None:
    """Set the day by hand, or let it follow the routine again. Raises Refused: due_before_start, step_over."""
    today = timezone.localdate()
    if due_on and not today <= due_on <= today + FARTHEST:
        raise Refused("due_before_start")
    with _acting(step, by) as rows:
        row = _open(rows[step.key])
        row.due_on, row.is_moved = due_on, due_on is not None
        row.save()
        _tell(step.run, Deed.MOVED, row, by=by, day_on=due_on)


def take_wording(*, run: Run, key: str, by: User) -> None:
    """Take one step from the version in force: reworded where the run has it, else added where it stands there.

    Raises Refused: nothing_to_take, step_over, and as `start`.
    """
    with _going_on(run):
        rows = dict(rows_of(by, run))
        newest = RoutineVersion.objects.filter(routine=run.routine_id, state="published").first()
        step = newest.wording.parts.get(key) if newest else None
        if newest is None or not isinstance(step, Step) or step.is_hidden:
            raise Refused("nothing_to_take")
        rows[key] = _reworded(rows[key], newest, step) if key in rows else _added(run, newest, step, rows.values())
        _reckon(run, rows)
        _tell(run, Deed.PULLED, rows[key], by=by)


def _reworded(row: RunStep, newest: RoutineVersion, step: Step) -> RunStep:
    if _open(row).wording == step:
        raise Refused("nothing_to_take")
    row.version, row.state = newest, StepState.OPEN
    row.ticked, row.answer, row.signed_by = [], "", None  # said and signed of other words
    row.save()
    return row


def _added(run: Run, newest: RoutineVersion, step: Step, rows: Iterable[RunStep]) -> RunStep:
    """Right after the nearest step that stands before it there, and never before one that is over."""
    order = newest.wording.order
    before = set(order[: order.index(step.id)])
    number = max((row.number for row in rows if row.key in before or row.is_over), default=0) + 1
    RunStep.objects.filter(run=run, number__gte=number).update(number=F("number") + 1)
    added = _row(run, newest, step, number)
    added.save()
    return added


def finish(*, run: Run, outcome: str, by: User, learnt: str = "") -> None:
    """`learnt` is kept with the routine, as a lesson of the whole. Raises Refused: steps_left, too_many_lessons, and as `start`."""
    with _going_on(run):
        rows = rows_of(by, run)
        if any(not row.is_over and row.wording.required and is_taken(row, rows) is not False for row in rows.values()):
            raise Refused("steps_left")
        _close(run, RunState.FINISHED, outcome, by)
        _keep(learnt, run, by)


def stop(*, run: Run, outcome: str, by: User, learnt: str = "") -> None:
    """End it before its steps are done. Raises Refused: too_many_lessons, and as `start`."""
    with _going_on(run):
        _close(run, RunState.STOPPED, outcome, by)
        _keep(learnt, run, by)


def _keep(learnt: str, run: Run, by: User) -> None:
    if learnt:
        routines.note_lesson(
            routine=run.routine, key="", title=run.version.title, text=learnt, is_exercise=run.is_exercise, by=by
        )


def _close(run: Run, state: RunState, outcome: str, by: User) -> None:
    run.state, run.outcome, run.ended_by, run.ended_at = state, outcome, by, timezone.now()
    run.save()
    _tell(run, Deed.FINISHED if state == RunState.FINISHED else Deed.STOPPED, by=by)
    record(run.network_id, f"run.{state}", run, label=run.version.title, room=run.room_id, by=by)


def _tell(run: Run, deed: Deed, row: RunStep | None = None, *, by: User, **told: Any) -> None:
    where = {"network_id": run.network_id, "room_id": run.room_id, "run": run}
    told.setdefault("title", row.wording.title if row else "")
    RunEvent.objects.create(**where, deed=deed, user=by, done_at=timezone.now(), **told)
