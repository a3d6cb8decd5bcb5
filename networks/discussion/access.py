"""The doors of rooms, topics and messages. A coordinator has no key to them: who is placed in a room is in it (PR-2)."""

import json
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _

from networks.directory.access import who_could
from networks.directory.choices import Regime
from networks.directory.models import Network
from networks.discussion.choices import MessageState, Part, RoomState
from networks.discussion.models import (
    Attachment,
    CaseDocument,
    Draft,
    Message,
    MessageQuerySet,
    Mute,
    Placement,
    ReadMark,
    Room,
    RoomQuerySet,
    Topic,
)
from portal.access.capabilities import Capability
from portal.access.decisions import can
from portal.access.doors import one_or_404, rule
from portal.access.permissions import answers
from portal.accounts.models import User
from portal.notices.kinds import Line, still
from portal.tenancy.context import acting_user_id, my_rooms
from portal.tenancy.functions import call_rows

RUN_TOLD = {
    "run": "runs__pk",
    "title": "runs__version__content__title",
    "language": "runs__routine__language",
    "state": "runs__state",
    "is_exercise": "runs__is_exercise",
    "ended_at": "runs__ended_at",
}


def rooms_of(user: User) -> frozenset[int]:
    """Raises RuntimeError when asked about somebody the transaction does not act as."""
    if acting_user_id() != user.pk:
        raise RuntimeError(f"Asked about user {user.pk} while acting as {acting_user_id()}.")
    return my_rooms()


def visible_to(user: User) -> RoomQuerySet:
    return Room.objects.filter(pk__in=rooms_of(user))


def get_or_404(user: User, slug: str, room_id: int) -> Room:
    found = visible_to(user).kept().filter(network__slug=slug, pk=room_id)
    return one_or_404(found.with_activity().select_related("network", "opened_by"))


def placements_visible_to(user: User) -> QuerySet[Placement]:
    return Placement.objects.filter(room__in=rooms_of(user))


def get_placement_or_404(user: User, slug: str, room_id: int, placement_id: int) -> Placement:
    found = placements_visible_to(user).filter(network__slug=slug, room=room_id, pk=placement_id, ended_at=None)
    return one_or_404(found.select_related("network", "room", "user"))


def topics_visible_to(user: User) -> QuerySet[Topic]:
    return Topic.objects.filter(room__in=rooms_of(user))


class NewIn(Func):
    """How many messages the acting person has not read in the rooms of a network."""

    function = "sec.new_in"
    arity = 1
    output_field = BigIntegerField()


def get_topic_or_404(user: User, slug: str, room_id: int, topic_id: int) -> Topic:
    return one_or_404(topics_asked_for(user, slug, room_id, topic_id))


def get_shown_topic_or_404(user: User, slug: str, room_id: int, topic_id: int) -> Topic:
    """The same for its page, with `new`: how many messages she has not read in the rooms of the network; and `runs_told`:
    which routines are or were followed in it.
    """
    told = followed_by(user).filter(pk=OuterRef("pk")).values(told=JSONObject(**RUN_TOLD))
    found = topics_asked_for(user, slug, room_id, topic_id)
    return one_or_404(found.annotate(new=NewIn("network_id"), runs_told=ArraySubquery(told)))


def followed_by(user: User) -> QuerySet[Topic]:
    """A row for each routine that is or was followed in her rooms, newest first; of those begun before she was placed there
    only what she was shown (PR-16). The slice of runs stands above this one, so they are reached from their topics.
    """
    shown = Placement.objects.running().filter(user=user, room=OuterRef("room"), sees_from_at__lte=OuterRef("begun_at"))
    rows = topics_visible_to(user).annotate(run=F("runs__pk"), begun_at=F("runs__started_at"))
    return rows.filter(Exists(shown), run__isnull=False).order_by("-run")


def topics_asked_for(user: User, slug: str, room_id: int, topic_id: int) -> QuerySet[Topic]:
    """With `read`, how far she has read, `begun`, what she had begun to write, and `muted`."""
    mine = {"topic": OuterRef("pk"), "user": user}
    active = (
        Topic.objects.filter(room=OuterRef("room")).order_by(F("said_at").desc(nulls_last=True)).values("said_at")[:1]
    )
    found = topics_visible_to(user).filter(network__slug=slug, room=room_id, pk=topic_id)
    return found.select_related("room__network", "room__opened_by", "opened_by").annotate(
        read=Coalesce(Subquery(ReadMark.objects.filter(**mine).values("number")), Value(0)),
        begun=Coalesce(Subquery(Draft.objects.filter(**mine).values("body")), Value("", TextField())),
        active_at=Coalesce(Subquery(active), "room__opened_at"),
        muted=Exists(Mute.objects.filter(**mine)),
    )


def messages_visible_to(user: User) -> MessageQuerySet:
    """Of her rooms, and said after she was placed there, unless she was shown what came before."""
    heard = Placement.objects.running().filter(user=user, room=OuterRef("room"), sees_from_at__lte=OuterRef("sent_at"))
    return Message.objects.filter(Exists(heard), room__in=rooms_of(user))


