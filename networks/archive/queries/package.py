"""A room as a package for the archive: what the person who takes it out may read there, as data that outlives the portal.

The shape is published in docs/archive-package.schema.json. A change that whoever reads it would notice raises VERSION.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from networks.archive.queries.followed import followed
from networks.archive.queries.moments import moment, the_day
from networks.directory.choices import Regime
from networks.directory.models import Charter
from networks.discussion import access
from networks.discussion.choices import CaseDocumentState
from networks.discussion.models import CaseDocument, Message, MessageQuerySet, Placement, Room, Topic
from portal.accounts.models import User

FORMAT, VERSION = "utveier.room", 1
GUEST = {"function": "", "organisation": "RVTS", "regime": str(Regime.HEALTH)}  # by her visit, as in sec.people_in
Told = dict[str, Any]


def room_package(user: User, room: Room, *, at: datetime) -> Told:
    said = access.messages_visible_to(user).filter(room=room)
    return package(user, room, said, at=at) | {"routines": followed(user, room)}


def document_package(user: User, document: CaseDocument, *, at: datetime) -> Told:
    """The same shape with one message in it, and which case document it is."""
    said = access.messages_visible_to(user).filter(pk=document.message_id)
    return package(user, document.room, said, at=at) | {"case_document": case_document(document)}


def package(user: User, room: Room, said: MessageQuerySet, *, at: datetime) -> Told:
    held = access.visible_to(user).with_activity().select_related("network", "opened_by").get(pk=room.pk)
    people = placements(user, held)
    mine = next(place for place in people if place.user_id == user.pk and place.ended_at is None)
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported": {
            "at": moment(at),
            "by": {"name": user.name, "organisation": standing(mine)["organisation"]},
            "reads_from": moment(mine.sees_from_at),
            "whole": mine.sees_from_at <= held.opened_at,
        },
        "room": facts(held),
        "legal": legal(held),
        "participants": [participant(place) for place in people],
        "topics": [topic_told(topic) for topic in topics_with(user, held, said)],
        "routines": [],
        "case_document": None,
    }


def facts(room: Room) -> Told:
    return {
        "number": room.pk,
        "name": room.name,
        "network": room.network.name,
        "state": room.state,
        "opened_at": moment(room.opened_at),
        "opened_by": room.opened_by.name,
        "closed_at": moment(room.closed_at),
        "talk_fate": room.talk_fate,
        "files_fate": room.files_fate,
        "deleted_on": the_day(room.deleted_on),
    }


def legal(room: Room) -> Told:
    """Under which rule one spoke here, and how long it is kept."""
    charter = Charter.objects.filter(network=room.network_id).first()
    held = {"reason": room.hold_reason, "until": the_day(room.hold_ends_on)} if room.hold_ends_on else None
    return {
        "mode": room.mode,
        "consent_until": the_day(room.consent_ends_on),
        "legal_basis": charter.legal_basis if charter else "",
        "charter_version": charter.version if charter else 0,
        "kept_days": room.keep_days,
        "held": held,
    }


def placements(user: User, room: Room) -> list[Placement]:
    """Everybody who is or was there, in the order they came."""
    found = access.placements_visible_to(user).filter(room=room).order_by("placed_at", "user__sort_key", "pk")
    return list(found.select_related("user", "membership__organisation", "grant"))


def standing(place: Placement) -> dict[str, str]:
    """As what she is there. Of a visit, or of a membership that is no longer to be seen, only where it is from."""
    if place.membership is None:
        return GUEST if place.membership_id is None else GUEST | {"organisation": ""}
    party = place.membership.organisation
    return {"function": place.membership.function, "organisation": party.name, "regime": party.regime}


def participant(place: Placement) -> Told:
    ends = place.membership.ends_on if place.membership else None
    return {
        "name": place.user.name,
        **standing(place),
        "part": place.part,
        "from": moment(place.placed_at),
        "reads_from": moment(place.sees_from_at),
        "until": moment(place.ended_at) or moment(place.grant.ends_at if place.grant else None) or the_day(ends),
    }


def topics_with(user: User, room: Room, said: MessageQuerySet) -> Sequence[Topic]:
    """Those in which there is something to read."""
    documents = Prefetch(
        "case_documents", CaseDocument.objects.select_related("organisation", "marked_by").order_by("pk")
    )
    shown = Prefetch(
        "messages", said.with_all().prefetch_related(documents, "attachments").order_by("number"), to_attr="told"
    )
    found = access.topics_visible_to(user).filter(room=room, pk__in=said.values("topic"))
    return list(found.select_related("opened_by").prefetch_related(shown).order_by("opened_at", "pk"))


def topic_told(topic: Topic) -> Told:
    return {
        "number": topic.pk,
        "title": topic.title,
        "opened_at": moment(topic.opened_at),
        "opened_by": topic.opened_by.name,
        "closed_at": moment(topic.closed_at),
        "outcome": topic.closed_reason,
        "messages": [message_told(said) for said in topic.told],  # type: ignore[attr-defined] # prefetched
    }


def message_told(said: Message) -> Told:
    """What is hidden, locked or deleted is there without its text, and says so."""
    return {
        "number": said.number,
        "author": {"name": said.author.name, "organisation": said.organisation.name if said.organisation else "RVTS"},
        "at": moment(said.sent_at),
        "changed_at": moment(said.changed_at),
        "state": said.state,
        "text": said.body if said.is_shown else None,
        "quotes": said.quotes.number if said.quotes else None,
        "signs": signs(said),
        "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in said.attachments.all()],
        "article": said.card,
        "case_documents": [case_document(one) for one in said.case_documents.all()],
    }


def signs(said: Message) -> list[Told]:
    people: dict[str, list[str]] = {}
    for one in said.signs_given:  # type: ignore[attr-defined] # annotated
        people.setdefault(one["sign"], []).append(one["name"])
    return [{"sign": sign, "people": names} for sign, names in people.items()]


def case_document(document: CaseDocument) -> Told:
    return {
        "number": document.pk,
        "organisation": document.organisation.name,
        "state": CaseDocumentState(document.state).value,
        "reference": document.reference,
        "marked_by": document.marked_by.name,
        "marked_at": moment(document.marked_at),
        "received_at": moment(document.received_at),
    }
