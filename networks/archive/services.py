"""Taking out packages, and following a case document until it is in an archive."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from networks.archive.choices import MOST_EXPORTS
from networks.archive.queries.enclosed import enclosed
from networks.archive.queries.package import document_package, room_package
from networks.archive.queries.parcel import parcel
from networks.discussion.models import CaseDocument, Message, Room
from portal.accounts.models import User
from portal.audit.services import record
from portal.live.hints import hint
from portal.tenancy.functions import call


def export_room(*, room: Room, by: User) -> bytes:
    """The room as a package for the archive: what `by` may read there, and no more.

    Raises Refused: too_many_exports, package_too_large; NotAllowed.
    """
    at = timezone.now()
    with transaction.atomic():
        call("begin_export", room=room.pk, document=None, most=MOST_EXPORTS)
        package = room_package(by, room, at=at)
        made = parcel(package, enclosed(room, package), name="room", at=at)
        record(room.network_id, "room.exported", room, room=room.pk, sha256=made.sum, by=by)
    return made.body


def mark_case_document(*, message: Message, organisation_id: int, by: User) -> CaseDocument:
    """Say that a message belongs in an organisation's archive.

    Raises Refused: message_gone, not_a_party, already_case_document; NotAllowed.
    """
    with transaction.atomic():
        made = call("mark_case_document", message=message.pk, organisation=organisation_id)
        document = CaseDocument.objects.select_related("organisation").get(pk=made)
        _note("case_document.marked", document, topic=message.topic_id, number=message.number, by=by)
        hint(message.topic_id, Message.objects.get(pk=message.pk).event)
    return document


def unmark_case_document(*, document: CaseDocument, by: User) -> None:
    """Take back a mark that was set by mistake. Raises Refused("case_document_taken_out"), NotAllowed."""
    with transaction.atomic():
        event = call("unmark_case_document", document=document.pk)
        _note("case_document.unmarked", document, by=by)
        hint(document.message.topic_id, event)


def export_case_document(*, document: CaseDocument, by: User) -> bytes:
    """The package of one message. Raises Refused: message_gone, too_many_exports, package_too_large; NotAllowed."""
    at = timezone.now()
    with transaction.atomic():
        call("begin_export", room=None, document=document.pk, most=MOST_EXPORTS)
        package = document_package(by, document, at=at)
        made = parcel(package, enclosed(document.room, package), name="case-document", at=at)
        call("note_case_export", document=document.pk, sha256=made.sum)
        _note("case_document.exported", document, sha256=made.sum, by=by)
    return made.body


def receive_case_document(*, document: CaseDocument, reference: str, by: User) -> None:
    """Note under which number it stands in the archive. Raises Refused("not_exported"), NotAllowed."""
    with transaction.atomic():
        call("receive_case_document", document=document.pk, reference=reference)
        _note("case_document.received", document, by=by)


def _note(action: str, document: CaseDocument, *, by: User, **told: Any) -> None:
    """Names the room, so that only those who are in it read the entry."""
    label = document.organisation.name
    record(document.network_id, action, document, label=label, room=document.room_id, by=by, **told)
