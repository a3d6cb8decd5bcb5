"""Made-up histories of a source and a network that adapts it, with a ledger of all the network has done itself.

The ledger is kept beside the merge, not by it: what it holds must stand in the network's content after every new
version, but for what the network itself gave up in so many words.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from networks.steps import merge
from networks.steps.content import Content, Head, Part, Step
from networks.steps.merge import Choice, Comparison, Decision, Decisions

Pair = tuple[str, str]
WORDS = ("ring", "møt", "spør", "skriv", "vent", "følg", "drøft", "avtal")
FIELDS: dict[str, Callable[[random.Random], Any]] = {
    "title": lambda rng: f"{rng.choice(WORDS)} {rng.randrange(1000)}",
    "text": lambda rng: " ".join(rng.choices(WORDS, k=4)),
    "role": lambda rng: rng.choice(("coordinator", "school", "nav")),
    "points": lambda rng: tuple(rng.choices(WORDS, k=rng.randrange(3))),
    "required": lambda rng: rng.random() < 0.5,
}
PUT_ASIDE = "Kilden har tatt bort steget."


def as_bytes(content: Content) -> bytes:
    return json.dumps(content.as_data(), sort_keys=True, ensure_ascii=False).encode()


@dataclass
class History:
    """A source, the version the network built on, what the network has now, and what it did itself."""

    rng: random.Random
    source: Content
    base: Content
    ours: Content
    words: dict[tuple[str, str], Any] = field(default_factory=dict)  # part and field → what the network wrote
    own: dict[str, Step] = field(default_factory=dict)  # steps of its own
    made: int = 0

    @classmethod
    def begin(cls, seed: int) -> "History":
        rng = random.Random(seed)
        steps = tuple(Step(id=f"n{n}", title=f"Steg {n}", role="coordinator") for n in range(rng.randint(1, 6)))
        content = Content(Head(title="Fra uro til drøfting"), steps)
        return cls(rng, content, content, content, made=len(steps))

    # the source

    def source_changes(self) -> None:
        deed = self.rng.choice((self.source_rewords, self.source_adds, self.source_drops, self.source_moves))
        deed()

    def source_rewords(self) -> None:
        self.source = with_part(self.source, self.reworded(self.any_part(self.source))[0])

    def source_adds(self) -> None:
        self.source = inserted(self.source, self.new_step("n"), self.rng)

    def source_drops(self) -> None:
        if self.source.steps:
            self.source = without(self.source, self.rng.choice(self.source.order))

    def source_moves(self) -> None:
        if self.source.steps:
            self.source = shifted(self.source, self.rng.choice(self.source.steps), self.rng)

    # the network

    def network_changes(self) -> None:
        deed = self.rng.choice((self.rewords, self.rewords, self.adds, self.moves, self.hides, self.shows))
        deed()

    def rewords(self) -> None:
        self.write(*self.reworded(self.any_part(self.ours)))

    def adds(self) -> None:
        step = self.new_step("egen")
        self.ours, self.own[step.id] = inserted(self.ours, step, self.rng), step

    def moves(self) -> None:
        if self.ours.steps:
            self.ours = shifted(self.ours, self.rng.choice(self.ours.steps), self.rng)

    def hides(self) -> None:
        if self.ours.steps:
            step = self.rng.choice(self.ours.steps)
            self.write(replace(step, hidden=f"Ikke hos oss {self.rng.randrange(1000)}"), "hidden")

    def shows(self) -> None:
        if self.ours.steps:
            self.write(replace(self.rng.choice(self.ours.steps), hidden=""), "hidden")

    def write(self, part: Part, name: str) -> None:
        self.ours = with_part(self.ours, part)
        if part.id in self.own:
            assert isinstance(part, Step)
            self.own[part.id] = part
        else:
            self.words[part.id, name] = getattr(part, name)

    # a new version arrives

    def decisions(self, comparison: Comparison) -> Decisions:
        return {item.id: self.decision(item) for item in comparison.items if self.rng.random() < 0.8}

    def decision(self, item: merge.Item) -> Decision:
        choice = self.rng.choice(tuple(Choice))
        written = {"title": FIELDS["title"](self.rng)} if choice is Choice.WRITTEN else None
        return Decision(choice, written, reason=PUT_ASIDE)

    def take_in(self, decisions: Decisions | None = None) -> Decisions:
        """Decide of the source's newest version, and build on it from now on."""
        comparison = Comparison(self.base, self.source, self.ours)
        decisions = self.decisions(comparison) if decisions is None else decisions
        before, choices = self.ours, order_choices(self.base, self.ours)
        self.ours = merge.merged(comparison, decisions)
        self.check(before, comparison, decisions, choices)
        self.base = self.source
        return decisions

    def check(self, before: Content, seen: Comparison, decisions: Decisions, choices: set[Pair]) -> None:
        assert len(set(self.ours.order)) == len(self.ours.order)
        for step in self.own.values():
            assert self.ours.parts.get(step.id) == step, f"{step.id} was the network's own"
        for (part, name), value in list(self.words.items()):
            self.check_words(part, name, value, seen, decisions)
        given_up = {part for part, decision in decisions.items() if decision.choice is Choice.THEIRS}
        for first, then in choices:
            if given_up.isdisjoint({first, then}) and {first, then} <= set(self.ours.order):
                assert self.ours.order.index(first) < self.ours.order.index(then), f"{first} stood before {then}"

    def check_words(self, part: str, name: str, value: Any, seen: Comparison, decisions: Decisions) -> None:
        now, decision = self.ours.parts.get(part), decisions.get(part, merge.UNDECIDED)
        if now is None:  # only what the network has since turned back into what the source had may go
            assert getattr(seen.base.parts.get(part), name, value) == value, f"{part} was reworded, and is gone"
            del self.words[part, name]
        elif getattr(now, name) != value:
            allowed = {Choice.THEIRS} | ({Choice.WRITTEN} if name in (decision.written or {}) else set())
            same_as_base = getattr(seen.base.parts.get(part), name, None) == value
            assert decision.choice in allowed or same_as_base, f"{name} of {part} was {value}, is {getattr(now, name)}"
            self.words[part, name] = getattr(now, name)

    # pieces

    def any_part(self, content: Content) -> Part:
        parts: tuple[Part, ...] = (content.head, *content.steps)
        return self.rng.choice(parts)

    def reworded(self, part: Part) -> tuple[Part, str]:
        name = "title" if isinstance(part, Head) else self.rng.choice(tuple(FIELDS))
        return replace(part, **{name: FIELDS[name](self.rng)}), name

    def new_step(self, kind: str) -> Step:
        self.made += 1
        return Step(id=f"{kind}{self.made}", title=FIELDS["title"](self.rng), role="school")


