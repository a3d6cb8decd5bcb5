"""The doors of a membership and of a handover: which ones, may she, and who may."""

import json
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from networks.directory.access import grantable_roles, members_only, naming, who_could
from networks.directory.models import Network
from networks.membership.models import Handover, HandoverQuerySet, Membership, MembershipQuerySet
from portal.access.capabilities import Capability
from portal.access.decisions import can, networks_where
from portal.access.doors import one_or_404, rule
from portal.access.permissions import answers
from portal.access.roles import GRANTABLE, Role, roles_with
from portal.accounts.models import User
from portal.tenancy.clock import Today
from portal.tenancy.functions import call_rows
from portal.tenancy.refusals import NotVisible

CONFIRMERS, CONTACTS = roles_with(Capability.CONFIRM_MEMBERS), roles_with(Capability.CONFIRM_OWN_STAFF)
HANDS_OVER = roles_with(Capability.HAND_OVER_NETWORK)
OWN_STAFF = frozenset({Role.MEMBER, Role.MENTOR, Role.OBSERVER})  # whom a contact may take out


def visible_to(user: User) -> MembershipQuerySet:
    """Everybody's for those who may read members; otherwise only one's own."""
    readable = Q(network__in=networks_where(user, Capability.READ_MEMBERS))
    own = Q(user=user, network__in=networks_where(user, Capability.READ_NETWORK))
    return Membership.objects.filter(readable | own)


def get_or_404(user: User, slug: str, member_id: int) -> Membership:
    """Somebody who has left is found only by those who manage members: the rest need not know why."""
    found = visible_to(user).filter(network__slug=slug, pk=member_id).with_due()
    membership = one_or_404(found.select_related("network", "user", "organisation", "granted_by"))
    if membership.is_ended and not can(user, Capability.MANAGE_MEMBERS, membership.network_id):
        raise NotVisible
    return membership


def is_alone_in_the_task(user: User, member: Membership) -> bool:
    """Whether this is her own membership as the only coordinator: she can only hand it over."""
    if member.user_id != user.pk or member.role != Role.COORDINATOR:
        return False
    running = Q(ends_on=None) | Q(ends_on__gte=Today())
    others = Membership.objects.filter(running, network=member.network_id, role=member.role, state="active")
    return not others.exclude(pk=member.pk).exists()


@rule(members_only)
def may_read(user: User, network: Network) -> bool:
    return can(user, Capability.READ_MEMBERS, network.pk)


def own_organisation(user: User, network: Network) -> MembershipQuerySet:
    """Her live membership as the contact of an organisation; empty for anybody who is no contact."""
    return Membership.objects.live().filter(network=network, user=user, role__in=CONTACTS)


def confirmable(user: User, network: Network) -> MembershipQuerySet:
    """Whom this person may confirm for another year: everybody, her own organisation's people, or nobody.

    Herself only where nobody else could: a coordinator alone in the task would otherwise never be confirmed.
    """
    others = Membership.objects.live().filter(network=network).exclude(user=user)
    somebody_else = Exists(others.filter(confirming(OuterRef("organisation"))))
    people = visible_to(user).filter(~Q(user=user) | ~somebody_else, network=network).current()
    if can(user, Capability.CONFIRM_MEMBERS, network.pk):
        return people
    return people.filter(organisation__in=own_organisation(user, network).values("organisation"))


def holders(network: Network, able: Q) -> QuerySet[User]:
    """People whose live membership in the network meets the condition."""
    live = Membership.objects.live().filter(able, network=network)
    return User.objects.filter(memberships__in=live).order_by("sort_key", "pk")


def managers_of(member: Membership) -> frozenset[str]:
    """The roles that may give, and take, hers."""
    return frozenset(role for role in roles_with(Capability.MANAGE_MEMBERS) if member.role in GRANTABLE.get(role, ()))


def confirming(organisation: int | OuterRef) -> Q:
    """Whose word counts for the people of an organisation: its contact's, a coordinator's or deputy's."""
    contact = Q(role__in=CONTACTS, organisation=organisation)
    return contact | Q(role__in=CONFIRMERS)


def ending(member: Membership) -> Q:
    able = Q(role__in=managers_of(member)) | Q(pk=member.pk)
    if member.role not in OWN_STAFF:
        return able
    return able | confirming(member.organisation_id)


