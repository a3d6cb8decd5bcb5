"""Taking in a new version of a source without losing a local word.

Three contents are held beside each other, step by step and field by field: the version a network built on (`base`), the
new one (`theirs`) and the network's own (`ours`). What only they have changed can be taken straight in. What only the
network has changed stays. What both have changed waits for a person. Whatever is decided, the new version is the base
of the next time, so nobody is asked the same thing twice.

A field that the network has changed is given up only where somebody said so of that very step, and a step it has
touched never disappears: where the source has dropped it, it is at most put aside, with its words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cached_property
from itertools import compress
from operator import attrgetter, ne
from typing import Any

from networks.steps.content import Content, Head, Part, Step, stamp
from networks.steps.order import Pair, chosen_here, keeps, moved, put

FIELDS = {kind: tuple(each.name for each in fields(kind)) for kind in (Step, Head)}
VALUES = {kind: attrgetter(*names) for kind, names in FIELDS.items()}
PLACE = "place"  # where a step stands; told beside its fields


class Choice(StrEnum):
    """What is decided of one part."""

    LEAVE = "leave"  # ours as it is
    TAKE = "take"  # theirs where only they changed, ours where both did
    THEIRS = "theirs"  # theirs where they changed
    WRITTEN = "written"  # as TAKE, with what was written in its place


class Standing(StrEnum):
    """How a part stands between source and network."""

    SAME = "same"
    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"  # and not alike: a person decides
    ADDED = "added"
    DROPPED = "dropped"
    DROPPED_BUT_OURS = "dropped_but_ours"


WAITS_FOR_A_PERSON = frozenset({Standing.BOTH, Standing.DROPPED_BUT_OURS})
TAKEN_STRAIGHT = frozenset({Standing.THEIRS, Standing.ADDED, Standing.DROPPED})


@dataclass(frozen=True)
class Decision:
    choice: Choice
    written: Mapping[str, Any] | None = None  # field → value, for WRITTEN
    reason: str = ""  # why a step the source has dropped is put aside


Decisions = Mapping[str, Decision]
UNDECIDED = Decision(Choice.LEAVE)


@dataclass(frozen=True)
class Item:
    """One part in all three, and which of its fields each side has changed."""

    id: str
    base: Part | None
    theirs: Part | None
    ours: Part | None
    their_changes: frozenset[str] = frozenset()
    our_changes: frozenset[str] = frozenset()

    @property
    def clashes(self) -> frozenset[str]:
        return self.their_changes & self.our_changes

    @cached_property
    def standing(self) -> Standing:
        if self.base is None and self.theirs is not None and self.ours is None:
            return Standing.ADDED
        if self.base is not None and self.theirs is None and self.ours is not None:
            return Standing.DROPPED_BUT_OURS if self.our_changes else Standing.DROPPED
        if not self.their_changes:
            return Standing.OURS if self.our_changes or self.is_own or self.is_left_out else Standing.SAME
        return Standing.BOTH if self.clashes or self.is_left_out else Standing.THEIRS

    @property
    def is_own(self) -> bool:
        """The network added it."""
        return self.base is None and self.theirs is None

    @property
    def is_left_out(self) -> bool:
        """The source had it, and the network did not want it."""
        return self.base is not None and self.ours is None

    @property
    def waits(self) -> bool:
        return self.standing in WAITS_FOR_A_PERSON

    @property
    def is_open(self) -> bool:
        """The source has something new to say of it."""
        return self.waits or self.standing in TAKEN_STRAIGHT


@dataclass(frozen=True)
class Comparison:
    base: Content
    theirs: Content
    ours: Content

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The head, then the steps in the network's order, each new one where the source has it."""
        return tuple(item for key in self.order if (item := self.item(key)))

    @cached_property
    def order(self) -> tuple[str, ...]:
        order = list(self.ours.order)
        for step in self.theirs.order:
            if step not in self.ours.parts:
                order = put(order, step, self.theirs.order)
        return "", *order

    def stamp(self, item: Item) -> str:
        """Of what is decided of: the network's words, and what they stand after where the place is news. A decision holds
        for them alone, so that no later word is given up with an earlier one.
        """
        words = stamp(item.ours) if item.ours else ""
        return f"{words}@{self.order[self.order.index(item.id) - 1]}" if PLACE in item.their_changes else words

    def item(self, key: str) -> Item | None:
        base, theirs, ours = (content.parts.get(key) for content in (self.base, self.theirs, self.ours))
        if base is None and theirs is not None and ours is not None:
            base = ours  # both have it and nobody knows from where: what differs is theirs to offer
        item = Item(
            key, base, theirs, ours, self.they_changed(base, theirs, ours, key), self.we_changed(base, ours, key)
        )
        return None if ours is None and theirs is None else item

    def they_changed(self, base: Part | None, theirs: Part | None, ours: Part | None, key: str) -> frozenset[str]:
        """What is already alike here is no news."""
        changed = differing(base, theirs)
        if ours:
            changed &= differing(ours, theirs)
        return changed | {PLACE} if key in self.moved_there else changed

    def we_changed(self, base: Part | None, ours: Part | None, key: str) -> frozenset[str]:
        changed = differing(base, ours)
        return changed | {PLACE} if key in self.placed_here else changed

    @cached_property
    def moved_there(self) -> frozenset[str]:
        shared = set(self.theirs.order) & set(self.ours.order)
        alike = [i for i in self.theirs.order if i in shared] == [i for i in self.ours.order if i in shared]
        return frozenset() if alike else moved(self.base.order, self.theirs.order) & shared

    @cached_property
    def own_order(self) -> frozenset[Pair]:
        return chosen_here(self.base.order, self.ours.order)

    @cached_property
    def placed_here(self) -> frozenset[str]:
        """What the network moved itself, and what the source can move only past something the network placed."""
        own = moved(self.base.order, self.ours.order)
        return own | {
            step
            for step in self.moved_there - own
            if not keeps(put(self.ours.order, step, self.theirs.order), self.pairs_of(step))
        }

    def pairs_of(self, step: str) -> Iterator[Pair]:
        return (pair for pair in self.own_order if step in pair)


