"""How each service of a network's year is called."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from networks.directory.models import Network
from networks.readiness import services
from networks.readiness.models import ReadinessItem
from portal.accounts.models import User
from tests.contracts import things_readiness
from tests.contracts.things import canary, membership, year_item

Call = Callable[[], Any]


def told(network: Network, by: User) -> dict[str, Any]:
    soon = timezone.localdate() + timedelta(days=30)
    owner = membership(network, by).pk
    return {"kind": "own", "title": canary(network), "due_on": soon, "every": 6, "owner_id": owner, "by": by}


def set_up(network: Network, by: User) -> Call:
    for item in ReadinessItem.objects.filter(network=network).select_related("network"):
        services.remove(item=item, by=by)
    return partial(services.set_up, network=network, by=by)


def end_feed(network: Network, by: User) -> Call:
    return partial(services.end_feed, feed=things_readiness.feed(network, by)[0], by=by)


EXAMPLES: dict[str, Callable[[Network, User], Call]] = {
    "networks.readiness.services.set_up": set_up,
    "networks.readiness.services.add": lambda network, by: partial(services.add, network=network, **told(network, by)),
    "networks.readiness.services.change": lambda network, by: partial(
        services.change, item=year_item(network, by), **told(network, by)
    ),
    "networks.readiness.services.remove": lambda network, by: partial(
        services.remove, item=year_item(network, by), by=by
    ),
    "networks.readiness.services.do": lambda network, by: partial(
        services.do, item=year_item(network, by), note="", by=by
    ),
    "networks.readiness.services.make_feed": lambda network, by: partial(services.make_feed, network=network, by=by),
    "networks.readiness.services.end_feed": end_feed,
}
