"""At what hour: not in her quiet hours, at the hour she chose where it is once a day, and once."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from portal.notices.hours import awake
from portal.notices.models import NoticeChoice
from portal.notices.queries import unread
from portal.notices.telling import tell_daily, tell_of_the_day
from tests.networks.discussion.conftest import Acting, Persona
from tests.portal.notices.conftest import AtHour, Choose, Name, Run, queued


def test_quiet_hours_put_it_off_to_their_end(name: Name, run: Run, choose: Choose, at_hour: AtHour) -> None:
    choose("coordinator", quiet_from=22, quiet_to=6)
    name("coordinator")
    at_hour(3)
    in_the_night = run()
    waits = timezone.localtime(queued()[-1]["at"])
    at_hour(6)

    assert (in_the_night, waits.hour, waits.minute) == ([], 6, 0)
    assert len(run()) == 1


@pytest.mark.parametrize(
    ("begins", "ends", "moment", "told"),
    [
        (22, 6, "2026-03-10T21:59", "2026-03-10T21:59"),
        (22, 6, "2026-03-10T22:00", "2026-03-11T06:00"),
        (22, 6, "2026-03-11T05:59", "2026-03-11T06:00"),
        (9, 12, "2026-03-10T11:00", "2026-03-10T12:00"),
        (9, 12, "2026-03-10T12:00", "2026-03-10T12:00"),
        (22, 6, "2026-03-28T23:00", "2026-03-29T06:00"),  # summer time begins in that night
        (22, 6, "2026-10-24T23:00", "2026-10-25T06:00"),  # and ends in this one
        (None, None, "2026-03-10T03:00", "2026-03-10T03:00"),
    ],
)
def test_quiet_hours_are_those_of_her_clock(begins: int, ends: int, moment: str, told: str) -> None:
    choice = NoticeChoice(quiet_from=begins, quiet_to=ends)
    asked = timezone.make_aware(datetime.fromisoformat(moment)).astimezone(UTC)

    assert timezone.localtime(awake(choice, asked)).strftime("%Y-%m-%dT%H:%M") == told


def test_who_wants_no_letters_gets_none(acting: Acting, name: Name, run: Run, choose: Choose) -> None:
    choose("coordinator", mail="never")
    name("coordinator")

    with acting("coordinator") as user:
        assert (run(), unread(user)) == ([], 1)


def of_the_day() -> list[int]:
    """Whom the hourly job asks the worker to write to."""
    before = len(queued("tell_of_the_day"))
    tell_daily()
    for job in queued("tell_of_the_day")[before:]:
        tell_of_the_day(**job["args"])
    return [job["args"]["person"] for job in queued("tell_of_the_day")[before:]]


def test_one_letter_a_day_at_her_hour(name: Name, run: Run, choose: Choose, at_hour: AtHour, persona: Persona) -> None:
    choose("coordinator", mail="daily", hour=8)
    name("coordinator")
    name("coordinator")
    at_once, asked = run(), []
    for hour, days in ((7, 1), (8, 1), (8, 1), (9, 1), (8, 2)):
        at_hour(hour, days=days)
        asked.append(len(of_the_day()))
    name("coordinator")
    at_hour(9, days=2)

    assert (at_once, asked) == ([], [0, 1, 0, 0, 0])
    assert of_the_day() == [persona("coordinator").pk]


def test_a_second_letter_the_same_day_waits_for_the_next(name: Name, choose: Choose, at_hour: AtHour) -> None:
    choose("coordinator", mail="daily", hour=8)
    name("coordinator")
    at_hour(8)
    first = of_the_day()
    name("coordinator")
    at_hour(15)
    same_day = of_the_day()
    at_hour(8, days=2)

    assert (len(first), same_day, len(of_the_day())) == (1, [], 1)


def test_an_hour_that_was_missed_is_made_up_for(name: Name, choose: Choose, at_hour: AtHour) -> None:
    choose("coordinator", mail="daily", hour=8)
    name("coordinator")
    at_hour(11)

    assert len(of_the_day()) == 1


def test_the_letter_of_the_day_twice_is_one(
    name: Name, choose: Choose, at_hour: AtHour, persona: Persona, mailoutbox: list[object]
) -> None:
    choose("coordinator", mail="daily", hour=8)
    name("coordinator")
    at_hour(8)
    for _ in range(2):
        tell_of_the_day(person=persona("coordinator").pk)

    assert len(mailoutbox) == 1
