"""Those who wrote in a routine hear that it has been read: it is in force, or it has come back."""

from collections.abc import Callable

import pytest

from networks.routines import services
from networks.routines.models import Routine
from portal.notices.queries import news as listed
from portal.tenancy.context import acting_as
from tests.networks.routines.conftest import CANARY, REVIEW, Acting, Drafted, Persona, reworded

IN_FORCE, BACK = "A routine that you wrote in is in force", "A routine that you wrote in has come back to you"


@pytest.fixture
def two_hands(acting: Acting, draft: Drafted) -> None:
    """The deputy has written in it beside the coordinator."""
    with acting("deputy") as by:
        services.change(version=draft(), how=reworded("merk", text="Skriv datoen."), by=by)


def heard(acting: Acting, routine: Routine) -> dict[str, list[str]]:
    address, told = f"/nettverk/fjordby/rutiner/{routine.pk}/", {}
    for who in ("coordinator", "deputy", "member", "contact", "outsider-coordinator"):
        with acting(who) as user:
            told[who] = [one.line.text for one in listed(user) if one.address == address]
    return told


def test_it_is_in_force(acting: Acting, routine: Routine, two_hands: None, in_force: Callable[[], int]) -> None:
    """Nobody else hears of it, the reader least of all."""
    in_force()

    told = [IN_FORCE]
    assert heard(acting, routine) == {
        "coordinator": told, "deputy": told, "member": [], "contact": [], "outsider-coordinator": []
    }  # fmt: skip


def test_it_has_come_back_until_it_is_sent_again(
    acting: Acting, persona: Persona, routine: Routine, two_hands: None, draft: Drafted
) -> None:
    with acting("coordinator") as by:
        services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)
    version = draft()
    with acting_as(persona("member").pk):
        services.send_back(version=version, remark=f"Hvem ringer? {CANARY}", by=persona("member"))
    assert (heard(acting, routine)["coordinator"], heard(acting, routine)["deputy"]) == ([BACK], [BACK])

    with acting("coordinator") as by:
        services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)
    assert heard(acting, routine)["coordinator"] == []


def test_it_says_where_and_nothing_of_what(acting: Acting, routine: Routine, in_force: Callable[[], int]) -> None:
    in_force()

    with acting("coordinator") as user:
        told = [one for one in listed(user) if one.address == f"/nettverk/fjordby/rutiner/{routine.pk}/"]
    assert [(one.line.text, one.line.where) for one in told] == [(IN_FORCE, "Fjordby")]


def test_who_may_no_longer_write_hears_no_more_of_what_came_back(
    acting: Acting, persona: Persona, draft: Drafted
) -> None:
    with acting("coordinator") as by:
        services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)
    version = draft()
    with acting_as(persona("member").pk):
        services.send_back(version=version, remark="Hvem ringer?", by=persona("member"))

    with acting("member") as user:
        assert [one.line.text for one in listed(user)] == []
