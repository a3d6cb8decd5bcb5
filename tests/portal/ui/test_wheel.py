"""Geometry of the year's wheel."""

import re
from datetime import date
from math import dist

import pytest

from portal.ui.wheel import LAST_CIRCLE, angle, wheel

TODAY = date(2031, 6, 15)


def test_twelve_months_and_those_before_this_one_have_passed() -> None:
    months = wheel([], TODAY).months

    assert [month.is_past for month in months] == [True] * 5 + [False] * 7


@pytest.mark.parametrize(
    ("day", "least", "most"),
    [(date(2031, 1, 1), 0, 1), (date(2031, 4, 1), 90, 91), (date(2031, 12, 31), 359, 360), (date(2032, 2, 29), 59, 60)],
)
def test_a_day_stands_in_its_month(day: date, least: int, most: int) -> None:
    assert least < angle(day) < most


def test_the_same_day_of_two_years_stands_at_the_same_place() -> None:
    assert angle(date(2031, 9, 1)) == angle(date(2032, 9, 1))


def test_marks_that_would_cover_each_other_move_inwards() -> None:
    days = [(date(2031, 9, day), "ahead") for day in (1, 2, 3)] + [(date(2031, 3, 1), "done")]

    places = [(float(mark.x), float(mark.y)) for mark in wheel(days, TODAY).marks]
    apart = [dist(one, other) for at, one in enumerate(places) for other in places[:at]]

    assert min(apart) > 8  # twice their radius


def test_however_many_fall_on_a_day_they_stay_inside() -> None:
    marks = wheel([(TODAY, "ahead")] * 40, TODAY).marks

    assert min(dist((100, 100), (float(mark.x), float(mark.y))) for mark in marks) > LAST_CIRCLE - 1


def test_the_line_of_today_leaves_the_name_of_the_month_free() -> None:
    circles = [
        round(dist((100, 100), (float(x), float(y))))
        for x, y in re.findall(r"([\d.]+) ([\d.]+)", wheel([], TODAY).today)
    ]

    assert circles == [53, 67, 87, 99]