def differing(one: Part | None, other: Part | None) -> frozenset[str]:
    """The names of the fields in which they differ; none where either is missing. Asked of every step, three times."""
    if one is None or other is None:
        return frozenset()
    values = VALUES[type(one)]
    return frozenset(compress(FIELDS[type(one)], map(ne, values(one), values(other))))


def merged(comparison: Comparison, decisions: Decisions) -> Content:
    """The network's content after the decisions. A part without one stays as it is."""
    parts: dict[str, Part] = dict(comparison.ours.parts)
    for item in comparison.items:
        made = decided(item, decisions.get(item.id, UNDECIDED))
        parts.pop(item.id, None)
        if made is not None:
            parts[item.id] = made
    head = parts.pop("")
    steps = {key: part for key, part in parts.items() if isinstance(part, Step)}
    order = ordered(comparison, decisions, frozenset(steps))
    return Content(head if isinstance(head, Head) else comparison.ours.head, tuple(steps[key] for key in order))


def decided(item: Item, decision: Decision) -> Part | None:
    if decision.choice is Choice.LEAVE or not item.is_open:
        return item.ours
    if item.theirs is None:
        return put_aside(item, decision)
    if item.ours is None:
        return overwritten(item.theirs, decision)
    taken = item.their_changes - {PLACE}
    if decision.choice is not Choice.THEIRS:
        taken -= item.our_changes
    return overwritten(replace(item.ours, **{name: getattr(item.theirs, name) for name in taken}), decision)


def put_aside(item: Item, decision: Decision) -> Part | None:
    """The source has dropped it. What the network had not touched goes; the rest stays, at most put aside."""
    if item.standing is Standing.DROPPED:
        return None
    if decision.choice is Choice.THEIRS and isinstance(item.ours, Step) and not item.ours.is_hidden:
        return replace(item.ours, hidden=decision.reason)
    return item.ours


def overwritten(part: Part, decision: Decision) -> Part:
    written = decision.written if decision.choice is Choice.WRITTEN else None
    return replace(part, **written) if written else part


def ordered(comparison: Comparison, decisions: Decisions, kept: frozenset[str]) -> list[str]:
    """Ours, with what was added and moved there put where they have it, as far as it disturbs no choice made here."""
    order = [step for step in comparison.ours.order if step in kept]
    for step in comparison.theirs.order:
        choice = decisions.get(step, UNDECIDED).choice
        if step not in kept or choice is Choice.LEAVE:
            continue
        if step not in order:
            order = put(order, step, comparison.theirs.order)
        elif step in comparison.moved_there:
            there = put(order, step, comparison.theirs.order)
            if choice is Choice.THEIRS or keeps(there, still_chosen(comparison, decisions, step)):
                order = there
    return order


def still_chosen(comparison: Comparison, decisions: Decisions, step: str) -> list[Pair]:
    """Where the network put the step itself, but for the steps whose place it has given up."""
    given_up = {key for key, decision in decisions.items() if decision.choice is Choice.THEIRS}
    return [pair for pair in comparison.pairs_of(step) if given_up.isdisjoint(pair)]
