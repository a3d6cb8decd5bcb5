"""Many at once: one letter lets one person in, once; the last of many letters and visits is the one that counts."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from secrets import token_hex
from threading import Barrier

import pytest
from django.db import connection

from networks.directory.models import Network
from networks.directory.services import end_participation
from networks.entry import queries, services
from networks.membership.models import Membership
from networks.membership.services import found_network
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from portal.tenancy.refusals import Refused
from tests.networks.entry.conftest import in_office

pytestmark = pytest.mark.usefixtures("fresh_database")


def person(slug: str) -> User:
    return User.objects.get(email=f"{slug}@demo.invalid")


def at_once(times: int, by: User, act: Callable[[], str]) -> Counter[str]:
    """What each of so many gets, on a connection of its own, everyone beginning together."""
    start = Barrier(times)

    def one(_number: int) -> str:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            with acting_as(by.pk):
                return act()
        except Refused as refusal:
            return refusal.key
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as people:
        return Counter(people.map(one, range(times)))


def letter(by: User, email: str) -> str:
    network = Network.objects.get(slug="fjordby")
    party = network.organisations.get(name="NAV Fjordby")
    return services.invite(
        network=network, email=email, role="member", organisation_id=party.pk, function="Adviser", by=by
    )


def test_fifty_parallel_accepts_make_one_member() -> None:
    coordinator, stranger = person("coordinator"), person("stranger")
    with acting_as(coordinator.pk):
        token = letter(coordinator, stranger.email)

    answers = at_once(50, stranger, lambda: services.accept(token=token, by=stranger))

    assert answers == {"fjordby": 1, "invitation_not_open": 49}
    with acting_as(stranger.pk):
        assert Membership.objects.filter(user=stranger).count() == 1


def test_ten_parallel_letters_to_one_address_are_five_and_leave_one_open() -> None:
    coordinator = person("coordinator")

    answers = at_once(10, coordinator, lambda: letter(coordinator, "ny@kommune.example"))

    assert answers.pop("too_many_to_one") == 5
    assert len(answers) == 5
    with acting_as(coordinator.pk):
        waiting = queries.open_invitations(coordinator, Network.objects.get(slug="fjordby"))
        assert waiting.filter(email="ny@kommune.example").count() == 1


def test_ten_networks_started_at_once_are_three() -> None:
    stranger = person("stranger")
    start_one = partial(found_network, preset="municipality", organisation="Sola", sector="municipality", function="x")

    def start() -> str:
        start_one(name=token_hex(4), by=stranger)
        return "started"

    assert at_once(10, stranger, start) == {"started": 3, "too_many_networks": 7}


def test_ten_parallel_visits_of_one_supervisor_leave_one() -> None:
    coordinator, supervisor = person("coordinator"), person("supervisor")

    def let_in() -> str:
        network = Network.objects.get(slug="fjordby")
        services.let_in(network=network, email=supervisor.email, days=7, purpose="Guidance", by=coordinator)
        return "done"

    with in_office(supervisor):
        assert at_once(10, coordinator, let_in) == {"done": 10}
    with acting_as(coordinator.pk):
        running = queries.visits(coordinator, Network.objects.get(slug="fjordby"))
        assert running.filter(user=supervisor).count() == 1


def meanwhile(by: User, act: Callable[[], object], *, then: Callable[[], object]) -> str:
    """What becomes of `then`, begun by the coordinator when `act` is done and not yet committed."""

    def second() -> str:
        try:
            with acting_as(by.pk):
                then()
        except Refused as refusal:
            return refusal.key
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with acting_as(by.pk):
            act()
            answer = other.submit(second)
            wait([answer], timeout=1)  # either it is through by now, or it waits for us
        return answer.result(timeout=60)


def test_a_party_does_not_leave_past_a_letter_being_written() -> None:
    coordinator = person("coordinator")
    with acting_as(coordinator.pk):
        network = Network.objects.get(slug="fjordby")
        party = network.organisations.get(name="Fjordkanari frivilligsentral")
    write = partial(services.invite, network=network, email="ny@kommune.example", role="member",
                    organisation_id=party.pk, function="x", by=coordinator)  # fmt: skip

    assert meanwhile(coordinator, write, then=partial(end_participation, organisation=party, by=coordinator)) == "done"

    with acting_as(coordinator.pk):
        assert not queries.open_invitations(coordinator, network).filter(organisation=party).exists()


def test_a_party_does_not_leave_past_somebody_being_admitted() -> None:
    coordinator = person("coordinator")
    with acting_as(coordinator.pk):
        network = Network.objects.get(slug="fjordby")
        party = network.organisations.get(name="Fjordkanari frivilligsentral")
        asked = network.join_requests.get(answered_at=None)
    admit = partial(services.admit, asked=asked, role="member", organisation_id=party.pk, by=coordinator)
    leave = partial(end_participation, organisation=party, by=coordinator)

    assert meanwhile(coordinator, admit, then=leave) == "organisation_has_members"