def who_may_manage(member: Membership) -> QuerySet[User]:
    return holders(member.network, Q(role__in=managers_of(member)))


def who_may_confirm(member: Membership) -> QuerySet[User]:
    """Another than herself, as long as there is another."""
    able = holders(member.network, confirming(member.organisation_id))
    others = able.exclude(pk=member.user_id)
    return others if others.exists() else able


def who_may_end(member: Membership) -> QuerySet[User]:
    return holders(member.network, ending(member))


def others_who_may_end(member: Membership) -> QuerySet[User]:
    return who_may_end(member).exclude(pk=member.user_id)


@rule(lambda reader, member: naming(reader, member.network, who_may_manage(member), managers_of(member)))
def may_manage(user: User, member: Membership) -> bool:
    """Role and pause: only for those whose role one may give."""
    if not can(user, Capability.MANAGE_MEMBERS, member.network_id):
        return False
    return member.role in grantable_roles(user, member.network)


@rule(lambda reader, member: naming(reader, member.network, who_may_confirm(member), CONFIRMERS | CONTACTS))
def may_confirm(user: User, member: Membership) -> bool:
    """Nobody says of herself that she still belongs, while there is another who may."""
    if member.user_id == user.pk:
        return confirmable(user, member.network).filter(pk=member.pk).exists()
    if can(user, Capability.CONFIRM_MEMBERS, member.network_id):
        return True
    return own_organisation(user, member.network).filter(organisation=member.organisation_id).exists()


@rule(who_could(Capability.CONFIRM_MEMBERS))
def may_confirm_some(user: User, network: Network) -> bool:
    ways = (Capability.CONFIRM_MEMBERS, Capability.CONFIRM_OWN_STAFF)
    return any(can(user, way, network.pk) for way in ways)


@rule(lambda reader, member: naming(reader, member.network, others_who_may_end(member), managers_of(member)))
def may_end(user: User, member: Membership) -> bool:
    """Oneself always; a contact her organisation's people; a manager those whose role she may give."""
    if member.user_id == user.pk or may_manage(user, member):
        return True
    return member.role in OWN_STAFF and may_confirm(user, member)


def successor(handover: Handover) -> QuerySet[User]:
    return User.objects.filter(pk=handover.to_membership.user_id)


@dataclass(frozen=True)
class Paused:
    """A membership of one's own that is paused: what she may know of a network she does not see."""

    pk: int
    network_id: int
    network: str
    role: str
    organisation: str

    @property
    def role_name(self) -> str:
        return str(Role(self.role).label)


def paused() -> list[Paused]:
    """Of the person who acts."""
    return [Paused(**json.loads(row)) for row in call_rows("my_paused")]


def get_paused_or_404(user: User, member_id: int) -> Paused:
    found = next((membership for membership in paused() if membership.pk == member_id), None)
    if found is None:
        raise NotVisible
    return found


def handovers_visible_to(user: User) -> HandoverQuerySet:
    found = Handover.objects.filter(network__in=networks_where(user, Capability.READ_MEMBERS))
    return found.select_related("network", "from_membership__user", "to_membership__user")


def get_handover_or_404(user: User, slug: str, handover_id: int) -> Handover:
    return one_or_404(handovers_visible_to(user).filter(network__slug=slug, pk=handover_id))


@rule(who_could(Capability.HAND_OVER_NETWORK))
def may_hand_over(user: User, network: Network) -> bool:
    return can(user, Capability.HAND_OVER_NETWORK, network.pk)


@rule(who_could(Capability.HAND_OVER_NETWORK))
def may_see_handover(user: User, network: Network) -> bool:
    """The coordinator, and whoever has been asked to follow her."""
    if may_hand_over(user, network):
        return True
    return handovers_visible_to(user).filter(network=network, to_membership__user=user).open().exists()


@rule(lambda reader, handover: naming(reader, handover.network, successor(handover), HANDS_OVER))
def may_accept(user: User, handover: Handover) -> bool:
    return handover.to_membership.user_id == user.pk


@rule(lambda reader, handover: who_could(Capability.HAND_OVER_NETWORK)(reader, handover.network))
def may_withdraw(user: User, handover: Handover) -> bool:
    return handover.to_membership.user_id == user.pk or may_hand_over(user, handover.network)


answers("networks.change_membership", may_manage)
answers("networks.delete_membership", may_end)
