"""What is asked before a run begins: which routines, in which topics, and who might answer for which role."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from networks.directory.models import Network
from networks.discussion import access as discussion
from networks.discussion.access import Person
from networks.discussion.choices import RoomState
from networks.discussion.models import Room, Topic
from networks.functions.queries import Held, Holder, holders, vacant
from networks.routines.access import versions_visible_to
from networks.routines.choices import Shelf
from networks.routines.models import RoutineVersion
from networks.runs.access import topics_to_follow_in
from networks.steps.choices import OF_A_RUN
from networks.versions.choices import VersionState
from networks.versions.shown import role_name
from portal.accounts.models import User

Places = list[tuple[str, list[tuple[Any, str]]]]
NEW = "rom-"  # before the number of a room: a new topic in it


@dataclass(frozen=True)
class Beginning:
    """What has been chosen. Without a topic, a new one in the room."""

    version: RoutineVersion
    room: Room
    topic: Topic | None

    @property
    def roles(self) -> dict[str, str]:
        """Those that answer for its steps, with their names, as they first come."""
        return {step.role: role_name(step.role) for step in self.version.wording.shown}


def in_force(user: User, network: Network) -> QuerySet[RoutineVersion]:
    found = versions_visible_to(user).filter(network=network, state=VersionState.PUBLISHED, routine__shelf=Shelf.IN_USE)
    return found.select_related("routine", "network")


def routines(user: User, network: Network) -> list[tuple[int, str]]:
    return sorted(
        ((version.routine_id, version.title) for version in in_force(user, network)), key=lambda told: told[1]
    )


def rooms(user: User, network: Network) -> QuerySet[Room]:
    return discussion.visible_to(user).filter(network=network, state=RoomState.OPEN).order_by("name")


def topics(user: User, network: Network) -> QuerySet[Topic]:
    found = topics_to_follow_in(user).filter(network=network)
    return found.select_related("room", "network").order_by("room__name", "-pk")


def places(user: User, network: Network) -> Places:
    """By room: its topics, and a new one."""
    by_room = {room: list(those) for room, those in groupby(topics(user, network), lambda topic: topic.room)}
    return [
        (
            room.name,
            [
                (f"{NEW}{room.pk}", _("A new topic in «%(room)s»") % {"room": room.name}),
                *((topic.pk, topic.title) for topic in by_room.get(room, ())),
            ],
        )
        for room in rooms(user, network)
    ]


def first_of(offered: Places) -> str:
    """A new topic in the first room."""
    return str(offered[0][1][0][0])


def beginning(user: User, network: Network, routine: int, place: str) -> Beginning | None:
    """None where one of the two is not hers to choose any more."""
    version = in_force(user, network).filter(routine=routine).first()
    if place.startswith(NEW):
        room = rooms(user, network).filter(pk=place.removeprefix(NEW)).select_related("network").first()
        return Beginning(version, room, None) if version and room else None
    topic = topics(user, network).filter(pk=place).first()
    return Beginning(version, topic.room, topic) if version and topic else None


@dataclass(frozen=True)
class Casting:
    """Who might answer for each role: somebody in the room, somebody outside it, or nobody in the network."""

    suggested: dict[str, int]  # role → person
    outside: list[tuple[str, Holder]]  # the role's name, and who should perhaps be let in
    vacant: list[str]  # names of functions


def casting(user: User, begun: Beginning, people: Iterable[Person]) -> Casting:
    held, inside = holders(user, begun.version.network), {person.user_id for person in people}
    suggested, outside = {}, []
    for role, name in begun.roles.items():
        there = [holder for holder in held.get(role, ()) if holder.user_id in inside]
        if there:
            suggested[role] = there[0].user_id
        elif held.get(role):
            outside.append((name, held[role][0]))
    return Casting(suggested, outside, [role_name(role) for role in unheld(begun.version, held)])


def unheld(version: RoutineVersion, held: Held) -> list[str]:
    """The functions that answer for a step of it and have nobody in the network; those of one run are not named beforehand."""
    return vacant(frozenset(step.role for step in version.wording.shown) - frozenset(OF_A_RUN), held)
