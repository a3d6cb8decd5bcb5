"""When the steps of a run are due, in Norwegian working days."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from holidays import country_holidays

from networks.steps.choices import START
from networks.steps.content import Deadline, Step

SATURDAY = 5
DAY = timedelta(days=1)


@lru_cache(maxsize=16)
def holidays_of(year: int) -> frozenset[date]:
    """The Norwegian public holidays, Sundays aside."""
    return frozenset(country_holidays("NO", years=year))


def is_working(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays_of(day.year)


def counted(day: date, deadline: Deadline) -> date:
    """So many days after `day`. Whatever falls on a free day is due the next working day (counted in working days)."""
    if not deadline.working:
        return day + deadline.days * DAY
    left = deadline.days
    while left or not is_working(day):
        day += DAY
        left -= left > 0 and is_working(day)
    return day


def due(steps: tuple[Step, ...], started_on: date, done_on: Mapping[str, date]) -> dict[str, date]:
    """Step → when it is due. What is counted from a step that is not done counts from when that is due itself.

    A step that counts from one that has no deadline and is not done has none either, as yet.
    """
    by_id = {step.id: step for step in steps}
    known = {START: started_on, **done_on}
    found: dict[str, date] = {}
    for key in in_turn(steps):
        deadline = by_id[key].deadline
        if deadline and deadline.after in known:
            found[key] = counted(known[deadline.after], deadline)
            known.setdefault(key, found[key])
    return found


def in_turn(steps: tuple[Step, ...]) -> list[str]:
    """Each step after the one its deadline counts from. Raises CycleError."""
    ids = {step.id for step in steps}
    after = {step.id: {step.deadline.after} & ids if step.deadline else set() for step in steps}
    return list(TopologicalSorter(after).static_order())


def circle(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """The steps whose deadlines wait for each other, or none."""
    try:
        in_turn(steps)
    except CycleError as error:
        return tuple(dict.fromkeys(error.args[1]))
    return ()
