"""Changes of a content, each giving a new one. A step that is not there changes nothing."""

import secrets
from dataclasses import replace
from typing import Any

from networks.steps.content import Content, Step


def new_id() -> str:
    """Of a step that nobody else has: it keeps it in all versions, here and wherever it is taken over."""
    return f"s-{secrets.token_hex(4)}"


def reworded(content: Content, key: str, **told: Any) -> Content:
    """The step with other fields; the head where `key` is empty."""
    if not key:
        return replace(content, head=replace(content.head, **told))
    return replace(content, steps=tuple(replace(step, **told) if step.id == key else step for step in content.steps))


def added(content: Content, step: Step, *, after: str = "") -> Content:
    """Right after another, or first."""
    at = content.order.index(after) + 1 if after in content.order else 0
    return replace(content, steps=(*content.steps[:at], step, *content.steps[at:]))


def moved(content: Content, key: str, places: int) -> Content:
    """So many places down, or up where negative; never past either end."""
    if key not in content.order:
        return content
    at = content.order.index(key)
    step, rest = content.steps[at], [*content.steps[:at], *content.steps[at + 1 :]]
    rest.insert(min(max(at + places, 0), len(rest)), step)
    return replace(content, steps=tuple(rest))


def without(content: Content, key: str) -> Content:
    return replace(content, steps=tuple(step for step in content.steps if step.id != key))
