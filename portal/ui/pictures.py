"""Geometry of the pictures: what a template cannot compute. Every picture has a sentence, and its facts stand as text
beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

CENTRE, OUTER, INNER, MIDDLE = 100.0, 94.0, 58.0, 78.0
GAP = 2.8  # degrees between two segments, at the outer edge


class Line(Protocol):
    """What a ring needs of a row: its number, its name, and whether it is ok, soon or a gap."""

    @property
    def number(self) -> str: ...
    @property
    def label(self) -> str | Promise: ...
    @property
    def state(self) -> str: ...


@dataclass(frozen=True)
class Segment:
    number: str
    state: str
    path: str
    x: str
    y: str


@dataclass(frozen=True)
class Ring:
    segments: list[Segment]
    covered: int
    sentence: str


def ring(lines: Sequence[Line]) -> Ring:
    """A segment for each line, clockwise from the top."""
    states = {state: [line for line in lines if line.state == state] for state in ("ok", "soon", "gap")}
    segments = [segment(line, place, len(lines)) for place, line in enumerate(lines)]
    return Ring(segments, len(lines) - len(states["gap"]), sentence(len(lines), **states))


def segment(line: Line, place: int, of: int) -> Segment:
    return Segment(line.number, line.state, *shape(place, of))


@cache
def shape(place: int, of: int) -> tuple[str, str, str]:
    """Its outline, and x and y of its number."""
    share = 360 / of
    inset = GAP / 2 if of > 1 else 0.01  # a whole turn would be no arc at all
    start, end = place * share + inset, (place + 1) * share - inset
    x, y = point(MIDDLE, (start + end) / 2).split()
    return arc(start, end), x, f"{float(y) + 4:.1f}"


def arc(start: float, end: float) -> str:
    """An annular segment. The gap is as wide at the inner edge as at the outer."""
    narrow = GAP / 2 * (OUTER / INNER - 1)
    long = int(end - start > 180)
    outer = f"M{point(OUTER, start)}A{OUTER:g} {OUTER:g} 0 {long} 1 {point(OUTER, end)}"
    return f"{outer}L{point(INNER, end - narrow)}A{INNER:g} {INNER:g} 0 {long} 0 {point(INNER, start + narrow)}Z"


def point(radius: float, degrees: float) -> str:
    angle = radians(degrees)
    return f"{CENTRE + radius * sin(angle):.1f} {CENTRE - radius * cos(angle):.1f}"


def sentence(of: int, ok: Sequence[Line], soon: Sequence[Line], gap: Sequence[Line]) -> str:
    told = [ngettext("%(ok)d of %(all)d sector is covered.", "%(ok)d of %(all)d sectors are covered.", of)]
    told += [_("To be confirmed soon: %(soon)s.")] if soon else []
    told += [_("Missing: %(gap)s.")] if gap else []
    return " ".join(told) % {"ok": len(ok) + len(soon), "all": of, "soon": listed(soon), "gap": listed(gap)}


def listed(lines: Iterable[Line]) -> str:
    return ", ".join(str(line.label) for line in lines)
