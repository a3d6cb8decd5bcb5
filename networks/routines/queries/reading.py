"""What is new in a version on its way, to those who know what it comes after."""

from dataclasses import dataclass

from networks.library.queries import articles
from networks.routines.models import RoutineVersion
from networks.routines.queries import lists
from networks.versions.changes import Change, since
from portal.accounts.models import User


@dataclass(frozen=True)
class Reading:
    """`before`: the version in force. `changes`: since that, or from the library's wording where none is."""

    before: RoutineVersion | None
    changes: list[Change]
    reader: int | None  # who read the last one, or this one before it came back
    news: str  # how the source itself tells of what has been taken in since; empty where nothing has


def reading(user: User, version: RoutineVersion) -> Reading:
    before = lists.in_force(user, version.routine)
    known = before or version.base
    changes = since(known.wording, version.wording, articles) if known else []
    taken = version.base if before and version.base_id != before.base_id else None
    reader = version.reader_id or (before.read_by_id if before else None)
    return Reading(before, changes, reader, taken.note if taken else "")
