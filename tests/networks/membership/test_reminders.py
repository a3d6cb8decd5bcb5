"""Thirty and seven days before the date those who can confirm are told that there is news, once each time."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from networks.directory.models import Network
from networks.membership import services
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.accounts.sealing import unseal
from portal.config.jobs import keep_confirmations, remind_confirmations
from portal.tenancy.functions import call_rows
from tests.networks.membership.conftest import MemberOf

Acting = Callable[[str], Any]
Later = Callable[[str], None]
Told = Callable[[], list[str]]


@pytest.fixture
def police_due(acting: Acting, constable: Membership, member_of: MemberOf, later: Later) -> Membership:
    """In half a year everybody but the constable is confirmed, so that one date comes alone."""
    later("180 days")
    with acting("coordinator") as coordinator:
        rest = Membership.objects.select_related("user").current().exclude(pk=constable.pk)
        others = rest.filter(network=constable.network_id).exclude(user=coordinator)
        services.confirm(members=others, by=coordinator)
    with acting("deputy") as deputy:
        services.confirm(members=[member_of("coordinator")], by=deputy)
    later("0")
    return constable


def receivers() -> list[str]:
    queued = ProcrastinateJob.objects.filter(task_name="deliver").order_by("id").values_list("args", flat=True)
    news = [args for args in queued if args["kind"] == "news"]
    return [json.loads(unseal(args["letter"], purpose="letter"))["to"] for args in news]


@pytest.fixture
def told(acting: Acting, fjordby: Network) -> Told:
    """The letters to people of Fjordby; the other networks were founded the same day and have their own dates."""
    with acting("coordinator"):
        own = set(Membership.objects.filter(network=fjordby).values_list("user__email", flat=True))
    return lambda: [address for address in receivers() if address in own]


def test_nobody_is_reminded_thirty_one_days_before(police_due: Membership, later: Later) -> None:
    later("334 days")

    assert remind_confirmations(timestamp=0) == 0


def test_contact_and_coordinator_are_reminded_thirty_days_before(
    police_due: Membership, later: Later, persona: Callable[[str], User], told: Told
) -> None:
    later("335 days")

    remind_confirmations(timestamp=0)

    assert told() == [persona("coordinator").email, persona("contact").email]


def test_a_second_run_reminds_nobody(police_due: Membership, later: Later) -> None:
    later("335 days")
    remind_confirmations(timestamp=0)
    later("340 days")

    assert remind_confirmations(timestamp=0) == 0


def test_they_are_reminded_again_seven_days_before_and_no_more(
    police_due: Membership, later: Later, told: Told
) -> None:
    counts = []
    for days in (335, 357, 358, 359, 366, 380):
        later(f"{days} days")
        remind_confirmations(timestamp=0)
        counts.append(len(told()))

    assert counts == [2, 2, 4, 4, 4, 4]


def test_a_missed_night_is_made_up_for(police_due: Membership, later: Later, told: Told) -> None:
    later("362 days")

    remind_confirmations(timestamp=0)

    assert len(told()) == 2


def test_one_who_is_confirmed_is_not_reminded_of(
    acting: Acting, police_due: Membership, later: Later, told: Told
) -> None:
    later("335 days")
    with acting("contact") as contact:
        services.confirm(members=[police_due], by=contact)

    remind_confirmations(timestamp=0)

    assert told() == []


def test_one_letter_for_many_dates(acting: Acting, constable: Membership, later: Later) -> None:
    """Everybody in the demo came the same day; the coordinator gets one letter, not eight."""
    later("335 days")

    remind_confirmations(timestamp=0)

    assert sorted(receivers()) == sorted(set(receivers()))


def test_no_person_can_ask_whom_to_remind(acting: Acting, constable: Membership, later: Later) -> None:
    later("335 days")
    with acting("coordinator"):
        assert call_rows("remind_confirmations") == []

    assert len(call_rows("remind_confirmations")) > 0


def test_one_whom_nobody_confirms_is_paused_on_the_day_her_page_says(
    acting: Acting, police_due: Membership, later: Later
) -> None:
    days = (police_due.lapses_on - police_due.starts_on).days
    states = []
    for night in (days - 1, days):
        later(f"{night} days")
        keep_confirmations(timestamp=0)
        with acting("coordinator"):
            states.append(Membership.objects.get(pk=police_due.pk).state)

    assert states == ["active", "paused"]
