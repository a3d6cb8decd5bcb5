"""What is said: the page of a topic, what came after, and what one has not read yet."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from networks.directory.models import Network
from networks.discussion.access import messages_visible_to, topics_visible_to, visible_to
from networks.discussion.choices import Reaction as Sign
from networks.discussion.models import Given, Mention, Message, Revision, Room, Topic, Withheld
from networks.discussion.queries.documents import is_marked
from portal.accounts.models import User
from portal.tenancy.functions import call, call_rows

SHOWN = 50  # messages on a page


@dataclass(frozen=True)
class Unread:
    """What is new to her in one topic."""

    network_id: int
    room_id: int
    topic_id: int
    new: int
    mentions: int


def unread() -> list[Unread]:
    """Of the acting person, in all her networks. One query."""
    return [Unread(**json.loads(row)) for row in call_rows("unread")]


def new_in_rooms() -> Counter[int]:
    counted: Counter[int] = Counter()
    for topic in unread():
        counted[topic.room_id] += topic.new
    return counted


def rooms_in(user: User, network: Network) -> QuerySet[Room]:
    """Those she is placed in, the one with the latest word first."""
    found = visible_to(user).kept().filter(network=network).select_related("network")
    return found.with_activity().order_by(F("active_at").desc(), "-pk")


def topics(user: User, room: Room) -> QuerySet[Topic]:
    found = topics_visible_to(user).filter(room=room).select_related("opened_by", "room__network")
    return found.order_by("closed_at", "-said_at", "-pk")


@dataclass(frozen=True)
class Talk:
    """One page of a topic, oldest first, and whether there is something before it."""

    messages: list[Message]
    earlier: int | None

    def first_new(self, read: int, user: User) -> int | None:
        """The number of the first message she has not read: above it stands a line."""
        new = (said.number for said in self.messages if said.number > read and said.author_id != user.pk)
        return next(new, None) if read else None


def talk(user: User, topic: Topic, *, before: int | None = None) -> Talk:
    found = messages_visible_to(user).filter(topic=topic).with_all()
    found = found.annotate(is_case_document=is_marked(user), names_me=names(user))
    if before is not None:
        found = found.filter(number__lt=before)
    latest = list(found.order_by("-number")[: SHOWN + 1])
    shown = latest[:SHOWN][::-1]
    for said in shown:
        said.given = given(said, user)
    return Talk(shown, shown[0].number if len(latest) > SHOWN else None)


def names(user: User) -> Exists:
    """Of a message: whether it names her."""
    return Exists(Mention.objects.filter(message=OuterRef("pk"), user=user))


def given(said: Message, user: User) -> list[Given]:
    """The signs under a message, in the order of the list."""
    signs: list[dict[str, Any]] = said.signs_given  # type: ignore[attr-defined] # annotated
    by = {sign: [one for one in signs if one["sign"] == sign] for sign in Sign}
    return [
        Given(sign, sign.label, [one["name"] for one in those], any(one["user"] == user.pk for one in those))
        for sign, those in by.items()
        if those
    ]


def frames_after(topic: Topic, event: int) -> str:
    """As the live process sends them: a JSON object with the head of the topic and what happened after `event`."""
    told: str = call("frames_after", topic=topic.pk, event=event)
    return told


def own_text(message: Message) -> str:
    """What its author writes on: also what is hidden from all others."""
    if message.is_shown:
        return message.body
    held = Withheld.objects.filter(message=message).first()
    return held.body if held else ""


@dataclass(frozen=True)
class Earlier:
    body: str
    replaced_at: datetime


def history(message: Message) -> list[Earlier]:
    """How it read before, for its author."""
    return [Earlier(old.body, old.replaced_at) for old in Revision.objects.filter(message=message)]
