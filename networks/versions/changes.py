"""What one wording says otherwise than another, part by part and word by word."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.steps.content import Content, Step
from networks.steps.difference import Piece, difference, near
from networks.steps.merge import PLACE, Choice, Comparison, Decision, Item, Standing
from networks.versions.shown import NAMES, Articles, links_said, marked, value_said

Text = tuple[Piece, ...]
FindArticles = Callable[[Iterable[str]], Articles]
LINKS = "links"


@dataclass(frozen=True)
class Field:
    """One field in all three wordings. What a side has not changed is empty."""

    name: str
    base: str
    theirs: Text
    ours: Text

    @property
    def their_words(self) -> SafeString:
        return marked(near(self.theirs))

    @property
    def our_words(self) -> SafeString:
        return marked(near(self.ours))


@dataclass(frozen=True)
class Change:
    """One part on the page: what it is, how it stands, and what has been decided of it."""

    item: Item
    number: int  # among the network's steps; 0 for the head, and for a step that is not there
    name: str
    seen: Comparison
    decided: Decision | None
    articles: Articles

    @cached_property
    def fields(self) -> list[Field]:
        """Compared word by word when they are shown: a page shows a few of many."""
        return list(fields_of(self.item, self.seen, self.articles))

    @cached_property
    def title(self) -> str:
        told = {"number": self.number, "title": self.name}
        return _("Step %(number)s: %(title)s") % told if self.number else self.name

    @cached_property
    def standing(self) -> tuple[str, str]:
        """In words, and in which of the design's colours."""
        said, colour = STANDINGS[self.item.standing]
        return str(said), colour

    @property
    def stamp(self) -> str:
        return self.seen.stamp(self.item)

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


def since(before: Content, after: Content, find: FindArticles) -> list[Change]:
    """What a reader who knows `before` has not read yet."""
    seen = Comparison(before, after, before)
    return changes(seen, [item for item in seen.items if item.is_open], after, decided={}, find=find)


def changes(
    seen: Comparison, items: Sequence[Item], numbered: Content, *, decided: Mapping[str, Decision], find: FindArticles
) -> list[Change]:
    """With the steps' numbers in `numbered`, as everybody reads them. Asks for articles only where some are changed."""
    numbers = {step.id: number for number, step in enumerate(numbered.shown, 1)}
    links = {link for item in items for link in changed_links(item)}
    articles = find(links) if links else {}
    return [
        Change(item, numbers.get(item.id, 0), title_of(item), seen, decided.get(item.id), articles) for item in items
    ]


def changed_links(item: Item) -> Iterator[str]:
    if LINKS in item.their_changes | item.our_changes:
        for part in (item.base, item.theirs, item.ours):
            yield from part.links if isinstance(part, Step) else ()


def title_of(item: Item) -> str:
    part = item.ours or item.theirs or item.base
    return part.title if part else ""


def fields_of(item: Item, seen: Comparison, articles: Articles) -> Iterator[Field]:
    """Those that either has changed; of a step only one has, all that it says."""
    if item.base is None or item.theirs is None:
        yield from whole(item, seen)
        return
    changed = item.their_changes | item.our_changes
    for name in NAMES:
        if name in changed:
            yield field(name, item, seen, articles) if name != PLACE else placed(item, seen)


def whole(item: Item, seen: Comparison) -> Iterator[Field]:
    """A step that is new, or that the source has dropped."""
    for name in ("text", "role"):
        told = [text_of(name, part, content, {}) if is_said(name, part) else "" for part, content in three(item, seen)]
        if any(told):
            base, theirs, ours = told
            here = difference(base, ours) if name in item.our_changes else (Piece(ours),)
            yield Field(str(NAMES[name]), base, (Piece(theirs),) if theirs else (), here if ours else ())


def field(name: str, item: Item, seen: Comparison, articles: Articles) -> Field:
    base, theirs, ours = (text_of(name, part, content, articles) for part, content in three(item, seen))
    before = base if is_said(name, item.base) else ""
    return Field(
        str(NAMES[name]),
        base,
        difference(before, theirs if is_said(name, item.theirs) else "") if name in item.their_changes else (),
        difference(before, ours if is_said(name, item.ours) else "") if name in item.our_changes else (),
    )


def is_said(name: str, part: object) -> bool:
    """What is empty is told as «nothing», which is no word to be struck out or put in."""
    return getattr(part, name, "") not in {"", (), None}


def three(item: Item, seen: Comparison) -> tuple[tuple[object, Content], ...]:
    return (item.base, seen.base), (item.theirs, seen.theirs), (item.ours, seen.ours)


def text_of(name: str, part: object, content: Content, articles: Articles) -> str:
    if part is None or not hasattr(part, name):
        return ""
    value = getattr(part, name)
    return links_said(value, articles) if name == LINKS else value_said(name, value, content)


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
