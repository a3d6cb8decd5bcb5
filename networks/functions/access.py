"""The doors of the contact list: whoever reads routines reads it, whoever writes routines keeps it."""

from django.utils.translation import gettext as _

from networks.directory.access import who_could
from networks.directory.models import Network
from networks.functions.models import Holding, HoldingQuerySet
from portal.access.capabilities import Capability
from portal.access.decisions import can, networks_where
from portal.access.doors import one_or_404, rule
from portal.access.permissions import answers
from portal.accounts.models import User
from portal.notices.kinds import Line, still


def visible_to(user: User) -> HoldingQuerySet:
    return Holding.objects.filter(network__in=networks_where(user, Capability.READ_ROUTINES))


def get_or_404(user: User, slug: str, holding_id: int) -> Holding:
    found = visible_to(user).live().filter(network__slug=slug, pk=holding_id)
    return one_or_404(found.select_related("network", "membership__user", "membership__organisation"))


@rule(who_could(Capability.READ_ROUTINES))
def may_read(user: User, network: Network) -> bool:
    return can(user, Capability.READ_ROUTINES, network.pk)


@rule(who_could(Capability.WRITE_ROUTINES))
def may_name(user: User, network: Network) -> bool:
    return can(user, Capability.WRITE_ROUTINES, network.pk)


@rule(lambda reader, holding: who_could(Capability.WRITE_ROUTINES)(reader, holding.network))
def may_change(user: User, holding: Holding) -> bool:
    return may_name(user, holding.network)


answers("networks.view_holding", lambda user, holding: may_read(user, holding.network))
answers("networks.change_holding", may_change)


def waiting(user: User) -> HoldingQuerySet:
    """What waits for her to confirm it."""
    return visible_to(user).due().filter(network__in=networks_where(user, Capability.WRITE_ROUTINES))


def lines(user: User, holdings: list[int]) -> dict[int, Line]:
    """How the notice of each reads: where it is, and neither who nor what."""
    found = waiting(user).filter(pk__in=holdings).select_related("network")
    return {
        holding.pk: Line(_("Somebody on the contact list should be confirmed"), holding.network.name)
        for holding in found
    }


still("holding_confirm", waiting, lines)
