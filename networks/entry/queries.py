"""Named reads of the ways in."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet

from networks.directory.access import grantable_roles
from networks.directory.models import Network, Organisation
from networks.entry import access
from networks.entry.choices import Problem, role_words
from networks.entry.models import Grant, Invitation, JoinRequest
from networks.membership.access import visible_to as memberships_visible_to
from portal.access.roles import Role
from portal.accounts.models import User
from portal.tenancy.clock import Now, Today
from portal.tenancy.functions import call_record, call_rows
from portal.ui.tables import Row

LETTER_SOON = timedelta(days=2)
VISIT_SOON = timedelta(days=7)
PAST = 25
LONGEST_ADDRESS = 254
LONGEST_FUNCTION = 120


@dataclass(frozen=True)
class Line:
    """One line of an invitation list: as written, what it stands for, and everything for which it cannot be sent."""

    row: Row
    organisation_id: int | None
    role: str
    problems: tuple[Problem, ...]

    @property
    def email(self) -> str:
        return self.row.cells["email"]

    @property
    def function(self) -> str:
        return self.row.cells["function"]

    @property
    def role_name(self) -> str:
        return str(Role(self.role).label)


@dataclass(frozen=True)
class Known:
    """What an invitation list is held against."""

    organisations: Mapping[str, int]
    members: frozenset[str]
    invited: frozenset[str]
    words: Mapping[str, Role]
    roles: frozenset[str]


@dataclass(frozen=True)
class OpenInvitation:
    """What the holder of a letter may know before she is a member."""

    network: str
    slug: str
    role: str
    organisation: str
    function: str
    email: str
    inviter: str
    state: str
    has_account: bool


def invitations(user: User, network: Network) -> QuerySet[Invitation]:
    letters = access.invitations_visible_to(user).filter(network=network)
    of_the_network = letters.filter(
        organisation__network=network
    )  # said again of what is joined: the planner cannot know
    return of_the_network.select_related("organisation", "invited_by")


def open_invitations(user: User, network: Network) -> QuerySet[Invitation]:
    waiting = invitations(user, network).filter(accepted_at=None, revoked_at=None, expires_at__gt=Now())
    return waiting.annotate(soon=Q(expires_at__lt=Now() + LETTER_SOON)).order_by("expires_at", "pk")


def past_invitations(user: User, network: Network) -> QuerySet[Invitation]:
    """The latest that were accepted, taken back or have expired."""
    over = Q(accepted_at__isnull=False) | Q(revoked_at__isnull=False) | Q(expires_at__lte=Now())
    return invitations(user, network).filter(over).order_by("-invited_at", "-pk")[:PAST]


def organisations(network: Network) -> QuerySet[Organisation]:
    """The parties one can be invited for."""
    return network.organisations.filter(left_on=None)


def known(user: User, network: Network) -> Known:
    members = memberships_visible_to(user).filter(network=network).current()
    return Known(
        {" ".join(name.split()).casefold(): pk for pk, name in organisations(network).values_list("pk", "name")},
        frozenset(email.lower() for email in members.values_list("user__email", flat=True)),
        frozenset(email.lower() for email in open_invitations(user, network).values_list("email", flat=True)),
        role_words(),
        grantable_roles(user, network),
    )


def checked_lines(user: User, network: Network, rows: Iterable[Row]) -> list[Line]:
    """Each line with all that is wrong with it, if anything. Four queries, whatever their number."""
    world, seen, lines = known(user, network), set[str](), []
    for row in rows:
        lines.append(checked_line(row, world, seen))
        seen.add(row.cells["email"].lower())
    return lines


def checked_line(row: Row, world: Known, seen: set[str]) -> Line:
    organisation = world.organisations.get(row.cells["organisation"].casefold())
    word = row.cells["role"].casefold()
    role = world.words.get(word, "") if word else Role.MEMBER
    email = row.cells["email"].lower()
    wrong = {
        Problem.SURPLUS: row.surplus,
        Problem.ADDRESS: not is_address(email),
        Problem.TWICE: email and email in seen,
        Problem.MEMBER: email in world.members,
        Problem.INVITED: email in world.invited,
        Problem.ORGANISATION: organisation is None,
        Problem.FUNCTION: not 0 < len(row.cells["function"]) <= LONGEST_FUNCTION,
        Problem.ROLE: not role,
        Problem.NOT_YOURS: role and role not in world.roles,
    }
    return Line(row, organisation, role, tuple(problem for problem, is_so in wrong.items() if is_so))


def is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= LONGEST_ADDRESS


def open_requests(user: User, network: Network) -> QuerySet[JoinRequest]:
    waiting = access.requests_visible_to(user).filter(network=network, answered_at=None)
    return waiting.select_related("user").order_by("asked_at", "pk")


@dataclass(frozen=True)
class OwnRequest:
    """What somebody asked for and how it stands: it waits, or was declined; `code` while her link still opens."""

    network: str
    declined_at: datetime | None
    code: str


def own_requests() -> list[OwnRequest]:
    """Of whoever is signed in, who cannot read the rows: those that wait, and a no for thirty days."""
    return [own_request(json.loads(row)) for row in call_rows("my_join_requests")]


def own_request(told: dict[str, str | None]) -> OwnRequest:
    declined_at = datetime.fromisoformat(told["declined_at"]) if told["declined_at"] else None
    return OwnRequest(told["network"] or "", declined_at, told["code"] or "")


def visits(user: User, network: Network) -> QuerySet[Grant]:
    running = access.visits_visible_to(user).filter(content_object=network).select_related("user", "granted_by")
    return running.annotate(soon=Q(last_day__lte=Today() + VISIT_SOON)).order_by("last_day", "pk")


@dataclass(frozen=True)
class PastVisit:
    """A visit that is over: who, why, its first and last day, and what ended it («office», «ended», «lapsed»)."""

    name: str
    purpose: str
    first_day: date
    last_day: date
    reason: str


def past_visits(network: Network) -> list[PastVisit]:
    """The latest, for those who may read members; a visit that was renewed is not over. The policy hides their rows."""
    return [past_visit(json.loads(row)) for row in call_rows("past_visits", network=network.pk)]


def past_visit(told: dict[str, str]) -> PastVisit:
    days = {key: date.fromisoformat(told[key]) for key in ("first_day", "last_day")}
    return PastVisit(name=told["name"], purpose=told["purpose"], reason=told["reason"], **days)


def visit_of(user: User, network: Network) -> Grant | None:
    """The visit this person is here on, or nothing for a member: «you are visiting until …»."""
    return visits(user, network).filter(user=user).first()


def person_id(email: str) -> int:
    """Whose address it is; 0 for nobody's, so that the database's rule answers both alike."""
    person = User.objects.at(email)
    return person.pk if person else 0


def invitation_by_token(token_hash: str) -> OpenInvitation | None:
    found = call_record("invitation_by_token", token_hash=token_hash)
    if found is None:
        return None
    return OpenInvitation(**{key: value for key, value in found.items() if key != "expires_at"})
