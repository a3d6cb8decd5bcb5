"""What is done in rooms. The database's functions decide and count; these call them, write the audit and give the hint."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from psycopg.types.json import Jsonb

from knowledge.links.queries import resolve
from networks.directory.models import Network
from networks.discussion.access import calls_all, messages_visible_to, people_in
from networks.discussion.choices import MessageState, Part
from networks.discussion.models import Message, Placement, Room, Topic
from networks.discussion.queries.calling import call_everybody, called_in
from portal.accounts.models import User
from portal.audit.services import record
from portal.files.received import Received
from portal.files.sweeping import FOLDER
from portal.live.hints import hint
from portal.notices.telling import note
from portal.tenancy.functions import call, call_record, call_rows
from portal.tenancy.refusals import Refused
from portal.ui.markup import render


def open_room(
    *,
    network: Network,
    name: str,
    mode: str,
    consent_ends_on: date | None = None,
    people: Sequence[int] = (),
    by: User,
) -> Room:
    """A room with its first keeper, and those who are there from the start. Raises Refused("room_name_taken"), NotAllowed."""
    with transaction.atomic():
        made = call("open_room", network=network.pk, name=name, mode=mode, consent_ends_on=consent_ends_on)
        room = Room.objects.get(pk=made)
        _note("room.opened", room, room.pk, mode=mode, by=by)
        for person in people:
            place(room=room, person_id=person, part=Part.PARTICIPANT, whole=True, by=by)
    return room


def place(*, room: Room, person_id: int, part: str, whole: bool, by: User) -> Placement:
    """Let somebody in: from now on she hears, and with `whole` she reads what was said before.

    Raises Refused: already_placed, not_placeable, room_not_open; NotAllowed.
    """
    with transaction.atomic():
        made = call("place", room=room.pk, person=person_id, part=part, whole=whole)
        placement = Placement.objects.select_related("user").get(pk=made)
        _note("room.placed", placement, room.pk, label=placement.user.name, part=part, whole=whole, by=by)
    return placement


def end_placement(*, placement: Placement, by: User) -> None:
    """Take somebody out, or leave. She hears nothing of the next message. Raises Refused("last_keeper"), NotAllowed."""
    with transaction.atomic():
        call("end_placement", placement=placement.pk)
        _note("room.left", placement, placement.room_id, label=placement.user.name, by=by)


def share_keeping(*, placement: Placement, by: User) -> None:
    """Let another keep the room too. Raises Refused("not_placeable"), NotAllowed."""
    with transaction.atomic():
        call("share_keeping", placement=placement.pk)
        _note("room.keeper_added", placement, placement.room_id, label=placement.user.name, by=by)


def tighten(*, room: Room, by: User) -> None:
    """From consent to anonymous, never back. Raises Refused("already_anonymous"), NotAllowed."""
    with transaction.atomic():
        call("tighten_room", room=room.pk)
        _note("room.tightened", room, room.pk, by=by)


def pause(*, room: Room, by: User) -> None:
    """Nothing is written until somebody resumes it. Raises Refused("room_not_open"), NotAllowed."""
    with transaction.atomic():
        call("pause_room", room=room.pk, paused=True)
        _note("room.paused", room, room.pk, by=by)


def resume(*, room: Room, by: User) -> None:
    """Raises Refused("room_not_open"), NotAllowed."""
    with transaction.atomic():
        call("pause_room", room=room.pk, paused=False)
        _note("room.resumed", room, room.pk, by=by)


def close_room(*, room: Room, days: int, talk: str, attachments: str, by: User) -> date:
    """Nothing more is written, and so many days later it is deleted. Returns the day.

    Raises Refused: room_not_open, room_kept_too_long; NotAllowed.
    """
    with transaction.atomic():
        on_day: date = call("close_room", room=room.pk, days=days, talk=talk, files=attachments)
        _note("room.closed", room, room.pk, days=days, talk=talk, attachments=attachments, by=by)
    return on_day


def hold_room(*, room: Room, reason: str, ends_on: date | None, by: User) -> None:
    """Keep it until after a day, whatever else its end would be; without a reason, no longer.

    Raises Refused("hold_too_long"), NotAllowed.
    """
    with transaction.atomic():
        call("hold_room", room=room.pk, reason=reason, ends_on=ends_on)
        _note("room.held" if reason else "room.let_go", room, room.pk, ends_on=str(ends_on or ""), by=by)


def start_topic(*, room: Room, title: str, body: str, client_id: UUID, by: User) -> Topic:
    """A topic with its first message: sent again with the same `client_id` it is found. Raises what `say` raises."""
    with transaction.atomic():
        call("hold_key", key=client_id)
        known = (
            Message.objects.filter(room=room, author=by, client_id=client_id, number=1).select_related("topic").first()
        )
        if known is not None:
            return known.topic
        topic = Topic.objects.get(pk=call("start_topic", room=room.pk, title=title))
        _note("topic.started", topic, room.pk, by=by)
        say(topic=topic, body=body, client_id=client_id, by=by)
    return topic


def close_topic(*, topic: Topic, reason: str, by: User) -> None:
    """Nothing more is written in it. Raises Refused("topic_closed"), NotAllowed."""
    with transaction.atomic():
        event = call("close_topic", topic=topic.pk, reason=reason)
        _note("topic.closed", topic, topic.room_id, by=by)
        hint(topic.pk, event)


def say(
    *,
    topic: Topic,
    body: str,
    client_id: UUID,
    quotes: int | None = None,
    files: Sequence[Received] = (),
    article: UUID | None = None,
    by: User,
) -> int:
    """Say something once, and return its number: sent again with the same `client_id` it is found, not repeated.

    `quotes` is the number of the message it answers.

    Raises Refused: room_not_open, topic_closed, consent_over, not_for_all, too_fast, room_too_fast, too_many_files;
    NotAllowed.
    """
    named = _named(body, topic.room, by)
    with transaction.atomic():
        said = call_record(
            "say",
            topic=topic.pk,
            client_id=client_id,
            body=body,
            html=render(body),
            quotes=_quoted(topic, quotes, by) if quotes else None,
            mentions=named,
            most_by_her=settings.TALK_LIMITS["person"],
            most_in_all=settings.TALK_LIMITS["topic"],
        )
        assert said is not None  # noqa: S101 the function always answers
        if not said["repeated"]:
            sent = Message(pk=said["id"], network_id=topic.network_id, topic=topic, number=said["number"])
            _attach(sent, files, article)
            _note_message("message.sent", sent, said["event"], by=by)
            _tell_named(sent, named)
    number: int = said["number"]
    return number


def _named(body: str, room: Room, by: User) -> list[int]:
    """Whom it calls. Raises Refused("not_for_all")."""
    people = people_in(room) if "@" in body else []
    called = called_in(body, people)
    if call_everybody(called, people, by.pk) and not calls_all(by, room, people):
        raise Refused("not_for_all")
    return sorted({person for call in called for person in call.people})


def _quoted(topic: Topic, number: int, by: User) -> int | None:
    """The message of that number, where she reads it; an answer to another is one to nothing."""
    return messages_visible_to(by).filter(topic=topic, number=number).values_list("pk", flat=True).first()


def _attach(message: Message, files: Sequence[Received], article: UUID | None) -> None:
    """The bytes lie under a name that says nothing. Where this is undone, the nightly job clears them away."""
    for file in files:
        told = {"name": file.name, "ending": file.ending, "size": len(file.content), "sha256": file.sha256}
        place = default_storage.save(f"{FOLDER}/{uuid4().hex}", ContentFile(file.content))
        most = settings.TALK_LIMITS["files"]
        call("attach", message=message.pk, stored=place, width=file.width, height=file.height, most=most, **told)
    if found := resolve([article] if article else []):
        [card] = found.values()
        shown = {"key": str(card.key), "title": card.title, "kind": card.kind}
        call("attach_article", message=message.pk, card=Jsonb(shown))


def change(*, message: Message, body: str, by: User) -> None:
    """Write it anew. What it said before stays with its author; after it was hidden, with nobody.

    Raises Refused: message_gone, room_not_open, topic_closed, not_for_all; NotAllowed.
    """
    named = _named(body, message.topic.room, by)
    with transaction.atomic():
        event = call("change_message", message=message.pk, body=body, html=render(body), mentions=named)
        _note_message("message.changed", message, event, by=by)
        _tell_named(message, named)


def delete(*, message: Message, by: User) -> None:
    """The text is gone, with all it said before. Raises Refused("message_gone"), NotAllowed."""
    with transaction.atomic():
        _note_message("message.deleted", message, call("delete_message", message=message.pk), by=by)


def hide(*, message: Message, by: User) -> None:
    """Somebody could be recognised: nobody but its author reads it until she has written it anew (PR-8)."""
    with transaction.atomic():
        event = call("withhold", message=message.pk, state=MessageState.HIDDEN)
        _note_message("message.hidden", message, event, by=by)


def lock(*, message: Message, by: User) -> None:
    """Reported as security-graded: from this moment nobody reads it (PR-15)."""
    with transaction.atomic():
        event = call("withhold", message=message.pk, state=MessageState.LOCKED)
        _note_message("message.locked", message, event, by=by)


def react(*, message: Message, sign: str, given: bool, by: User) -> None:
    """Give or take back one of the signs. Raises Refused("message_gone"), NotAllowed."""
    with transaction.atomic():
        event = call("react", message=message.pk, sign=sign, given=given)
        _note_message("message.reacted", message, event, sign=sign, given=given, by=by)


def _note(action: str, subject: Room | Placement | Topic | Message, room_id: int, *, by: User, **told: Any) -> None:
    """Names the room, so that only those who are in it read the entry."""
    record(subject.network_id, action, subject, room=room_id, by=by, **told)


def _note_message(action: str, message: Message, event: int, *, by: User, **told: Any) -> None:
    topic = message.topic
    _note(action, message, topic.room_id, topic=topic.pk, number=message.number, by=by, **told)
    hint(topic.pk, event)


def _tell_named(message: Message, named: Sequence[int]) -> None:
    """Each once, however often the message is changed. The database says who of these is in the room and listens."""
    people = call_rows("named_and_listening", message=message.pk) if named else []
    if people:
        note(
            people=people,
            network_id=message.network_id,
            kind="mention",
            subject_id=message.pk,
            address=message.get_absolute_url(),
            key=f"mention:{message.pk}",
        )


def mute(*, topic: Topic, muted: bool, by: User) -> None:
    """Whether one is told when somebody names one here. What is unread is counted as before."""
    call("mute_topic", topic=topic.pk, muted=muted)


def mark_read(*, topic: Topic, number: int, by: User) -> None:
    """How far one has read; never backwards, and nobody else's business."""
    call("mark_read", topic=topic.pk, number=number)


def save_draft(*, topic: Topic, body: str, by: User) -> None:
    """What one has begun to write; an empty one is forgotten."""
    call("save_draft", topic=topic.pk, body=body)
