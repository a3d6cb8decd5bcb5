"""Which routines are or were followed in a topic, or in all topics of a room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from networks.discussion.access import RUN_TOLD, followed_by
from networks.discussion.models import Room, Topic
from portal.accounts.models import User


@dataclass(frozen=True)
class Followed:
    """A routine that was begun there, as it was called then. Only those that are over have an end."""

    run: int
    title: str
    language: str
    state: str
    is_exercise: bool
    ended_at: datetime | None


def followed_in_topic(topic: Topic) -> list[Followed]:
    """Newest first, as the door of its page has found them: no query."""
    found: Iterable[Mapping[str, Any]] = getattr(topic, "runs_told", ())
    return [Followed(**row | {"ended_at": moment(row["ended_at"])}) for row in map(dict, found)]


def moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def followed_in_room(user: User, room: Room) -> list[Followed]:
    """Newest first. One query."""
    rows = followed_by(user).filter(room=room).values_list(*(F(path) for path in RUN_TOLD.values()))
    return [Followed(**dict(zip(RUN_TOLD, row, strict=True))) for row in rows]
