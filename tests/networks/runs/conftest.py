"""Fjordby's routine in force, and a room with the coordinator, the member, the contact and an adviser to follow it in.

The deputy and the mentor are of the network and not in the room; the outsider is of another network.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from networks.directory.models import Network
from networks.discussion import services as discussion
from networks.discussion.choices import Mode, Part
from networks.discussion.models import Placement, Room, Topic
from networks.routines import services as routines
from networks.routines.models import Routine, RoutineVersion
from networks.runs import access, services
from networks.runs.models import Run, RunStep
from networks.steps.content import Condition, Content, Deadline, Head, Step
from portal.accounts.models import User
from portal.tenancy.context import acting_as

Acting = Callable[[str], Any]
Persona = Callable[[str], User]
Begin = Callable[..., Run]
StepOf = Callable[..., RunStep]
CANARY = "fjordkanari"
REVIEW = date(2035, 1, 1)
CONTENT = Content(
    Head(title="Prøverutine"),
    (
        Step(id="merk", title="Merk deg hva som er nytt", role="notices", points=("Når", "Hvor"), text=CANARY),
        Step(id="drofte", title="Drøft uroen", role="coordinator", question="Er det grunn til uro?", deadline=Deadline(7)),
        Step(id="snakk", title="Snakk med personen", role="trusted", only_if=Condition("drofte", "yes"), deadline=Deadline(5, "drofte")),
        Step(id="avslutt", title="Avslutt", role="coordinator", two_sign=True),
        Step(id="tips", title="Les mer", role="coordinator", required=False),
    ),
)  # fmt: skip


@pytest.fixture
def publish(acting: Acting, persona: Persona, fjordby: Network) -> Callable[[Content], RoutineVersion]:
    """publish(content): in force in Fjordby, by the coordinator, read by the member."""

    def done(content: Content) -> RoutineVersion:
        with acting("coordinator") as by:
            routine = Routine.objects.filter(network=fjordby, source=None, made_by=by).first()
            routine = routine or routines.write_new(network=fjordby, kind="routine", title="Prøverutine", by=by)
            version = routines.start_version(routine=routine, by=by)
            routines.change(version=version, how=lambda before: content, by=by)
            reader = persona("member")
            routines.send(version=version, reader=reader, note="Ny", review_on=REVIEW, by=by)
        with acting_as(reader.pk):
            routines.publish(version=version, by=reader)
            return RoutineVersion.objects.select_related("routine", "network").get(pk=version.pk)

    return done


@pytest.fixture
def version(publish: Callable[[Content], RoutineVersion]) -> RoutineVersion:
    return publish(CONTENT)


@pytest.fixture
def room(acting: Acting, persona: Persona, fjordby: Network) -> Room:
    people = [persona(who).pk for who in ("member", "contact")]
    with acting("coordinator") as by:
        made = discussion.open_room(network=fjordby, name="Prøverom", mode=Mode.ANONYMOUS, people=people, by=by)
        discussion.place(room=made, person_id=persona("supervisor").pk, part=Part.PARTICIPANT, whole=True, by=by)
    return made


@pytest.fixture
def topic(acting: Acting, room: Room) -> Topic:
    with acting("member") as by:
        return discussion.start_topic(room=room, title="Høsten", body=f"Først, {CANARY}.", client_id=uuid4(), by=by)


@pytest.fixture
def begin(acting: Acting, persona: Persona, topic: Topic, version: RoutineVersion) -> Begin:
    """begin(coordinator="contact"): the member begins, with who answers for which role."""

    def begun(*, is_exercise: bool = False, **people: str) -> Run:
        given = {role: persona(who).pk for role, who in people.items()}
        with acting("member") as by:
            return services.start(topic=topic, version=version, people=given, is_exercise=is_exercise, by=by)

    return begun


@pytest.fixture
def step_of(acting: Acting) -> StepOf:
    """step_of(run, "merk"): as one in the room finds it now."""

    def found(run: Run, key: str, *, who: str = "member") -> RunStep:
        with acting(who) as user:
            return access.get_step_or_404(user, "fjordby", run.pk, key)

    return found


@pytest.fixture
def place_of(acting: Acting, persona: Persona, room: Room) -> Callable[[str], Placement]:
    def find(who: str) -> Placement:
        with acting("coordinator"):
            found = Placement.objects.select_related("user", "room", "network")
            return found.get(room=room, user=persona(who), ended_at=None)

    return find
