"""Whoever is given another role, is paused or let in again gets a letter that says only that there is news."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from networks.directory.models import Network
from networks.directory.queries.charters import charter_of
from networks.directory.services import change_charter
from networks.membership import services
from portal.accounts.models import User
from portal.accounts.sealing import unseal
from tests.factories import make_member, make_user
from tests.networks.membership.conftest import MemberOf

Acting = Callable[[str], Any]


def told() -> list[str]:
    """Whom letters of news wait for, in the order they were written."""
    queued = ProcrastinateJob.objects.filter(task_name="deliver").order_by("id").values_list("args", flat=True)
    return [json.loads(unseal(args["letter"], purpose="letter"))["to"] for args in queued if args["kind"] == "news"]


def test_another_role_and_a_pause_are_told(acting: Acting, member_of: MemberOf, persona: Callable[[str], User]) -> None:
    member = member_of("member")
    with acting("coordinator") as by:
        services.change_role(member=member, role="mentor", by=by)
        services.pause(member=member, by=by)
        services.resume(member=member, by=by)

        assert told() == [persona("member").email] * 3


def test_ones_own_doing_is_no_news(acting: Acting, fjordby: Network, member_of: MemberOf) -> None:
    own = member_of("coordinator")
    with acting("coordinator") as by:
        second = make_member(fjordby, make_user(1), by=by)
        services.change_role(member=second, role="coordinator", by=by)
        services.change_role(member=own, role="deputy", by=by)

        assert told() == [second.user.email]


def change(network: Network, by: User) -> None:
    change_charter(
        network=network, purpose="Noe annet", legal_basis="task", keep_talk_days=90,
        seen=charter_of(network).changed_at, by=by,
    )  # fmt: skip


def test_a_new_version_is_news_to_those_whose_signature_falls(acting: Acting, fjordby: Network) -> None:
    with acting("deputy") as by:
        signed = set(
            fjordby.signatures.filter(version=charter_of(fjordby).version).values_list("organisation", flat=True)
        )
        people = fjordby.memberships.live().filter(
            organisation__in=signed, role__in=("contact", "coordinator", "deputy")
        )
        change(fjordby, by)

        expected = set(people.exclude(user=by).values_list("user__email", flat=True))
        assert set(told()) == expected
        assert expected


def test_a_change_nobody_had_signed_is_no_news(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        change(fjordby, by)
        before = len(told())
        change(fjordby, by)

        assert len(told()) == before


@pytest.mark.parametrize("who", ["member", "observer"])
def test_whoever_cannot_sign_is_not_told(
    acting: Acting, fjordby: Network, persona: Callable[[str], User], who: str
) -> None:
    with acting("coordinator") as by:
        change(fjordby, by)

        assert persona(who).email not in told()
