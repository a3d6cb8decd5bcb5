"""A room in Fjordby: the coordinator keeps it, the member and the contact take part, the supervisor advises.

The deputy, the mentor and the observer are of the network and not in the room.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from networks.directory.models import Network
from networks.discussion import services
from networks.discussion.choices import Mode, Part
from networks.discussion.models import Message, Placement, Room, Topic
from portal.accounts.models import User

Acting = Callable[[str], Any]
Persona = Callable[[str], User]
Say = Callable[..., Message]


@pytest.fixture
def room(acting: Acting, persona: Persona, fjordby: Network) -> Room:
    people = [persona(who).pk for who in ("member", "contact")]
    with acting("coordinator") as by:
        made = services.open_room(network=fjordby, name="Prøverom", mode=Mode.ANONYMOUS, people=people, by=by)
        services.place(room=made, person_id=persona("supervisor").pk, part=Part.PARTICIPANT, whole=True, by=by)
    return made


@pytest.fixture
def topic(acting: Acting, room: Room) -> Topic:
    with acting("member") as by:
        return services.start_topic(room=room, title="Høsten", body="Først, fjordkanari.", client_id=uuid4(), by=by)


@pytest.fixture
def say(acting: Acting, topic: Topic) -> Say:
    """say("Hei", who="contact"): one more message, as its author sees it."""

    def write(body: str = "Hei", *, who: str = "member", **told: Any) -> Message:
        with acting(who) as by:
            number = services.say(topic=topic, body=body, client_id=uuid4(), **told, by=by)
            return Message.objects.select_related("topic__room").get(topic=topic, number=number)

    return write


@pytest.fixture
def place_of(acting: Acting, persona: Persona, room: Room) -> Callable[[str], Placement]:
    def find(who: str) -> Placement:
        with acting("coordinator"):
            found = Placement.objects.select_related("user", "room", "network")
            return found.get(room=room, user=persona(who), ended_at=None)

    return find
