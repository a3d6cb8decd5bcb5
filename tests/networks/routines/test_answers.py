"""Those who wrote in a routine hear that it has been read: it is in force, or it has come back."""

from collections.abc import Callable

import pytest

from networks.membership.models import Membership
from networks.membership.services import change_role
from networks.routines import services
from networks.routines.models import Routine
from portal.notices.queries import news as listed
from portal.notices.queries import unread
from tests.networks.routines.conftest import CANARY, REVIEW, Acting, Drafted, Persona, reworded

IN_FORCE = "«Prøverutine», which you wrote in, is in force"
BACK = "«Prøverutine», which you wrote in, has come back to you"


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


@pytest.fixture
def sent_back(acting: Acting, persona: Persona, two_hands: None, draft: Drafted) -> None:
    with acting("coordinator") as by:
        services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)
    with acting("member") as reader:
        services.send_back(version=draft(), remark=f"Hvem ringer? {CANARY}", by=reader)


def new_to(acting: Acting, *people: str) -> list[int]:
    """At the bell."""
    told = []
    for who in people:
        with acting(who) as user:
            told.append(unread(user))
    return told


def test_it_has_come_back(acting: Acting, routine: Routine, sent_back: None) -> None:
    """To those who may write; the reader, who cannot, hears nothing of it."""
    told = [BACK]
    assert heard(acting, routine) == {
        "coordinator": told, "deputy": told, "member": [], "contact": [], "outsider-coordinator": []
    }  # fmt: skip


def test_until_it_is_sent_again(
    acting: Acting, persona: Persona, routine: Routine, sent_back: None, draft: Drafted
) -> None:
    before = new_to(acting, "coordinator", "deputy")
    with acting("coordinator") as by:
        services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)

    assert (heard(acting, routine)["coordinator"], heard(acting, routine)["deputy"]) == ([], [])
    assert new_to(acting, "coordinator", "deputy") == [number - 1 for number in before]


def test_or_discarded(acting: Acting, routine: Routine, sent_back: None, draft: Drafted) -> None:
    before = new_to(acting, "coordinator", "deputy")
    with acting("coordinator") as by:
        services.discard(version=draft(), by=by)

    assert new_to(acting, "coordinator", "deputy") == [number - 1 for number in before]


def test_it_says_which_and_where(acting: Acting, routine: Routine, in_force: Callable[[], int]) -> None:
    in_force()

    with acting("coordinator") as user:
        told = [one for one in listed(user) if one.address == f"/nettverk/fjordby/rutiner/{routine.pk}/"]
    assert [(one.line.text, one.line.where) for one in told] == [(IN_FORCE, "Fjordby")]


def test_who_may_write_no_more_is_told_of_nothing_that_came_back(
    acting: Acting, routine: Routine, sent_back: None
) -> None:
    """Neither on her list nor at the bell, which would else keep a number that nothing takes away."""
    with acting("coordinator") as by:
        deputy = Membership.objects.get(network=routine.network_id, user__email="deputy@demo.invalid", state="active")
        change_role(member=deputy, role="member", by=by)

    with acting("deputy") as user:
        listed_as_new = [one.line.text for one in listed(user) if one.is_new]
        assert BACK not in listed_as_new
        assert unread(user) == len(listed_as_new)
