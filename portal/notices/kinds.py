"""What kinds of notices there are. The slice a kind belongs to says what of it somebody may still see.

A notice is never believed: where it is shown or told of, its subject is asked for again as the person it is for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from portal.accounts.models import User


@dataclass(frozen=True)
class Line:
    """One notice as its person reads it: what happened, and where."""

    text: str
    where: str


StillSees = Callable[[User], "QuerySet[Any]"]
Lines = Callable[[User, list[int]], dict[int, Line]]


@dataclass(frozen=True)
class Kind:
    still_sees: StillSees
    lines: Lines


KINDS: dict[str, Kind] = {}


def still(kind: str, sees: StillSees, lines: Lines) -> None:
    """Let a slice answer for a kind: which subjects a person still sees, and how these are told. At its access.py's foot."""
    KINDS[kind] = Kind(sees, lines)
