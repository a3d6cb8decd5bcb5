"""Asking for a reading, taking one, and answering one by a link without an account."""

import hashlib
import secrets
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from knowledge.editing import choices, queries  # noqa: F401 the choices say the sentences
from knowledge.editing.models import ReadingState, page_of
from knowledge.library.models.publishing import OutsideReading
from portal.access.models import Office
from portal.accounts.models import User
from portal.notices import services as notices
from portal.tenancy.refusals import Refused

OPEN_FOR = timedelta(days=14)
KEPT_FOR = timedelta(days=30)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def ask_outside(*, page: Page, name: str, email: str, by: User) -> str:
    """A letter with a link to the latest version; returns the token, which is kept nowhere else.

    Raises Refused("reader_has_account"): a colleague reads in the tool, and nobody reads her own text by a link.
    """
    if User.objects.at(email) is not None:
        raise Refused("reader_has_account")
    token, now = secrets.token_urlsafe(32), timezone.now()
    reading = OutsideReading.objects.create(
        page=page, revision=page.get_latest_revision(), name=name, email=email, token_hash=token_hash(token),
        asked_by=by, asked_at=now, expires_at=now + OPEN_FOR,
    )  # fmt: skip
    link = settings.ORIGIN + reverse("editing:outside", args=[token])
    notices.send("reading", to=email, context={"link": link})
    log(instance=page, action="knowledge.outside_asked", user=by, data={"reading": reading.pk})
    return token


@transaction.atomic
def answer_outside(*, token: str, approves: bool, remark: str) -> OutsideReading:
    """Once, before the date, about the version that was sent. Raises Refused("reading_over")."""
    reading = OutsideReading.objects.select_for_update().filter(token_hash=token_hash(token)).first()
    if reading is None or reading.answered_at or reading.expires_at <= timezone.now():
        raise Refused("reading_over")
    reading.answered_at, reading.approves, reading.remark = timezone.now(), approves, remark
    reading.save(update_fields=["answered_at", "approves", "remark"])
    log(instance=reading.page, action="knowledge.outside_answered", data={"reading": reading.pk, "approves": approves})
    return reading


def withdraw_outside(*, reading: OutsideReading, by: User) -> None:
    """The link closes now. One that has been answered stays as it is."""
    now = timezone.now()
    open_still = OutsideReading.objects.filter(pk=reading.pk, answered_at=None, expires_at__gt=now)
    if open_still.update(expires_at=now):
        log(instance=reading.page, action="knowledge.outside_withdrawn", user=by, data={"reading": reading.pk})


def claim(*, state: ReadingState, by: User) -> None:
    """So that two do not read the same. Raises Refused("reading_claimed")."""
    free = ReadingState.objects.filter(pk=state.pk, claimed_by__in=[by]) | ReadingState.objects.filter(
        pk=state.pk, claimed_by=None
    )
    if not free.update(claimed_by=by):
        raise Refused("reading_claimed")


def give_back(*, state: ReadingState, by: User) -> None:
    ReadingState.objects.filter(pk=state.pk, claimed_by=by).update(claimed_by=None)


def clear_outside() -> int:
    """Who was asked is forgotten thirty days after the link has closed, the answer is not; returns how many."""
    over = OutsideReading.objects.filter(expires_at__lt=timezone.now() - KEPT_FOR).exclude(email="")
    return over.update(name="", email="", remark="")


def tell_readers(state: ReadingState) -> None:
    """Whoever may read it learns that there is news, and not of what."""
    task, page = state.task.specific, page_of(state)
    editing = (
        Office.objects.running().filter(kind=Office.Kind.EDITOR, region=task.reads_for(page)).select_related("user")
    )
    for office in editing:
        if task.may_read(office.user, page):
            notices.tell(office.user)


def tell_author(state: WorkflowState) -> None:
    if state.requested_by is not None:
        notices.tell(state.requested_by)


def remind(today: date) -> int:
    """Letters to those who answer for what must be read through; returns how many."""
    told = {user.pk: user for _, users in queries.reminded(today) for user in users}
    for user in told.values():
        notices.tell(user)
    return len(told)
