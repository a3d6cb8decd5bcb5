"""Who is paused sees nothing of the network, knows that she is paused, and may leave."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from networks.directory.models import Network
from networks.membership import access, services
from networks.membership.models import Membership
from portal.audit.models import Entry
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused
from tests.networks.membership.conftest import MemberOf

Acting = Callable[[str], Any]
SignedIn = Callable[[str], Client]
MINE = "/nettverk/"


@pytest.fixture
def paused(acting: Acting, member_of: MemberOf) -> Membership:
    with acting("coordinator") as coordinator:
        services.pause(member=member_of("member"), by=coordinator)
    return member_of("member")


def leave(paused: Membership) -> str:
    return f"{MINE}pauset/{paused.pk}/forlat/"


def in_english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def test_she_is_told_where_and_as_what(signed_in: SignedIn, paused: Membership) -> None:
    client = in_english(signed_in("member"))

    for address in (MINE, "/hjem/"):
        page = client.get(address).content.decode()
        assert "Where I am paused" in page
        assert leave(paused) in page
    assert client.get("/nettverk/fjordby/").status_code == 404


def test_what_she_is_told_holds_nothing_of_anybody_else(signed_in: SignedIn, paused: Membership) -> None:
    client = signed_in("member")
    pages = "".join(client.get(address).content.decode() for address in (MINE, leave(paused)))

    assert "Fjordby" in pages
    assert not [word for word in ("fjordkanari", "Kari Lunde", "Mats Holm", "Thea Dahl") if word in pages]


def test_she_leaves_and_it_is_noted(signed_in: SignedIn, acting: Acting, fjordby: Network, paused: Membership) -> None:
    client = in_english(signed_in("member"))

    page = client.post(leave(paused), {"reason": "left"}, follow=True).content.decode()

    assert "You have left Fjordby." in page
    assert "Where I am paused" not in page
    with acting("coordinator"):
        ended = Membership.objects.get(pk=paused.pk)
        entry = Entry.objects.filter(network_id=fjordby.pk)[0]
        assert (ended.state, ended.end_reason) == ("ended", "left")
        assert (entry.action, entry.actor_label, entry.detail) == ("member.left", "Eva Nilsen", {"reason": "left"})


@pytest.mark.parametrize("reason", ["", "removed", "because"])
def test_she_leaves_for_a_reason_from_the_list(
    signed_in: SignedIn, member_of: MemberOf, paused: Membership, reason: str
) -> None:
    answer = signed_in("member").post(leave(paused), {"reason": reason})

    assert (answer.status_code, member_of("member").is_paused) == (200, True)


@pytest.mark.parametrize("who", ["coordinator", "mentor", "ex-member", "outsider-coordinator", "stranger"])
def test_it_is_nobody_elses(signed_in: SignedIn, member_of: MemberOf, paused: Membership, who: str) -> None:
    answers = {signed_in(who).get(leave(paused)).status_code, signed_in(who).post(leave(paused)).status_code}

    assert (answers, member_of("member").is_paused) == ({404}, True)


@pytest.mark.parametrize("slug", ["member", "ex-member"])
def test_an_active_or_ended_membership_is_not_left_this_way(acting: Acting, member_of: MemberOf, slug: str) -> None:
    with acting("coordinator"):
        membership = Membership.objects.get(user__email=f"{slug}@demo.invalid")

    with acting(slug) as user, pytest.raises(NotVisible):
        access.get_paused_or_404(user, membership.pk)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("pause_member", {"paused": False}),
        ("change_role", {"role": "coordinator"}),
        ("confirm_member", {}),
        ("propose_handover", {"note": ""}),
    ],
)
def test_she_can_do_nothing_else_with_it(acting: Acting, paused: Membership, what: str, told: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed), acting("member"):
        call(what, membership=paused.pk, **told)


def test_she_leaves_once(acting: Acting, paused: Membership) -> None:
    with acting("member") as member:
        mine = access.get_paused_or_404(member, paused.pk)
        services.leave_paused(paused=mine, reason="left", by=member)

        with pytest.raises(Refused, match="already_ended"):
            services.leave_paused(paused=mine, reason="left", by=member)
