"""A routine's content: what it is called, when it is used, and its steps in order. Frozen, and compared by value.

Stored and exchanged as plain data: text, numbers, lists and mappings, with nothing said that is as usual, so that the
same content is the same bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from typing import Any, Self

from networks.steps.choices import START


@dataclass(frozen=True, slots=True)
class Deadline:
    """A local choice, never law (PR-39): so many days after the start of a run, or after another step is done."""

    days: int
    after: str = START
    working: bool = True  # Norwegian working days; else all days


@dataclass(frozen=True, slots=True)
class Condition:
    """The step is taken only where an earlier step's question was answered so."""

    step: str
    answer: str  # YES or NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`id` is the same in all versions and all networks: it is what a later version is compared by."""

    id: str
    title: str
    text: str = ""
    role: str
    helpers: tuple[str, ...] = ()
    mode: str = ""
    deadline: Deadline | None = None
    points: tuple[str, ...] = ()  # what is ticked on the way
    links: tuple[str, ...] = ()  # stable ids of articles in the knowledge base
    exits: tuple[str, ...] = ()
    question: str = ""  # answered yes or no when the step is done
    only_if: Condition | None = None
    required: bool = True
    two_sign: bool = False
    hidden: str = ""  # why a network has put it aside; nothing but a network does

    @property
    def is_hidden(self) -> bool:
        return bool(self.hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is said of the routine as a whole. It has no id, and is compared as a step is."""

    title: str
    purpose: str = ""
    sources: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return ""


Part = Step | Head


@dataclass(frozen=True)
class Content:
    head: Head
    steps: tuple[Step, ...] = field(default=())

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """Id → step, and the head under no name."""
        parts: tuple[Part, ...] = (self.head, *self.steps)
        return {part.id: part for part in parts}

    @cached_property
    def order(self) -> tuple[str, ...]:
        return tuple(step.id for step in self.steps)

    @property
    def shown(self) -> tuple[Step, ...]:
        """The steps that are in use."""
        return tuple(step for step in self.steps if not step.is_hidden)

    def as_data(self) -> dict[str, Any]:
        return plain(self.head) | {"steps": [plain(step) for step in self.steps]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Of what `as_data` gave, or what `reading` has accepted."""
        head = {name: value for name, value in data.items() if name in HEAD}
        return cls(Head(**listed(head)), tuple(step_from(told) for told in data.get("steps", ())))


def stamp(part: Part) -> str:
    """Of one step, or the head: tells whether it is still as somebody saw it."""
    return sha256(json.dumps(plain(part), sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:8]


HEAD = frozenset(each.name for each in fields(Head))
LISTS = frozenset(each.name for kind in (Step, Head) for each in fields(kind) if each.default == ())


def plain(part: Part | Deadline | Condition) -> dict[str, Any]:
    """Without what is as usual."""
    told = {}
    for each in fields(part):
        value = getattr(part, each.name)
        if value != each.default:
            told[each.name] = plain(value) if isinstance(value, Deadline | Condition) else as_list(value)
    return told


def as_list(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def listed(told: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(told)
    for name in LISTS.intersection(given):
        given[name] = tuple(given[name])
    return given


def step_from(told: Mapping[str, Any]) -> Step:
    given = listed(told)
    if deadline := given.get("deadline"):
        given["deadline"] = Deadline(**deadline)
    if condition := given.get("only_if"):
        given["only_if"] = Condition(**condition)
    return Step(**given)
