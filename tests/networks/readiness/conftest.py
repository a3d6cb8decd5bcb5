"""The year of Fjordby with one thing in it, which the member answers for."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from networks.directory.models import Network
from networks.membership.models import Membership
from networks.readiness import services
from networks.readiness.models import ReadinessItem
from portal.accounts.models import User

Persona = Callable[[str], User]
Acting = Callable[[str], Any]
Add = Callable[..., ReadinessItem]
Later = Callable[[str], None]
CANARY = "fjordkanari"
HERS = "Prøvepunkt"


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def owner(acting: Acting, persona: Persona, fjordby: Network) -> Membership:
    with acting("coordinator"):
        return Membership.objects.get(network=fjordby, user=persona("member"))


@pytest.fixture
def add(acting: Acting, fjordby: Network, owner: Membership) -> Add:
    """add(due=10): the coordinator lays an item in the year that the member answers for."""

    def added(*, due: int = 10, who: str = "coordinator", **told: Any) -> ReadinessItem:
        with acting(who) as by:
            plain: dict[str, Any] = {
                "kind": "own",
                "title": HERS,
                "due_on": in_days(due),
                "every": 12,
                "owner_id": owner.pk,
            }
            return services.add(network=fjordby, **(plain | told), by=by)

    return added


@pytest.fixture
def item(add: Add) -> ReadinessItem:
    return add()


def now(acting: Acting, item: ReadinessItem, who: str = "coordinator") -> ReadinessItem:
    """As it stands in the database."""
    with acting(who):
        return ReadinessItem.objects.select_related("network", "owner__user").get(pk=item.pk)
