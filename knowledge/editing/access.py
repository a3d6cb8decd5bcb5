"""Fetching for the editors' own pages, and for the one who holds a link. What one may not see does not exist."""

from django.utils import timezone
from wagtail.models import Page

from knowledge.editing.models import ReadingState, page_of
from knowledge.library.models import OutsideReading
from portal.access.doors import one_or_404
from portal.accounts.models import User
from portal.tenancy.refusals import NotVisible


def get_reading_or_404(user: User, state_id: int) -> ReadingState:
    """A reading that has not ended, and that is hers to do."""
    state = one_or_404(ReadingState.objects.filter(pk=state_id, status=ReadingState.STATUS_IN_PROGRESS))
    if not state.task.specific.may_read(user, page_of(state)):
        raise NotVisible
    return state


def get_editable_or_404(user: User, page_id: int) -> Page:
    page = one_or_404(Page.objects.filter(pk=page_id, depth__gt=3))
    if not page.permissions_for_user(user).can_edit():
        raise NotVisible
    return page


def get_outside_or_404(reading_id: int) -> OutsideReading:
    """Any editor may close a link, also when the one who sent it has left."""
    return one_or_404(OutsideReading.objects.filter(pk=reading_id))


def open_outside(token_hash: str) -> OutsideReading | None:
    """What the holder of the link may read: until she has answered, or the days are over."""
    waiting = OutsideReading.objects.filter(token_hash=token_hash, answered_at=None, expires_at__gt=timezone.now())
    return waiting.select_related("revision").first()
