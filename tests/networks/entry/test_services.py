"""Joining a network by a letter."""

from collections.abc import Callable
from typing import Any

import pytest

from networks.directory.models import Network
from networks.entry import services
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.tenancy.refusals import NotAllowed, Refused

Acting = Callable[[str], Any]


def letter(network: Network, by: User, to: User, role: str = "member") -> str:
    organisation = network.organisations.first()
    assert organisation is not None
    return services.invite(
        network=network, email=to.email, role=role, organisation_id=organisation.pk, function="Adviser", by=by
    )


def test_accept_makes_a_member(acting: Acting, fjordby: Network, persona: Callable[[str], User]) -> None:
    stranger = persona("stranger")
    with acting("coordinator") as coordinator:
        token = letter(fjordby, coordinator, stranger)

    with acting("stranger"):
        slug = services.accept(token=token, by=stranger)

        assert slug == "fjordby"
        assert Membership.objects.get(network=fjordby, user=stranger).role == "member"


def test_accept_refuses_a_used_letter(acting: Acting, fjordby: Network, persona: Callable[[str], User]) -> None:
    stranger = persona("stranger")
    with acting("coordinator") as coordinator:
        token = letter(fjordby, coordinator, stranger)

    with acting("stranger"):
        services.accept(token=token, by=stranger)

        with pytest.raises(Refused, match="invitation_not_open"):
            services.accept(token=token, by=stranger)


def test_accept_refuses_another_person(acting: Acting, fjordby: Network, persona: Callable[[str], User]) -> None:
    with acting("coordinator") as coordinator:
        token = letter(fjordby, coordinator, persona("stranger"))

    with acting("outsider-coordinator") as outsider, pytest.raises(Refused, match="invitation_not_open"):
        services.accept(token=token, by=outsider)


def test_accept_refuses_an_expired_letter(
    acting: Acting, fjordby: Network, persona: Callable[[str], User], later: Callable[[str], None]
) -> None:
    with acting("coordinator") as coordinator:
        token = letter(fjordby, coordinator, persona("stranger"))
    later("7 days 1 second")

    with acting("stranger") as stranger, pytest.raises(Refused, match="invitation_not_open"):
        services.accept(token=token, by=stranger)


def test_invite_is_refused_a_member(acting: Acting, fjordby: Network, persona: Callable[[str], User]) -> None:
    with acting("member") as member, pytest.raises(NotAllowed):
        letter(fjordby, member, persona("stranger"))


def test_invite_refuses_a_role_above_ones_own(acting: Acting, fjordby: Network, persona: Callable[[str], User]) -> None:
    with acting("deputy") as deputy, pytest.raises(NotAllowed):
        letter(fjordby, deputy, persona("stranger"), role="coordinator")
