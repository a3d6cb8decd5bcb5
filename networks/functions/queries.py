"""Who holds which function in a network, and which have nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from networks.directory.models import Network
from networks.functions import access
from networks.functions.choices import NAMED
from networks.functions.models import Holding
from networks.membership import access as membership
from networks.membership.models import Membership
from networks.routines import access as routines
from networks.routines.choices import Shelf
from networks.steps.choices import BY_ROLE, OF_A_RUN, Responsible
from networks.versions.choices import VersionState
from portal.accounts.models import User


@dataclass(frozen=True)
class Holder:
    """Somebody to call. `confirm_on` and `holding` are of those who are named; a role is confirmed as a membership is."""

    user_id: int
    name: str
    agency: str
    phone: str
    email: str
    is_first: bool
    confirm_on: date | None
    holding: int | None = None


Held = Mapping[str, list[Holder]]


def holders(user: User, network: Network) -> Held:
    """Function → who holds it, the first first. Two queries. A function that nobody holds is not in it."""
    found: dict[str, list[Holder]] = {}
    named = access.visible_to(user).live().filter(network=network)
    for holding in named.select_related("membership__user", "membership__organisation"):
        held = found.setdefault(holding.function, [])
        held.append(named_holder(holding, is_first=not held))
    phones = {holder.user_id: holder.phone for held in found.values() for holder in held if holder.phone}
    people = membership.visible_to(user).live().filter(network=network, role__in=BY_ROLE)
    for member in people.with_people():
        held = found.setdefault(member.role, [])
        holder = holder_of(member, is_first=not held)
        held.append(replace(holder, phone=phones.get(holder.user_id, "")))
    return {function: found[function] for function in Responsible if function in found}


def named_holder(holding: Holding, *, is_first: bool) -> Holder:
    holder = holder_of(holding.membership, is_first=is_first)
    return replace(holder, phone=holding.phone, confirm_on=holding.confirm_on, holding=holding.pk)


def holder_of(member: Membership, *, is_first: bool) -> Holder:
    """As a member, without what the contact list adds."""
    who = member.user
    return Holder(who.pk, who.name, member.organisation.name, "", who.email, is_first, None)


def vacancies(user: User, network: Network) -> list[str]:
    """Functions that a routine in force answers with and nobody holds, in the order of the list. Three queries."""
    return vacant(wanted(user, network), holders(user, network))


def vacant(functions: frozenset[str], held: Held) -> list[str]:
    return [function for function in Responsible if function in functions and function not in held]


def wanted(user: User, network: Network) -> frozenset[str]:
    """The functions that the routines in force name as responsible, but for those of one run."""
    versions = routines.versions_visible_to(user).filter(
        network=network, state=VersionState.PUBLISHED, routine__shelf=Shelf.IN_USE
    )
    named = (step.role for version in versions.order_by() for step in version.wording.shown)
    return frozenset(named) - frozenset(OF_A_RUN)


@dataclass(frozen=True)
class Line:
    """A function on the contact list. `may_be_named` is not so for a role, which is given on the members' page."""

    function: str
    name: str
    holders: list[Holder]

    @property
    def may_be_named(self) -> bool:
        return self.function in NAMED


@dataclass(frozen=True)
class ContactList:
    vacant: list[Line]
    held: list[Line]


def contact_list(user: User, network: Network) -> ContactList:
    """What nobody holds, and who holds the rest. Three queries."""
    held = holders(user, network)
    empty = vacant(wanted(user, network), held)
    return ContactList([line(one, []) for one in empty], [line(one, those) for one, those in held.items()])


def line(function: str, people: list[Holder]) -> Line:
    return Line(function, str(Responsible(function).label), people)


def members(user: User, network: Network) -> list[Membership]:
    """Who can be named, in the order of their names."""
    return list(membership.visible_to(user).live().filter(network=network).with_people())
