"""What a new version of the source changes, beside what the network has changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.routines.models import RoutineVersion
from networks.steps.content import Content
from networks.steps.difference import Piece, difference
from networks.steps.merge import PLACE, Choice, Comparison, Decision, Item, Standing
from networks.versions.shown import NAMES, marked, value_said

Text = tuple[Piece, ...]


def comparison(version: RoutineVersion) -> Comparison:
    """Of a draft in which news are being looked at, all three wordings."""
    if version.taking is None:
        raise ValueError("No news are being looked at.")
    ours = version.wording  # of a file that did not say what it was built on: whatever differs is news
    return Comparison(version.base.wording if version.base else Content(ours.head), version.taking.wording, ours)


def decisions_of(version: RoutineVersion) -> Mapping[str, Decision]:
    return {part: decision(told) for part, told in version.decisions.items()}


def decision(told: Mapping[str, Any]) -> Decision:
    """As it was kept. What is written together are texts, which are stored as they are."""
    return Decision(Choice(told["choice"]), told.get("written"), told.get("reason", ""))


@dataclass(frozen=True)
class Field:
    """One field in all three wordings. What a side has not changed is empty."""

    name: str
    base: str
    theirs: Text
    ours: Text

    @property
    def their_words(self) -> SafeString:
        return marked(self.theirs)

    @property
    def our_words(self) -> SafeString:
        return marked(self.ours)


@dataclass(frozen=True)
class Change:
    """One part on the page: what it is, how it stands, and what has been decided of it."""

    item: Item
    number: int  # among the network's steps; 0 for the head, and for a step that is not there
    name: str
    seen: Comparison
    decided: Decision | None

    @cached_property
    def fields(self) -> list[Field]:
        """Compared word by word when they are shown: a page shows a few of many."""
        return list(fields_of(self.item, self.seen))

    @property
    def title(self) -> str:
        told = {"number": self.number, "title": self.name}
        return _("Step %(number)s: %(title)s") % told if self.number else self.name

    @property
    def standing(self) -> tuple[str, str]:
        """In words, and in which of the design's colours."""
        said, colour = STANDINGS[self.item.standing]
        return str(said), colour

    @property
    def choices(self) -> tuple[Choice, ...]:
        return OFFERED.get(self.item.standing, ())

    @property
    def is_decided(self) -> bool:
        return self.decided is not None


STANDINGS = {
    Standing.BOTH: (gettext_lazy("Changed in both places"), "brand1"),
    Standing.DROPPED_BUT_OURS: (gettext_lazy("Taken out there, changed here"), "brand1"),
    Standing.DROPPED: (gettext_lazy("Taken out there"), "warning"),
    Standing.ADDED: (gettext_lazy("New there"), "success"),
    Standing.THEIRS: (gettext_lazy("Changed there"), "success"),
    Standing.OURS: (gettext_lazy("Yours"), "neutral"),
}
OFFERED: Mapping[Standing, tuple[Choice, ...]] = {
    Standing.THEIRS: (Choice.TAKE, Choice.LEAVE),
    Standing.ADDED: (Choice.TAKE, Choice.LEAVE),
    Standing.DROPPED: (Choice.TAKE, Choice.LEAVE),
    Standing.DROPPED_BUT_OURS: (Choice.LEAVE, Choice.THEIRS),
    Standing.BOTH: (Choice.LEAVE, Choice.THEIRS, Choice.WRITTEN),
}


ON_A_PAGE = 5  # changes: as many as are read without losing the thread, on a phone too


@dataclass(frozen=True)
class News:
    """The pages of a new version: what waits for a choice, and then what is the network's own and stays."""

    open: list[Change]
    own: list[Change]

    @property
    def rows(self) -> list[Change]:
        return [*self.open, *self.own]

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
    """No query: everything is in the version and the two it is held beside."""
    seen, decided = comparison(version), decisions_of(version)
    places = {key: number for number, key in enumerate(seen.ours.order, 1)}
    changes = [
        Change(item, places.get(item.id, 0), title_of(item), seen, decided.get(item.id))
        for item in seen.items
        if item.standing is not Standing.SAME
    ]
    return News(
        [change for change in changes if change.item.is_open], [change for change in changes if not change.item.is_open]
    )


def since(before: Content, after: Content) -> list[Change]:
    """What a reader who knows `before` has not read yet."""
    seen = Comparison(before, after, before)
    numbers = {key: number for number, key in enumerate(after.order, 1)}
    return [Change(item, numbers.get(item.id, 0), title_of(item), seen, None) for item in seen.items if item.is_open]


def title_of(item: Item) -> str:
    part = item.ours or item.theirs or item.base
    return part.title if part else ""


def fields_of(item: Item, seen: Comparison) -> Iterator[Field]:
    """Those that either has changed; of a step only one has, all that it says."""
    if item.base is None or item.theirs is None:
        yield from whole(item, seen)
        return
    changed = item.their_changes | item.our_changes
    for name in NAMES:
        if name in changed:
            yield field(name, item, seen) if name != PLACE else placed(item, seen)


def whole(item: Item, seen: Comparison) -> Iterator[Field]:
    """A step that is new, or that the source has dropped."""
    for name in ("text", "role"):
        told = [text_of(name, part, content) for part, content in three(item, seen)]
        if any(told):
            base, theirs, ours = told
            yield Field(str(NAMES[name]), base, (Piece(theirs),) if theirs else (), (Piece(ours),) if ours else ())


def field(name: str, item: Item, seen: Comparison) -> Field:
    base, theirs, ours = (text_of(name, part, content) for part, content in three(item, seen))
    return Field(
        str(NAMES[name]),
        base,
        difference(base, theirs) if name in item.their_changes else (),
        difference(base, ours) if name in item.our_changes else (),
    )


def three(item: Item, seen: Comparison) -> tuple[tuple[object, Content], ...]:
    return (item.base, seen.base), (item.theirs, seen.theirs), (item.ours, seen.ours)


def text_of(name: str, part: object, content: Content) -> str:
    return "" if part is None or not hasattr(part, name) else value_said(name, getattr(part, name), content)


def placed(item: Item, seen: Comparison) -> Field:
    """Where it stands in each, by number."""
    base, theirs, ours = (
        str(content.order.index(item.id) + 1) if item.id in content.order else "" for _, content in three(item, seen)
    )
    return Field(
        str(NAMES[PLACE]),
        base,
        (Piece(theirs, "new"),) if PLACE in item.their_changes else (),
        (Piece(ours, "new"),) if PLACE in item.our_changes else (),
    )
