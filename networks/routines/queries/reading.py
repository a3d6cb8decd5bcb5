"""What is new in a version on its way, to those who know what it comes after."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from networks.library.queries import articles
from networks.routines.models import RoutineVersion
from networks.routines.queries import lists
from networks.steps.content import Step
from networks.steps.merge import Standing
from networks.versions.changes import Change, since
from networks.versions.choices import NOTE
from portal.accounts.models import User


@dataclass(frozen=True)
class Reading:
    """`before`: the version in force. `changes`: since that, or from the library's wording where none is."""

    before: RoutineVersion | None
    changes: list[Change]
    reader: int | None  # who read the last one, or this one before it came back
    news: str  # how the source itself tells of what has been taken in since; empty where nothing has

    @property
    def in_short(self) -> str:
        """What may be said of it to begin with, where the writer says nothing better."""
        told = self.news or in_words(self.changes)
        return told if len(told) <= NOTE else ""


def reading(user: User, version: RoutineVersion) -> Reading:
    before = lists.in_force(user, version.routine)
    known = before or version.base
    changes = since(known.wording, version.wording, articles) if known else []
    taken = version.base if before and version.base_id != before.base_id else None
    reader = version.reader_id or (before.read_by_id if before else None)
    return Reading(before, changes, reader, taken.note if taken else "")


PUT_ASIDE = "put_aside"
SAID: Mapping[str, Promise] = {
    Standing.ADDED: _("New: %(steps)s."),
    Standing.THEIRS: _("Reworded: %(steps)s."),
    Standing.DROPPED: _("Taken out: %(steps)s."),
    PUT_ASIDE: _("Put aside: %(steps)s."),
}


def in_words(changes: Iterable[Change]) -> str:
    """«Reworded: "Talk", "Agree". Put aside: "Call".»"""
    by_kind = defaultdict(list)
    for change in changes:
        by_kind[kind(change)].append(f"«{change.name}»")
    return " ".join(str(said) % {"steps": ", ".join(by_kind[one])} for one, said in SAID.items() if one in by_kind)


def kind(change: Change) -> str:
    said = change.item.theirs
    is_put_aside = isinstance(said, Step) and said.is_hidden and "hidden" in change.item.their_changes
    return PUT_ASIDE if is_put_aside else change.item.standing
