"""What a door refuses in a network is told to that network, and hammering on it tells no more."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from networks.directory.models import Network
from portal.audit.models import Entry

Acting = Callable[[str], Any]
SignedIn = Callable[[str], Client]


def denials(acting: Acting, network: Network) -> list[tuple[str, dict[str, Any]]]:
    with acting("coordinator"):
        found = Entry.objects.filter(network_id=network.pk, action="access.denied").order_by("seq")
        return list(found.values_list("actor_label", "detail"))


def test_an_outsiders_attempt_is_noted(signed_in: SignedIn, acting: Acting, fjordby: Network) -> None:
    signed_in("outsider-coordinator").get("/nettverk/fjordby/medlemmer/")

    assert denials(acting, fjordby) == [("Hanne Eide", {"address": "networks:membership:members", "answer": 404})]


def test_a_members_attempt_is_noted(signed_in: SignedIn, acting: Acting, fjordby: Network) -> None:
    signed_in("observer").get("/nettverk/fjordby/medlemmer/")

    assert denials(acting, fjordby) == [("Liv Odden", {"address": "networks:membership:members", "answer": 403})]


def test_what_is_allowed_is_not_noted(signed_in: SignedIn, acting: Acting, fjordby: Network) -> None:
    signed_in("member").get("/nettverk/fjordby/medlemmer/")

    assert denials(acting, fjordby) == []


def test_a_network_that_does_not_exist_is_told_nothing(signed_in: SignedIn, acting: Acting, fjordby: Network) -> None:
    client = signed_in("coordinator")

    assert client.get("/nettverk/finnes-ikke/").status_code == 404
    assert denials(acting, fjordby) == []


def test_hammering_leaves_one_entry(signed_in: SignedIn, acting: Acting, fjordby: Network) -> None:
    client = signed_in("outsider-coordinator")
    for _ in range(3):
        client.get("/nettverk/fjordby/medlemmer/")

    assert len(denials(acting, fjordby)) == 1


def test_another_door_and_another_person_leave_their_own(signed_in: SignedIn, acting: Acting, fjordby: Network) -> None:
    for who in ("outsider-coordinator", "stranger"):
        for page in ("", "medlemmer/"):
            signed_in(who).get(f"/nettverk/fjordby/{page}")

    assert len(denials(acting, fjordby)) == 4


def test_ten_minutes_later_it_is_noted_again(
    signed_in: SignedIn, acting: Acting, fjordby: Network, later: Callable[[str], None]
) -> None:
    signed_in("stranger").get("/nettverk/fjordby/")
    later("10 minutes 1 second")
    signed_in("stranger").get("/nettverk/fjordby/")

    assert len(denials(acting, fjordby)) == 2
