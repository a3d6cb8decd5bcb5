"""The doors of a network and of the directory: which ones, may she, and who may."""

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from networks.directory.models import County, EarlierCharter, Network, Organisation, Territory
from portal.access import grants
from portal.access.capabilities import Capability
from portal.access.decisions import can, networks_where, roles_in
from portal.access.doors import one_or_404, rule
from portal.access.models import Office
from portal.access.permissions import answers
from portal.access.roles import GRANTABLE, SUPERVISOR, Role, roles_with
from portal.accounts.models import User
from portal.tenancy.clock import Today


def visible_to(user: User) -> QuerySet[Network]:
    return Network.objects.filter(pk__in=networks_where(user, Capability.READ_NETWORK))


def get_or_404(user: User, slug: str) -> Network:
    return one_or_404(visible_to(user).select_related("charter").filter(slug=slug))


def get_organisation_or_404(user: User, slug: str, organisation_id: int) -> Organisation:
    found = Organisation.objects.filter(network__in=visible_to(user), network__slug=slug, pk=organisation_id)
    return one_or_404(found.select_related("network"))


def get_earlier_charter_or_404(user: User, slug: str, version: int) -> EarlierCharter:
    found = EarlierCharter.objects.filter(network__in=visible_to(user), network__slug=slug, version=version)
    return one_or_404(found.select_related("network"))


def get_territory_or_404(user: User, slug: str, number: str) -> Territory:
    found = Territory.objects.filter(network__in=visible_to(user), network__slug=slug, municipality=number)
    return one_or_404(found.select_related("network"))


def get_county_or_404(user: User, number: str) -> County:
    """Counties are public facts; the user is asked for because a door asks."""
    return one_or_404(County.objects.filter(pk=number))


def who_may(capability: Capability, network: Network) -> QuerySet[User]:
    """Everybody whose live membership or visit holds the capability."""
    roles = roles_with(capability)
    member = Q(memberships__network=network, memberships__state="active", memberships__role__in=roles)
    ends = Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=Today())
    people = member & ends & Q(memberships__starts_on__lte=Today())
    if SUPERVISOR in roles:
        people |= Q(pk__in=network.grants.filter(grants.running()).values("user"))
    return User.objects.filter(people).distinct().order_by("sort_key", "pk")


def who_could(capability: Capability) -> Callable[[User, Network], str]:
    roles = roles_with(capability)
    return lambda reader, network: naming(reader, network, who_may(capability, network), roles)


def naming(reader: User, network: Network, people: QuerySet[User], roles: Iterable[str]) -> str:
    """The sentence of a refusal: it names two who could instead; to who may not see the members, only their roles."""
    names = [user.name for user in people[:2]] if may_read_names(reader, network) else []
    if names:
        return _("You cannot do this here. %(who)s can.") % {"who": _(" or ").join(names)}
    labels = [str(role.label).lower() for role in Role if role in frozenset(roles)]
    listed = _(" or ").join([", ".join(labels[:-1]), labels[-1]] if labels[1:] else labels)
    return _("You cannot do this here. It takes the role of %(roles)s.") % {"roles": listed}


def members_only(reader: User, network: Network) -> str:
    return _("Observers do not see who the members are. The coordinator can give you another role.")


def grantable_roles(user: User, network: Network) -> frozenset[str]:
    """The roles this person may give, and take, in this network."""
    return frozenset(role for held in roles_in(user, network.pk) for role in GRANTABLE.get(held, ()))


@rule(who_could(Capability.MANAGE_NETWORK))
def may_manage(user: User, network: Network) -> bool:
    return can(user, Capability.MANAGE_NETWORK, network.pk)


@rule(lambda reader, territory: who_could(Capability.MANAGE_NETWORK)(reader, territory.network))
def may_change_territory(user: User, territory: Territory) -> bool:
    return may_manage(user, territory.network)


def may_read_names(user: User, network: Network) -> bool:
    """An observer learns which organisations take part, not who stands for them."""
    return can(user, Capability.READ_MEMBERS, network.pk)


@rule(who_could(Capability.MANAGE_ORGANISATIONS))
def may_manage_organisations(user: User, network: Network) -> bool:
    return can(user, Capability.MANAGE_ORGANISATIONS, network.pk)


@rule(lambda reader, organisation: who_could(Capability.MANAGE_ORGANISATIONS)(reader, organisation.network))
def may_change_organisation(user: User, organisation: Organisation) -> bool:
    return may_manage_organisations(user, organisation.network)


@rule(lambda reader, organisation: who_could(Capability.INVITE_MEMBERS)(reader, organisation.network))
def may_invite_for(user: User, organisation: Organisation) -> bool:
    return organisation.left_on is None and can(user, Capability.INVITE_MEMBERS, organisation.network_id)


@rule(who_could(Capability.EDIT_CHARTER))
def may_edit_charter(user: User, network: Network) -> bool:
    return can(user, Capability.EDIT_CHARTER, network.pk)


@rule(who_could(Capability.SIGN_CHARTER))
def may_sign_charter(user: User, network: Network) -> bool:
    """For her own organisation, that is: the database refuses any other."""
    return can(user, Capability.SIGN_CHARTER, network.pk)


@rule(lambda reader, county: _("A supervisor at an RVTS centre or an operator of the portal can correct this."))
def may_correct_regions(user: User, county: County) -> bool:
    kinds = (Office.Kind.SUPERVISOR, Office.Kind.OPERATOR)
    return Office.objects.running().filter(user=user, kind__in=kinds).exists()


answers("networks.view_network", lambda user, network: can(user, Capability.READ_NETWORK, network.pk))
answers("networks.change_network", may_manage)
answers("networks.change_organisation", may_change_organisation)
answers("networks.change_charter", lambda user, charter: may_edit_charter(user, charter.network))
