"""A supervisor's visit ends with the office she was let in for: for every question, on every page, for good."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from networks.directory import access as directory
from networks.directory.models import Network
from networks.entry import access, queries, services
from networks.entry.models import Grant
from networks.insight.queries import people_with_access
from networks.membership import queries as membership
from networks.membership.models import Membership
from portal.access.capabilities import Capability
from portal.access.decisions import can, networks_where
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.config.jobs import keep_visits
from portal.tenancy.functions import call
from tests.networks.entry.conftest import in_office

Acting = Callable[[str], Any]
Later = Callable[[str], None]
SignedIn = Callable[[str], Client]
FRONT, GUESTS = "/nettverk/fjordby/", "/nettverk/fjordby/gjester/"
AFTER = "11 days"
WHO = "stranger"


@pytest.fixture
def last_day() -> date:
    """Of the guest's office; her visit would last twenty days longer."""
    return timezone.localdate() + timedelta(days=10)


@pytest.fixture
def guest(acting: Acting, fjordby: Network, persona: Callable[[str], User], last_day: date) -> Iterator[User]:
    with in_office(persona(WHO), until=last_day) as user:
        with acting("coordinator") as coordinator:
            services.let_in(network=fjordby, email=user.email, days=30, purpose="A course", by=coordinator)
        yield user


def test_the_door_closes_after_the_last_day_of_the_office(signed_in: SignedIn, guest: User, later: Later) -> None:
    client = signed_in(WHO)
    later("10 days")
    assert client.get(FRONT).status_code == 200

    later(AFTER)

    assert client.get(FRONT).status_code == 404


@pytest.mark.parametrize(("shift", "here"), [("10 days", True), (AFTER, False)])
def test_every_question_gets_the_same_answer(
    acting: Acting,
    fjordby: Network,
    guest: User,
    later: Later,
    shift: str,
    here: bool,  # noqa: FBT001 pytest names it
) -> None:
    later(shift)

    with acting(WHO):
        of_herself = {
            "may": can(guest, Capability.READ_MEMBERS, fjordby.pk),
            "which": fjordby.pk in networks_where(guest, Capability.READ_NETWORK),
            "policy": Network.objects.exists(),
            "guardian": guest.has_perm("networks.visit_network", fjordby),
        }
    with acting("coordinator") as coordinator:
        of_others = {
            "who may": guest in directory.who_may(Capability.READ_MEMBERS, fjordby),
            "visits": access.visits_visible_to(coordinator).filter(user=guest).exists(),
            "rows": Grant.objects.filter(user=guest).exists(),
            "who can see": guest.name in {person.name for person in people_with_access(coordinator, fjordby)},
            "held": guest.name in membership.held_by(Membership.objects.get(user=coordinator)).guests,
            "handed over": membership.handover_facts(coordinator, fjordby).guests == 1 + here,
        }

    expected = dict.fromkeys(of_herself | of_others, here) | {"handed over": True}
    assert of_herself | of_others == expected


def test_another_office_does_not_bring_the_visit_back(
    acting: Acting, fjordby: Network, guest: User, later: Later, last_day: date
) -> None:
    later(AFTER)

    with in_office(guest, since=last_day + timedelta(days=1)):
        with acting(WHO):
            assert not Network.objects.exists()
        with acting("coordinator") as coordinator:
            services.let_in(network=fjordby, email=guest.email, days=30, purpose="Anew", by=coordinator)
        with acting(WHO):
            assert Network.objects.exists()


def test_the_page_names_the_day_that_comes_first(acting: Acting, fjordby: Network, guest: User, last_day: date) -> None:
    with acting("member") as member:
        shown = {visit.user: visit.last_day for visit in queries.visits(member, fjordby)}

    assert shown[guest] == last_day < shown[User.objects.get(email="supervisor@demo.invalid")]


@pytest.mark.parametrize("who", ["coordinator", "member", "supervisor"])
def test_the_guests_room_tells_why_it_ended(signed_in: SignedIn, guest: User, later: Later, who: str) -> None:
    client = signed_in(who)
    client.cookies["language"] = "en"
    assert "with the office as supervisor" not in client.get(GUESTS).content.decode()

    later(AFTER)

    page = client.get(GUESTS).content.decode()
    assert (guest.name in page, page.count("with the office as supervisor")) == (True, 1)


def test_past_visits_are_for_those_who_may_read_members(
    acting: Acting, fjordby: Network, guest: User, later: Later
) -> None:
    later(AFTER)
    told = {}
    for who in ("member", "observer", "outsider-coordinator", WHO):
        with acting(who):
            told[who] = [visit.name for visit in queries.past_visits(fjordby) if visit.reason == "office"]

    assert told == {"member": [guest.name], "observer": [], "outsider-coordinator": [], WHO: []}


def test_each_way_a_visit_ends_has_its_reason(acting: Acting, fjordby: Network, visit: Grant, later: Later) -> None:
    with acting("coordinator") as coordinator:
        services.renew_visit(visit=visit, days=20, purpose="Renewed", by=coordinator)
        renewed = queries.visits(coordinator, fjordby).get(user=visit.user)
        services.end_visit(visit=renewed, by=coordinator)
        services.let_in(network=fjordby, email=visit.user.email, days=5, purpose="Short", by=coordinator)
        later("6 days")
        told = {(past.purpose, past.reason) for past in queries.past_visits(fjordby) if past.name == visit.user.name}

    # What was renewed, by the second or by the third, did not end: the next took its place.
    assert told == {("Short", "lapsed")}


def test_an_ended_visit_is_told_as_ended(acting: Acting, fjordby: Network, visit: Grant) -> None:
    with acting("coordinator") as coordinator:
        services.end_visit(visit=visit, by=coordinator)
        told = [(past.purpose, past.reason, past.last_day) for past in queries.past_visits(fjordby)]

    assert (visit.purpose, "ended", timezone.localdate()) in told


def test_the_keeper_writes_it_down_once(acting: Acting, fjordby: Network, guest: User, later: Later) -> None:
    before = keep_visits(timestamp=0)
    later(AFTER)
    done = [keep_visits(timestamp=0), keep_visits(timestamp=0)]

    with acting("coordinator"):
        told = Entry.objects.filter(network_id=fjordby.pk, action="guest.office_ended")
        assert (before, done, [(entry.role, entry.subject_label) for entry in told]) == (
            0, [1, 0], [("system", guest.name)],
        )  # fmt: skip


def test_nobody_but_the_keeper_writes_it_down(acting: Acting, guest: User, later: Later) -> None:
    later(AFTER)
    with acting("coordinator"):
        by_a_person = call("keep_visits")

    assert (by_a_person, call("keep_visits")) == (0, 1)


def test_what_is_written_down_stays_ended(acting: Acting, fjordby: Network, guest: User, later: Later) -> None:
    """Somebody who prolongs the office afterwards does not open the network again."""
    later(AFTER)
    keep_visits(timestamp=0)

    with in_office(guest), acting(WHO):
        assert not Network.objects.exists()
