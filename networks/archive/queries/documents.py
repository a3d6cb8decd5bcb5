"""Which messages of a room are whose case documents, and how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from networks.archive.access import taking_part
from networks.directory.models import Organisation
from networks.discussion import access
from networks.discussion.models import CaseDocument, Message, Room
from portal.accounts.models import User
from portal.tenancy.clock import Today


@dataclass(frozen=True)
class Line:
    """`said` is the message where she reads it. What she may do with it is asked for her alone."""

    document: CaseDocument
    said: Message | None
    may_archive: bool


def lines(user: User, room: Room) -> list[Line]:
    """The latest first."""
    found = access.case_documents_visible_to(user).filter(room=room)
    documents = found.select_related("organisation", "marked_by", "received_by").order_by("-marked_at", "-pk")
    read = {said.pk: said for said in messages(user, documents)}
    keeps = access.may_keep(user, room)
    own = set(taking_part(user, room.pk).values_list("membership__organisation", flat=True))
    return [
        Line(one, read.get(one.message_id), (keeps or one.organisation_id in own) and one.message_id in read)
        for one in documents
    ]


def messages(user: User, documents: QuerySet[CaseDocument]) -> QuerySet[Message]:
    marked = documents.order_by().values("message")
    return access.messages_visible_to(user).filter(pk__in=marked).select_related("topic__room__network", "author")


def parties(user: User, message: Message) -> Sequence[Organisation]:
    """Those it may still be marked for, the one she takes part for first."""
    own = set(taking_part(user, message.room_id).values_list("membership__organisation", flat=True))
    marked = access.case_documents_visible_to(user).filter(message=message).values("organisation")
    stays = Q(left_on=None) | Q(left_on__gte=Today())
    found = Organisation.objects.filter(stays, network=message.network_id).exclude(pk__in=marked)
    return sorted(found, key=lambda party: party.pk not in own)


def of_message(user: User, message: Message) -> QuerySet[CaseDocument]:
    found = access.case_documents_visible_to(user).filter(message=message)
    return found.select_related("organisation").order_by("pk")
