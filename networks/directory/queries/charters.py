"""Named reads of the charter: the version in force, who has signed it, and what was agreed before."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from networks.directory.models import Charter, EarlierCharter, Network, Organisation, Signature
from networks.directory.queries.parties import Party, parties
from portal.access.capabilities import Capability
from portal.access.roles import roles_with
from portal.accounts.models import User
from portal.tenancy.clock import Today

NEEDED = 2  # sec.sign_charter makes a network active by as many (docs/decisions/0010)


@dataclass(frozen=True)
class Signing:
    """One step of the path: a party, and how it has answered the version in force."""

    party: Party
    signature: Signature | None
    earlier: int | None
    own: bool

    @property
    def state(self) -> str:
        if self.signature:
            return "done"
        return "here" if self.own else "ahead"


def charter_of(network: Network) -> Charter:
    return Charter.objects.get(network=network)


def earlier(network: Network) -> QuerySet[EarlierCharter]:
    return network.earlier_charters.all()


def signatures(network: Network, version: int) -> QuerySet[Signature]:
    found = network.signatures.filter(version=version).select_related("organisation")
    return found.order_by("signed_at", "pk")


def whose_signature_stands(network: Network) -> QuerySet[User]:
    """Everybody who may sign for an organisation that has signed the version in force."""
    signed = network.signatures.filter(version=F("network__charter__version")).values("organisation")
    ends = Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=Today())
    found = User.objects.filter(
        ends,
        memberships__network=network,
        memberships__state="active",
        memberships__role__in=roles_with(Capability.SIGN_CHARTER),
        memberships__organisation__in=signed,
    )
    return found.distinct()


def signings(network: Network, charter: Charter, own: Organisation | None) -> list[Signing]:
    """Everybody who takes part: those who have signed in the order they did, then those who have not."""
    now: dict[int, Signature] = {}
    before: dict[int, int] = {}
    for signature in network.signatures.order_by("version"):
        if signature.version == charter.version:
            now[signature.organisation_id] = signature
        else:
            before[signature.organisation_id] = signature.version
    steps = [
        Signing(each, now.get(each.organisation.pk), before.get(each.organisation.pk), own == each.organisation)
        for each in parties(network)
    ]
    return [*signed_first(steps), *(step for step in steps if not step.signature)]


def signed_first(steps: Iterable[Signing]) -> list[Signing]:
    signed = [(step.signature.signed_at, step.signature.pk, step) for step in steps if step.signature]
    return [step for _at, _pk, step in sorted(signed, key=lambda told: told[:2])]
