"""Named reads of a network, each with what its page needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from networks.directory import access as directory
from networks.directory.choices import Sector
from networks.directory.models import Network
from networks.directory.queries.parties import sector_lines
from networks.membership.access import Paused, confirmable, handovers_visible_to, visible_to
from networks.membership.choices import MembershipState
from networks.membership.models import Handover, Membership, MembershipQuerySet
from portal.access.capabilities import Capability
from portal.access.roles import Role, roles_with
from portal.accounts.models import User
from portal.tenancy.functions import call_record

# What the list of members can be narrowed to; «due» is not a state but a question about the date.
STATES = {
    "": _("In the network"),
    "active": MembershipState.ACTIVE.label,
    "paused": MembershipState.PAUSED.label,
    "due": _("Must be confirmed soon"),
    "ended": MembershipState.ENDED.label,
}


@dataclass(frozen=True)
class Belonging:
    """A network one sees, and as what."""

    network: Network
    role: str | Promise


def belongings(user: User) -> list[Belonging]:
    """By name. Whoever sees a network without a membership is there on a visit."""
    roles = dict(Membership.objects.filter(user=user).live().values_list("network", "role"))
    return [
        Belonging(network, Role(roles[network.pk]).label if network.pk in roles else _("Supervisor on a visit"))
        for network in directory.visible_to(user).order_by("name", "pk")
    ]


def members(
    user: User, network: Network, *, name: str = "", organisation: str = "", role: str = "", state: str = ""
) -> QuerySet[Membership]:
    """The people of a network in alphabetical order, narrowed to what was asked for."""
    people = in_state(visible_to(user).filter(network=network), state)
    wanted = {"user__name__icontains": name.strip(), "organisation": organisation, "role": role}
    return people.filter(**{key: value for key, value in wanted.items() if value}).with_people().with_due()


def in_state(people: MembershipQuerySet, state: str) -> MembershipQuerySet:
    if state == "due":
        return people.due()
    return people.filter(state=state) if state else people.current()


def taking_part(network: Network) -> list[tuple[int, str]]:
    return list(network.organisations.filter(left_on=None).values_list("pk", "name"))


@dataclass(frozen=True)
class Headcount:
    people: int
    organisations: int
    due: int


def headcount(user: User, network: Network) -> Headcount:
    """The whole network in three numbers; what is due counts only those this person may confirm."""
    mine = Q(pk__in=confirmable(user, network).due().values("pk"))
    numbers = {
        "people": Count("pk"),
        "organisations": Count("organisation", distinct=True),
        "due": Count("pk", filter=mine),
    }
    return Headcount(**visible_to(user).filter(network=network).current().aggregate(**numbers))


def confirmable_among(user: User, network: Network, people: Iterable[Membership]) -> frozenset[int]:
    """Which of the people on a page this person may confirm."""
    shown = [member.pk for member in people]
    return frozenset(confirmable(user, network).filter(pk__in=shown).values_list("pk", flat=True))


@dataclass(frozen=True)
class Held:
    """What ends or passes on with a membership."""

    heir: str
    invitations: int
    handover: bool
    guests: list[str]
    only_contact: bool
    last_of_organisation: bool


def held_by(member: Membership | Paused) -> Held:
    """Raises NotAllowed for those who may not end the membership."""
    return Held(**call_record("held_by", membership=member.pk) or {})


@dataclass(frozen=True)
class HandoverFacts:
    """What waits for the next coordinator, in numbers."""

    invitations: int
    requests: int
    due: int
    paused: int
    guests: int
    charter: bool
    parties: int
    signed: int
    missing: list[Sector] = field(default_factory=list)


def handover_facts(user: User, network: Network) -> HandoverFacts:
    """Raises NotAllowed for others than the coordinator and whoever has been asked to follow her."""
    told = call_record("handover_facts", network=network.pk) or {}
    lines = sector_lines(network, today=timezone.localdate())
    return HandoverFacts(**told, missing=[line.sector for line in lines if line.state == "gap"])


def open_handover(user: User, network: Network) -> Handover | None:
    return handovers_visible_to(user).filter(network=network).open().first()


def successors(user: User, network: Network) -> QuerySet[Membership]:
    """Those who could follow: active, able to read who the members are, and another than oneself."""
    able = roles_with(Capability.READ_MEMBERS)
    people = visible_to(user).filter(network=network, role__in=able).live()
    return people.exclude(user=user).with_people()
