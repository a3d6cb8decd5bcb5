"""How each service of the contact list and of what is printed is called."""

from collections.abc import Callable
from functools import partial
from typing import Any

from networks.directory.models import Network
from networks.functions import services
from networks.handbook import services as handbook
from portal.accounts.models import User
from tests.contracts.things import holding, membership

Call = Callable[[], Any]


def name(network: Network, by: User) -> Call:
    told: dict[str, Any] = {"function": "health", "membership": membership(network, by), "phone": "400 00 000"}
    return partial(services.name, network=network, **told, by=by)


EXAMPLES: dict[str, Callable[[Network, User], Call]] = {
    "networks.functions.services.name": name,
    "networks.functions.services.take_off": lambda network, by: partial(
        services.take_off, holding=holding(network, by), by=by
    ),
    "networks.functions.services.confirm": lambda network, by: partial(
        services.confirm, holding=holding(network, by), by=by
    ),
    "networks.handbook.services.on_paper": lambda network, by: partial(handbook.on_paper, network=network, by=by),
    "networks.handbook.services.as_a_file": lambda network, by: partial(handbook.as_a_file, network=network, by=by),
}
