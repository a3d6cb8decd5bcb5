"""A run as it is read: where it stands, what each step says, who answers for it and what was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from networks.discussion.access import Person, people_in
from networks.library.queries import articles
from networks.routines.models import RoutineVersion
from networks.runs.access import events_visible_to, steps_visible_to
from networks.runs.choices import StepState
from networks.runs.models import Run, RunEvent, RunStep
from networks.steps.content import Content, Step
from networks.versions.shown import ShownStep, shown
from portal.accounts.models import User

Rows = Mapping[str, RunStep]  # by key


@dataclass(frozen=True)
class Place:
    """A step on the path. `kind` is its class there: done, here, ahead or passed."""

    row: RunStep
    shown: ShownStep
    number: int
    kind: str
    waits: bool  # for the answer of an earlier step
    who: Person | None
    has_left: bool  # who answered for it is no longer in the room
    late: bool
    points: list[tuple[int, str, bool]]
    change: str  # how the version in force differs: "reworded", or nothing

    @property
    def step(self) -> Step:
        return self.shown.step

    @property
    def is_signed(self) -> bool:
        return self.row.state == StepState.SIGNED

    @property
    def first(self) -> User | None:
        """Who signed first, where two did."""
        return self.row.signed_by if self.row.state == StepState.DONE else None

    @property
    def ticked(self) -> str:
        """As it looked, to tell two who tick at once apart."""
        return ",".join(map(str, self.row.ticked))


@dataclass(frozen=True)
class Followed:
    """A run's page. `here` is the number of the step that is next; 0 where nothing is left."""

    places: list[Place]
    people: list[Person]
    events: list[RunEvent]
    added: list[Step]  # steps that the version in force has, and this run does not

    @property
    def here(self) -> int:
        return next((place.number for place in self.places if place.kind == "here"), 0)

    @property
    def left(self) -> int:
        return sum(place.kind in {"here", "ahead"} and place.step.required for place in self.places)

    @property
    def skipped(self) -> list[Place]:
        """What should be done and was not, each with its reason."""
        return [place for place in self.places if place.step.required and place.row.state == StepState.SKIPPED]

    @property
    def vacant(self) -> bool:
        return any(place.kind in {"here", "ahead"} and place.who is None for place in self.places)


def followed(user: User, run: Run) -> Followed:
    """Four queries, and one or two more where steps name articles or a newer version is in force."""
    rows = rows_of(user, run)
    people, newer = people_in(run.room), newer_of(run)
    events = list(events_visible_to(user).filter(run=run).select_related("user", "person"))
    added = [step for step in newer.shown if step.id not in rows] if newer else []
    return Followed(list(places(run, rows, people, newer)), people, events, added)


def rows_of(user: User, run: Run) -> Rows:
    """One query, and one more where steps were taken from newer versions: each wording is read once."""
    found = steps_visible_to(user).filter(run=run).select_related("person", "ended_by", "signed_by")
    rows = {row.key: row for row in found}
    others = {row.version_id for row in rows.values()} - {run.version_id}
    versions = RoutineVersion.objects.in_bulk(others) if others else {}
    for row in rows.values():
        row.version = versions.get(row.version_id, run.version)
    return rows


def newer_of(run: Run) -> Content | None:
    """What is in force now, where the run builds on something older."""
    newest: int | None = getattr(run, "newest", None)  # annotated by the door
    if newest is None or newest == run.version_id or not run.is_running:
        return None
    return RoutineVersion.objects.get(pk=newest).wording


def places(run: Run, rows: Rows, people: Iterable[Person], newer: Content | None) -> Iterable[Place]:
    steps = tuple(row.wording for row in rows.values())
    content = Content(run.version.wording.head, steps)
    read = shown(content, articles(link for step in steps for link in step.links))
    inside = {person.user_id: person for person in people}
    here = next((row.key for row in rows.values() if not row.is_over and is_taken(row, rows)), "")
    today = timezone.localdate()
    for number, (row, each) in enumerate(zip(rows.values(), read, strict=True), 1):
        yield place(row, each, number, kind=kind_of(row, rows, here), who=inside.get(row.person_id or 0),
                    waits=is_taken(row, rows) is None, today=today, newer=newer)  # fmt: skip


def place(
    row: RunStep, each: ShownStep, number: int, *, kind: str, who: Person | None, waits: bool, today: date, newer: Content | None
) -> Place:  # fmt: skip
    points = [(index, point, index in row.ticked) for index, point in enumerate(each.step.points)]
    has_left = who is None and row.person_id is not None
    there = newer.parts.get(row.key) if newer and not row.is_over else None
    change = "reworded" if there is not None and there != each.step else ""
    return Place(row, each, number, kind, waits, who, has_left, row.is_late(today), points, change)


def kind_of(row: RunStep, rows: Rows, here: str) -> str:
    if row.is_over:
        return "done"
    if row.key == here:
        return "here"
    return "passed" if is_taken(row, rows) is False else "ahead"


def is_taken(row: RunStep, rows: Rows) -> bool | None:
    """Whether the step is for this run. None: that rests on an answer that is not given yet."""
    condition = row.wording.only_if
    if condition is None or (asks := rows.get(condition.step)) is None:
        return True
    if is_taken(asks, rows) is False or asks.state == StepState.SKIPPED:
        return False
    return asks.answer == condition.answer if asks.answer and asks.is_over else None
