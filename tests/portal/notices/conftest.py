"""A room of Fjordby in which people name each other, the jobs that come of it, and the clock at an hour of one's choice."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from networks.discussion.models import Message
from portal.accounts.models import User
from portal.accounts.personas import BY_SLUG
from portal.notices.models import NoticeChoice
from portal.notices.telling import tell_of_notices
from portal.tenancy.context import acting_as
from tests.networks.discussion.conftest import Acting, Say, place_of, room, say, topic

__all__ = ["place_of", "room", "say", "topic"]
Later = Callable[[str], None]
Name = Callable[..., Message]
Run = Callable[[], list[Any]]
Choose = Callable[..., None]
AtHour = Callable[..., None]
CANARY = "fjordkanari"


def queued(task: str = "tell_of_notices") -> list[dict[str, Any]]:
    """What waits for the worker, and from when on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args, scheduled_at FROM procrastinate_jobs WHERE task_name = %s ORDER BY id",
            [task],
        )
        rows = cursor.fetchall()
    return [{"args": json.loads(args) if isinstance(args, str) else args, "at": at} for args, at in rows]


@pytest.fixture
def name(say: Say) -> Name:
    """name("coordinator"): the member names her in a message, beside a word that must not leave the house."""

    def write(who: str, *, by: str = "member") -> Message:
        return say(f"@{BY_SLUG[who].name}, {CANARY}?", who=by)

    return write


@pytest.fixture
def run() -> Run:
    """run(): every job of the queue, in order. Returns the letters that left."""

    def work() -> list[Any]:
        mail.outbox.clear()
        for job in queued():
            tell_of_notices(**job["args"])
        return list(mail.outbox)

    return work


@pytest.fixture
def choose(persona: Callable[[str], User]) -> Choose:
    def write(who: str, **wishes: Any) -> None:
        user = persona(who)
        with acting_as(user.pk):
            NoticeChoice.objects.update_or_create(user=user, defaults=wishes)

    return write


@pytest.fixture
def at_hour(later: Later) -> AtHour:
    """at_hour(3): tomorrow, a minute past three in the night; at_hour(3, days=2) a day later."""

    def move(hour: int, *, days: int = 1) -> None:
        here = timezone.localtime().replace(tzinfo=None)
        wanted = datetime.combine(here.date() + timedelta(days=days), datetime.min.time()) + timedelta(
            hours=hour, minutes=1
        )
        later(f"{(wanted - here).total_seconds()} seconds")

    return move


@pytest.fixture
def leaves_room(acting: Acting, place_of: Callable[[str], Any]) -> Callable[[str], None]:
    from networks.discussion import services  # noqa: PLC0415 the one use

    def take_out(who: str) -> None:
        placement = place_of(who)
        with acting("coordinator") as by:
            services.end_placement(placement=placement, by=by)

    return take_out