def order_choices(base: Content, ours: Content) -> set[Pair]:
    """Naively: each pair in the network's order where one is its own or the source's version had them the other way."""
    chosen = set()
    for i, first in enumerate(ours.order):
        for then in ours.order[i + 1 :]:
            both = first in base.order and then in base.order
            if not both or base.order.index(first) > base.order.index(then):
                chosen.add((first, then))
    return chosen


def with_part(content: Content, part: Part) -> Content:
    if isinstance(part, Head):
        return replace(content, head=part)
    return replace(content, steps=tuple(part if step.id == part.id else step for step in content.steps))


def without(content: Content, step: str) -> Content:
    return replace(content, steps=tuple(each for each in content.steps if each.id != step))


def inserted(content: Content, step: Step, rng: random.Random) -> Content:
    at = rng.randint(0, len(content.steps))
    return replace(content, steps=(*content.steps[:at], step, *content.steps[at:]))


def shifted(content: Content, step: Step, rng: random.Random) -> Content:
    return inserted(without(content, step.id), step, rng)


def live_through(seed: int) -> History:
    """One history: a dozen deeds on both sides, and a few new versions with decisions of every kind."""
    history = History.begin(seed)
    for _ in range(history.rng.randint(4, 16)):
        deed = history.rng.choice((history.source_changes, history.network_changes, history.take_in))
        deed()
    history.take_in()
    return history
