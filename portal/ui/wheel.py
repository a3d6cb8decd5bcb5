"""The year as a wheel: twelve months clockwise from the top, today, and a mark at each day that something falls on."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS_3
from django.utils.functional import Promise

from portal.ui.pictures import INNER, MIDDLE, OUTER, point, shape

FIRST_CIRCLE, BETWEEN, LAST_CIRCLE = 48.0, 9.0, 21.0  # marks that would cover each other move inwards
NEAR = 10  # degrees
MONTH = 30


@dataclass(frozen=True)
class Month:
    path: str
    x: str
    y: str
    name: str | Promise
    is_past: bool


@dataclass(frozen=True)
class Mark:
    x: str
    y: str
    state: str


@dataclass(frozen=True)
class Wheel:
    months: list[Month]
    marks: list[Mark]
    today: str  # the path of the line that says where one is


def wheel(days: Sequence[tuple[date, str]], today: date) -> Wheel:
    """`days` with the state of each. Where a day stands does not depend on its year."""
    months = [
        Month(*shape(number - 1, 12), name=MONTHS_3[number], is_past=number < today.month) for number in range(1, 13)
    ]
    return Wheel(months, marks(days), needle(angle(today)))


def needle(at: float) -> str:
    """From within the ring to outside it, with room for the month's name."""
    stops = [point(circle, at) for circle in (INNER - 5, MIDDLE - 11, MIDDLE + 9, OUTER + 5)]
    return "M{}L{}M{}L{}".format(*stops)


def angle(day: date) -> float:
    return MONTH * (day.month - 1 + (day.day - 0.5) / monthrange(day.year, day.month)[1])


def marks(days: Sequence[tuple[date, str]]) -> list[Mark]:
    placed: list[tuple[float, float]] = []
    found = []
    for day, state in sorted(days):
        at = angle(day)
        circle = FIRST_CIRCLE
        while circle > LAST_CIRCLE and any(c == circle and abs(a - at) < NEAR for a, c in placed):
            circle -= BETWEEN
        placed.append((at, circle))
        x, y = point(circle, at).split()
        found.append(Mark(x, y, state))
    return found
