"""Who may read what has been done, and who can see what."""

from networks.directory.access import members_only, who_could
from networks.directory.models import Network
from portal.access.capabilities import Capability
from portal.access.decisions import can
from portal.access.doors import rule
from portal.access.permissions import answers
from portal.accounts.models import User


@rule(who_could(Capability.READ_AUDIT))
def may_read_audit(user: User, network: Network) -> bool:
    return can(user, Capability.READ_AUDIT, network.pk)


@rule(who_could(Capability.EXPORT_AUDIT))
def may_export_audit(user: User, network: Network) -> bool:
    return can(user, Capability.EXPORT_AUDIT, network.pk)


@rule(members_only)
def may_see_people(user: User, network: Network) -> bool:
    return can(user, Capability.READ_MEMBERS, network.pk)


answers("networks.view_audit", may_read_audit)
