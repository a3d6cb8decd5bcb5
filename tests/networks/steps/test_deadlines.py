"""Deadlines in Norwegian working days."""

from datetime import date

import pytest

from networks.steps.content import Deadline, Step
from networks.steps.deadlines import circle, counted, due, is_working

MAUNDY, EASTER_TUESDAY = date(2026, 4, 2), date(2026, 4, 7)


def step(key: str, deadline: Deadline | None = None) -> Step:
    return Step(id=key, title=key, role="coordinator", deadline=deadline)


@pytest.mark.parametrize(
    "day", [date(2026, 5, 17), date(2026, 5, 14), date(2026, 5, 25), MAUNDY, date(2026, 12, 26), date(2027, 1, 1)]
)
def test_a_norwegian_holiday_is_no_working_day(day: date) -> None:
    assert not is_working(day)


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 5, 18)])
def test_a_day_before_or_after_one_is(day: date) -> None:
    assert is_working(day)


def test_easter_is_passed_over() -> None:
    assert counted(date(2026, 4, 1), Deadline(1)) == EASTER_TUESDAY


def test_all_days_count_where_it_says_so() -> None:
    assert counted(date(2026, 4, 1), Deadline(1, working=False)) == MAUNDY


def test_no_days_from_a_free_day_is_the_next_working_day() -> None:
    assert counted(MAUNDY, Deadline(0)) == EASTER_TUESDAY


def test_a_step_counts_from_another_that_is_not_done_yet() -> None:
    steps = (step("a", Deadline(2)), step("b", Deadline(3, "a")))

    assert due(steps, date(2026, 11, 2), {}) == {"a": date(2026, 11, 4), "b": date(2026, 11, 9)}


def test_a_step_counts_from_when_another_was_done() -> None:
    steps = (step("b", Deadline(3, "a")), step("a", Deadline(2)))

    assert due(steps, date(2026, 11, 2), {"a": date(2026, 11, 3)})["b"] == date(2026, 11, 6)


def test_a_step_after_one_without_deadline_has_none_until_that_is_done() -> None:
    steps = (step("a"), step("b", Deadline(3, "a")))

    assert due(steps, date(2026, 11, 2), {}) == {}


def test_deadlines_in_a_circle_are_named() -> None:
    steps = (step("a", Deadline(1, "b")), step("b", Deadline(1, "a")), step("c"))

    assert set(circle(steps)) == {"a", "b"}
