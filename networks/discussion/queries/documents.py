"""Which messages are somebody's case documents (networks.archive takes them out)."""

from django.db.models import Exists, OuterRef

from networks.discussion import access
from networks.discussion.choices import CaseDocumentState
from networks.discussion.models import Room
from portal.accounts.models import User


def waiting(user: User, room: Room) -> int:
    """How many are not in an archive yet."""
    return access.case_documents_visible_to(user).filter(room=room).exclude(state=CaseDocumentState.RECEIVED).count()


def is_marked(user: User) -> Exists:
    """Of a message: whether it is somebody's case document."""
    return Exists(access.case_documents_visible_to(user).filter(message=OuterRef("pk")))
