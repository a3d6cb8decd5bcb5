"""The members of Fjordby, with what a rule needs to know of them."""

from collections.abc import Callable
from typing import Any

import pytest

from networks.directory.models import Network
from networks.membership.models import Membership
from tests.factories import make_member, make_user

MemberOf = Callable[[str], Membership]


@pytest.fixture
def member_of(acting: Callable[[str], Any], fjordby: Network) -> MemberOf:
    """member_of("contact"): her membership of Fjordby, fresh from the database."""

    def find(slug: str) -> Membership:
        with acting("coordinator"):
            found = Membership.objects.select_related("network", "user", "organisation").current()
            return found.get(network=fjordby, user__email=f"{slug}@demo.invalid")

    return find


@pytest.fixture
def constable(acting: Callable[[str], Any], fjordby: Network) -> Membership:
    """A plain member from the contact's own organisation, the police."""
    with acting("coordinator") as coordinator:
        user = make_user(1, name="Åse Ørn")
        return make_member(fjordby, user, by=coordinator, party="Fjordby politistasjon")
