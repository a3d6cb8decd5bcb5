"""The doors of letters, requests and visits: which ones, may she."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from networks.directory.access import grantable_roles, members_only, who_could
from networks.directory.models import Network
from networks.entry.models import Grant, Invitation, JoinRequest
from portal.access.capabilities import Capability
from portal.access.decisions import can, networks_where
from portal.access.doors import one_or_404, rule
from portal.access.grants import holds, last_day, running
from portal.access.permissions import answers
from portal.accounts.models import User
from portal.tenancy.functions import call_record
from portal.tenancy.refusals import NotVisible


@dataclass(frozen=True)
class Doorstep:
    """What somebody with the join link may know: the network's name, and how her own asking stands."""

    id: int
    code: str
    name: str
    slug: str
    member: bool
    asked_at: datetime | None
    declined_at: datetime | None


def get_doorstep_or_404(user: User, code: str) -> Doorstep:
    found = call_record("network_by_code", code=code)
    if found is None:
        raise NotVisible
    moments = {key: found[key] and datetime.fromisoformat(found[key]) for key in ("asked_at", "declined_at")}
    return Doorstep(**found | moments, code=code)


def invitations_visible_to(user: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(network__in=networks_where(user, Capability.INVITE_MEMBERS))


def get_invitation_or_404(user: User, slug: str, invitation_id: int) -> Invitation:
    found = invitations_visible_to(user).filter(network__slug=slug, pk=invitation_id)
    return one_or_404(found.select_related("network", "organisation"))


def requests_visible_to(user: User) -> QuerySet[JoinRequest]:
    return JoinRequest.objects.filter(network__in=networks_where(user, Capability.ANSWER_REQUESTS))


def get_request_or_404(user: User, slug: str, request_id: int) -> JoinRequest:
    found = requests_visible_to(user).filter(network__slug=slug, pk=request_id)
    return one_or_404(found.select_related("network", "user"))


def visits_visible_to(user: User) -> QuerySet[Grant]:
    """Running visits only, as the policy says too, each with its `last_day`."""
    networks = networks_where(user, Capability.READ_MEMBERS)
    return Grant.objects.filter(running(), content_object__in=networks).annotate(last_day=last_day())


def get_visit_or_404(user: User, slug: str, visit_id: int) -> Grant:
    found = visits_visible_to(user).filter(content_object__slug=slug, pk=visit_id)
    return one_or_404(found.select_related("content_object", "user", "granted_by"))


@rule(who_could(Capability.INVITE_MEMBERS))
def may_invite(user: User, network: Network) -> bool:
    return can(user, Capability.INVITE_MEMBERS, network.pk)


@rule(lambda reader, invitation: who_could(Capability.INVITE_MEMBERS)(reader, invitation.network))
def may_revoke(user: User, invitation: Invitation) -> bool:
    """Only a letter she could have sent: a deputy does not undo what the coordinator decided."""
    return may_invite(user, invitation.network) and invitation.role in grantable_roles(user, invitation.network)


@rule(who_could(Capability.ANSWER_REQUESTS))
def may_answer(user: User, network: Network) -> bool:
    return can(user, Capability.ANSWER_REQUESTS, network.pk)


@rule(lambda reader, asked: who_could(Capability.ANSWER_REQUESTS)(reader, asked.network))
def may_answer_request(user: User, asked: JoinRequest) -> bool:
    return can(user, Capability.ANSWER_REQUESTS, asked.network_id)


@rule(members_only)
def may_see_visits(user: User, network: Network) -> bool:
    return can(user, Capability.READ_MEMBERS, network.pk)


@rule(who_could(Capability.LET_IN_GUESTS))
def may_let_in(user: User, network: Network) -> bool:
    return can(user, Capability.LET_IN_GUESTS, network.pk)


@rule(lambda reader, visit: who_could(Capability.LET_IN_GUESTS)(reader, visit.content_object))
def may_renew_visit(user: User, visit: Grant) -> bool:
    return can(user, Capability.LET_IN_GUESTS, visit.content_object_id)


@rule(lambda reader, visit: who_could(Capability.LET_IN_GUESTS)(reader, visit.content_object))
def may_end_visit(user: User, visit: Grant) -> bool:
    """The guest herself may always leave."""
    return visit.user_id == user.pk or may_renew_visit(user, visit)


def visits(user: User, network: Network) -> bool:
    """Whether she is here as a guest: guardian's answer on exactly this network."""
    return holds(user, "visit_network", network)


answers("networks.add_invitation", may_invite)
answers("networks.visit_network", visits)
