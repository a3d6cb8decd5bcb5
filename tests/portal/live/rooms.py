"""Rooms with real people in them, made through the services."""

from collections.abc import Iterable
from itertools import count
from uuid import uuid4

from django.db import connection

from networks.directory.models import Network
from networks.discussion import services
from networks.discussion.models import Message, Placement, Topic
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.factories import make_member, make_user

PERSON, TOPIC = 10_000, 10_000  # messages in a minute: here many are said
FJORDBY, SKOGDAL = "fjordkanari", "skogkanari"
NUMBERS = count(1)


def person(slug: str) -> User:
    return User.objects.get(email=f"{slug}@demo.invalid")


def fjordby() -> Network:
    return Network.objects.get(slug="fjordby")


def new_person() -> User:
    """Somebody whom no other test knows, in no network."""
    return make_user(next(NUMBERS))


def new_member() -> User:
    """The same, in Fjordby."""
    by, user = person("coordinator"), new_person()
    with acting_as(by.pk):
        make_member(fjordby(), user, by=by)
    return user


def new_topic(*people: User) -> Topic:
    """In a new room in Fjordby that the coordinator keeps."""
    by = person("coordinator")
    with acting_as(by.pk):
        room = services.open_room(
            network=fjordby(), name=f"Rom {uuid4()}", mode="anonymous", people=[one.pk for one in people], by=by
        )
        return services.start_topic(room=room, title="Emne", body=f"Først {FJORDBY}", client_id=uuid4(), by=by)


def place(user: User, topic: Topic, *, whole: bool) -> None:
    by = person("coordinator")
    with acting_as(by.pk):
        services.place(room=topic.room, person_id=user.pk, part="participant", whole=whole, by=by)


def take_out(user: User, topic: Topic) -> None:
    by = person("coordinator")
    with acting_as(by.pk):
        placement = Placement.objects.running().select_related("user").get(room=topic.room, user=user)
        services.end_placement(placement=placement, by=by)


def leave(user: User, topic: Topic) -> None:
    with acting_as(user.pk):
        placement = Placement.objects.running().select_related("user").get(room=topic.room, user=user)
        services.end_placement(placement=placement, by=user)


def say(topic: Topic, body: str, *, by: User | None = None) -> int:
    by = by or person("coordinator")
    with acting_as(by.pk):
        return services.say(topic=topic, body=body, client_id=uuid4(), by=by)


def change(topic: Topic, number: int, body: str, *, by: User | None = None) -> None:
    by = by or person("coordinator")
    with acting_as(by.pk):
        message = Message.objects.select_related("topic__room").get(topic=topic, number=number)
        services.change(message=message, body=body, by=by)


def hide(topic: Topic, number: int, *, by: User) -> None:
    with acting_as(by.pk):
        services.hide(message=Message.objects.select_related("topic__room").get(topic=topic, number=number), by=by)


def say_all(topic: Topic, bodies: Iterable[str], *, by: User) -> None:
    """From a thread of its own."""
    try:
        for body in bodies:
            say(topic, body, by=by)
    finally:
        connection.close()


def topic_called(title: str, *, seen_by: str) -> Topic:
    with acting_as(person(seen_by).pk):
        return Topic.objects.select_related("room__network").get(title=title)
