"""The doors of a network's year. Who reads the routines reads it, who writes them sets it; an owner says her own is done."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from networks.directory.access import who_could
from networks.directory.models import Network
from networks.membership.models import Membership, MembershipQuerySet
from networks.readiness.choices import SOON_DAYS
from networks.readiness.models import CalendarFeed, ReadinessDone, ReadinessItem
from portal.access.capabilities import Capability
from portal.access.decisions import can, networks_where
from portal.access.doors import one_or_404, rule
from portal.access.permissions import answers
from portal.access.roles import roles_with
from portal.accounts.models import User
from portal.notices.kinds import Line, still
from portal.tenancy.clock import Today

READERS = roles_with(Capability.READ_ROUTINES)


def visible_to(user: User) -> QuerySet[ReadinessItem]:
    return ReadinessItem.objects.filter(network__in=networks_where(user, Capability.READ_ROUTINES))


def done_visible_to(user: User) -> QuerySet[ReadinessDone]:
    return ReadinessDone.objects.filter(network__in=networks_where(user, Capability.READ_ROUTINES))


def feeds_visible_to(user: User) -> QuerySet[CalendarFeed]:
    """One's own, while one reads what they show."""
    return CalendarFeed.objects.filter(user=user, network__in=networks_where(user, Capability.READ_ROUTINES))


def get_item_or_404(user: User, slug: str, item_id: int) -> ReadinessItem:
    found = visible_to(user).filter(network__slug=slug, pk=item_id)
    return one_or_404(found.select_related("network", "owner__user"))


def owners(network: Network) -> MembershipQuerySet:
    """Who can answer for an item: the live members who read the year."""
    return Membership.objects.live().filter(network=network, role__in=READERS)


def is_owner(user: User, item: ReadinessItem) -> bool:
    return item.owner_id is not None and owners(item.network).filter(pk=item.owner_id, user=user).exists()


@rule(who_could(Capability.READ_ROUTINES))
def may_read(user: User, network: Network) -> bool:
    return can(user, Capability.READ_ROUTINES, network.pk)


@rule(who_could(Capability.WRITE_ROUTINES))
def may_write(user: User, network: Network) -> bool:
    return can(user, Capability.WRITE_ROUTINES, network.pk)


@rule(lambda reader, item: who_could(Capability.WRITE_ROUTINES)(reader, item.network))
def may_change(user: User, item: ReadinessItem) -> bool:
    return may_write(user, item.network)


@rule(lambda reader, item: who_could(Capability.WRITE_ROUTINES)(reader, item.network))
def may_do(user: User, item: ReadinessItem) -> bool:
    """The database asks again when it is done."""
    return may_change(user, item) or is_owner(user, item)


@rule(lambda reader, network: _("A calendar address belongs to a membership. It is for members who read the routines."))
def may_have_feed(user: User, network: Network) -> bool:
    """A visit has an end of its own, and makes none."""
    return may_read(user, network) and owners(network).filter(user=user).exists()


answers("networks.view_readinessitem", lambda user, item: may_read(user, item.network))
answers("networks.change_readinessitem", may_change)


def waiting_for(user: User) -> QuerySet[ReadinessItem]:
    """What she answers for and is due, or soon will be."""
    mine = Membership.objects.live().filter(user=user)
    return visible_to(user).filter(owner__in=mine, due_on__lte=Today() + SOON_DAYS)


def lines(user: User, items: list[int]) -> dict[int, Line]:
    """Where, and nothing of what."""
    found = waiting_for(user).filter(pk__in=items).select_related("network")
    return {item.pk: Line(_("Something in the year is due"), item.network.name) for item in found}


still("readiness_item", waiting_for, lines)
