"""The only coordinator: her way out is the handover, and no page offers her another."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from networks.directory.models import Network
from networks.membership import services
from tests.factories import make_member, make_user
from tests.networks.membership.conftest import MemberOf

SignedIn = Callable[[str], Client]
ALONE = "You are the only coordinator. Hand over the task before you pause or leave."
OWN_WAYS = ("rolle/", "pause/", "avslutt/")


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_her_own_page_offers_only_the_handover(signed_in: SignedIn, member_of: MemberOf) -> None:
    own = f"/nettverk/fjordby/medlemmer/{member_of('coordinator').pk}/"

    page = shown(signed_in("coordinator"), own)

    assert ALONE in page
    assert "/nettverk/fjordby/overlevering/" in page
    assert not [way for way in OWN_WAYS if own + way in page]


def test_with_another_coordinator_she_may_pause_and_leave(
    signed_in: SignedIn, acting: Callable[[str], Any], fjordby: Network, member_of: MemberOf
) -> None:
    own = f"/nettverk/fjordby/medlemmer/{member_of('coordinator').pk}/"
    with acting("coordinator") as coordinator:
        made = make_member(fjordby, make_user(1), by=coordinator)
        services.change_role(member=made, role="coordinator", by=coordinator)

    page = shown(signed_in("coordinator"), own)

    assert ALONE not in page
    assert all(own + way in page for way in OWN_WAYS)


@pytest.mark.parametrize("way", ["pause/", "avslutt/"])
def test_the_pages_of_pausing_and_leaving_ask_for_nothing(signed_in: SignedIn, member_of: MemberOf, way: str) -> None:
    page = shown(signed_in("coordinator"), f"/nettverk/fjordby/medlemmer/{member_of('coordinator').pk}/{way}")

    assert ALONE in page
    assert "pass to Kari Lunde" not in page
    assert 'method="post"' not in page


@pytest.mark.parametrize("way", ["pause/", "avslutt/"])
def test_what_closes_for_one_does_not_close_for_all(signed_in: SignedIn, member_of: MemberOf, way: str) -> None:
    page = shown(signed_in("coordinator"), f"/nettverk/fjordby/medlemmer/{member_of('member').pk}/{way}")

    assert "Eva Nilsen cannot enter the network from now on. The others notice nothing." in page
