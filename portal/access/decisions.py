"""The one decision: does this person's live role in this network hold this capability?"""

from collections.abc import Iterable

from portal.access.capabilities import Capability
from portal.access.roles import ROLES
from portal.accounts.models import User
from portal.tenancy.context import acting_user_id, my_roles, my_standings


def roles_in(user: User, network_id: int) -> frozenset[str]:
    """Live roles, as the database's own function tells them to the policies.

    Raises RuntimeError when asked about somebody the transaction does not act as: the answer would be wrong.
    """
    if acting_user_id() != user.pk:
        raise RuntimeError(f"Asked about user {user.pk} while acting as {acting_user_id()}.")
    return my_roles(network_id)


def can(user: User, capability: Capability, network_id: int) -> bool:
    return any(capability in ROLES[role] for role in roles_in(user, network_id))


def networks_where(user: User, capability: Capability) -> Iterable[int]:
    roles_in(user, 0)
    told = my_standings().items()
    return [network for network, standing in told if any(capability in ROLES[role] for role in standing.roles)]
