"""Who takes out what. The room itself is its keepers' (networks.discussion.access.may_keep)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from networks.discussion.access import (
    case_documents_visible_to,
    keepers_only,
    may_keep,
    messages_visible_to,
    placements_visible_to,
)
from networks.discussion.choices import Part
from networks.discussion.models import CaseDocument, Message, Placement
from portal.access.doors import one_or_404, rule
from portal.accounts.models import User


def get_case_document_or_404(user: User, slug: str, room_id: int, document_id: int) -> CaseDocument:
    """Only where she reads the message itself: the document is nothing without it."""
    found = case_documents_visible_to(user).filter(network__slug=slug, room=room_id, pk=document_id)
    found = found.filter(message__in=messages_visible_to(user))
    return one_or_404(found.select_related("room__network", "message__topic", "organisation", "marked_by"))


def taking_part(user: User, room_id: int) -> QuerySet[Placement]:
    """Her own place by a membership, not as an adviser."""
    mine = placements_visible_to(user).filter(room=room_id, user=user, ended_at=None, membership__isnull=False)
    return mine.exclude(part=Part.ADVISER)


@rule(lambda reader, message: _("Those who take part in the room for one of the parties can do this."))
def may_mark(user: User, message: Message) -> bool:
    return taking_part(user, message.room_id).exists()


@rule(lambda reader, document: keepers_only(reader, document.room))
def may_archive(user: User, document: CaseDocument) -> bool:
    """Whoever keeps the room, or takes part in it for the organisation whose case document it is."""
    own = taking_part(user, document.room_id).filter(membership__organisation=document.organisation_id)
    return own.exists() or may_keep(user, document.room)