def get_message_or_404(user: User, slug: str, *, room_id: int, topic_id: int, number: int) -> Message:
    found = messages_visible_to(user).filter(network__slug=slug, room=room_id, topic=topic_id, number=number)
    return one_or_404(found.select_related("topic__room__network", "author"))


def case_documents_visible_to(user: User) -> QuerySet[CaseDocument]:
    return CaseDocument.objects.filter(room__in=rooms_of(user))


def get_attachment_or_404(user: User, slug: str, *, attachment_id: int, **message: int) -> Attachment:
    """Of a message she may read. The bytes are asked for only afterwards."""
    said = get_message_or_404(user, slug, **message)
    return one_or_404(Attachment.objects.filter(room__in=rooms_of(user), message=said, pk=attachment_id))


@dataclass(frozen=True)
class Person:
    """Somebody in a room now, with what others must know before they write (PR-3)."""

    placement: int
    user_id: int
    name: str
    part: str
    keeps: bool
    agency: str
    regime: str
    role: str | None  # in the network; none of who is on a visit
    until: date | None
    whole: bool

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"

    @property
    def regime_name(self) -> str:
        return str(Regime(self.regime).label)

    @property
    def part_name(self) -> str:
        return str(Part(self.part).label)

    @property
    def is_guest(self) -> bool:
        return self.until is not None


def people_in(room: Room) -> list[Person]:
    """Those who hear what is said now, in alphabetical order. Nobody, to whoever is not among them."""
    return [person(json.loads(row)) for row in call_rows("people_in", room=room.pk)]


def person(told: dict[str, str]) -> Person:
    until = date.fromisoformat(told["until"]) if told["until"] else None
    return Person(**told | {"until": until, "agency": told["agency"] or _("RVTS")})  # type: ignore[arg-type] # as told


def calls_all(user: User, room: Room, people: list[Person]) -> bool:
    """Whether she may call everybody in the room at once: she keeps it, or answers for an organisation."""
    keeps = any(person.keeps and person.user_id == user.pk for person in people)
    return keeps or can(user, Capability.CALL_ALL, room.network_id)


@rule(who_could(Capability.OPEN_ROOMS))
def may_open(user: User, network: Network) -> bool:
    return can(user, Capability.OPEN_ROOMS, network.pk)


@rule(who_could(Capability.TALK_IN_ROOMS))
def may_talk(user: User, network: Network) -> bool:
    return can(user, Capability.TALK_IN_ROOMS, network.pk)


def keepers_only(reader: User, room: Room) -> str:
    names = [person.name for person in people_in(room) if person.keeps][:2]
    if not names:  # only advisers are left
        return _("You cannot do this here.")
    return _("You cannot do this here. %(who)s can.") % {"who": _(" or ").join(names)}


@rule(keepers_only)
def may_keep(user: User, room: Room) -> bool:
    """Where nobody is left who keeps it, everybody may who takes part by a membership."""
    return any(person.keeps and person.user_id == user.pk for person in people_in(room))


@rule(lambda reader, placement: keepers_only(reader, placement.room))
def may_end_placement(user: User, placement: Placement) -> bool:
    return placement.user_id == user.pk or may_keep(user, placement.room)


@rule(lambda reader, placement: keepers_only(reader, placement.room))
def may_share_keeping(user: User, placement: Placement) -> bool:
    return may_keep(user, placement.room)


def may_write(user: User, topic: Topic) -> bool:
    """Whether the text box is there. The database asks again, of the room at that moment."""
    return topic.closed_at is None and topic.room.state == RoomState.OPEN and topic.room_id in rooms_of(user)


@rule(lambda reader, topic: keepers_only(reader, topic.room))
def may_close_topic(user: User, topic: Topic) -> bool:
    return topic.opened_by_id == user.pk or may_keep(user, topic.room)


@rule(lambda reader, message: _("Only the author can change what is said here."))
def may_change(user: User, message: Message) -> bool:
    return message.author_id == user.pk and message.state in {MessageState.SHOWN, MessageState.HIDDEN}


def may_flag(user: User, message: Message) -> bool:
    """Whoever reads a message may hide it, or have it locked."""
    return message.room_id in rooms_of(user)


def still_said(user: User) -> MessageQuerySet:
    """What somebody may be told that she is named in: she hears it, and it is neither taken back nor withheld."""
    return messages_visible_to(user).filter(state=MessageState.SHOWN)


def mention_lines(user: User, messages: list[int]) -> dict[int, Line]:
    found = still_said(user).filter(pk__in=messages).select_related("author", "topic", "network")
    return {said.pk: mention_line(said) for said in found}


def mention_line(said: Message) -> Line:
    told = _("%(name)s named you in «%(topic)s»") % {"name": said.author.name, "topic": said.topic.title}
    return Line(told, said.network.name)


still("mention", still_said, mention_lines)
answers("networks.view_room", lambda user, room: room.pk in rooms_of(user))
answers("networks.change_room", may_keep)
answers("networks.change_message", may_change)
