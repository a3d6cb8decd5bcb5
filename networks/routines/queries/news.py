"""What a new version of the source changes, beside what the network has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from networks.library.queries import articles
from networks.routines.models import RoutineVersion
from networks.steps.content import Content
from networks.steps.merge import Choice, Comparison, Decision, Standing
from networks.versions.changes import Change, changes


def comparison(version: RoutineVersion) -> Comparison:
    """Of a draft in which news are being looked at, all three wordings."""
    if version.taking is None:
        raise ValueError("No news are being looked at.")
    ours = version.wording  # of a file that did not say what it was built on: whatever differs is news
    return Comparison(version.base.wording if version.base else Content(ours.head), version.taking.wording, ours)


OF = "of"  # beside a decision as it is kept: the stamp of what it was made of


def decisions_of(version: RoutineVersion, seen: Comparison) -> Mapping[str, Decision]:
    """Those that still hold. What has been worded anew since is decided again."""
    kept = [(item, told) for item in seen.items if (told := version.decisions.get(item.id))]
    return {item.id: decision(told) for item, told in kept if told.get(OF) == seen.stamp(item)}


def decision(told: Mapping[str, Any]) -> Decision:
    """As it was kept. What is written together are texts, which are stored as they are."""
    return Decision(Choice(told["choice"]), told.get("written"), told.get("reason", ""))


ON_A_PAGE = 3  # changes: as many as are read without losing the thread, on a phone too


@dataclass(frozen=True)
class News:
    """Of a new version: what waits for a choice, page by page, and what is the network's own and stays."""

    open: list[Change]
    own: list[Change]

    def next_page(self, number: int) -> int:
        """Where to go on from a page: the next with something undecided, else the first with it, else the same."""
        pages = sorted({place // ON_A_PAGE + 1 for place, change in enumerate(self.open) if not change.is_decided})
        return next((page for page in pages if page > number), pages[0] if pages else number)

    @property
    def straight(self) -> int:
        return sum(not change.item.waits for change in self.open)

    @property
    def both(self) -> int:
        return sum(change.item.waits for change in self.open)

    @property
    def decided(self) -> int:
        return sum(change.is_decided for change in self.open)


def number_of(version: RoutineVersion) -> int:
    """Of the source's version that is being looked at."""
    return version.taking.number or 0 if version.taking else 0


def news(version: RoutineVersion) -> News:
    """Everything is in the version and the two it is held beside. No query, but for articles where some are changed."""
    seen = comparison(version)
    items = [item for item in seen.items if item.standing is not Standing.SAME]
    found = changes(seen, items, seen.ours, decided=decisions_of(version, seen), find=articles)
    return News([one for one in found if one.item.is_open], [one for one in found if not one.item.is_open])
