"""Reads of the audit and of access itself, as plain lines for a page."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from networks.directory.models import Network
from networks.entry import access as entry
from networks.insight.choices import ANY_PAGE, FULLER, SENTENCES, TRIED
from networks.membership import access as membership
from portal.access.capabilities import Capability
from portal.access.decisions import can, roles_in
from portal.access.labels import LABELS
from portal.access.roles import ROLES, SUPERVISOR, Role
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.ui.tags import day

MOST_EXPORTED = 50_000


@dataclass(frozen=True)
class AuditLine:
    number: int
    at: datetime
    who: str
    role: str
    sentence: str
    action: str


@dataclass(frozen=True)
class PersonWithAccess:
    """Somebody who can see the network now, why, and until when."""

    name: str
    organisation: str
    regime: str
    role: str
    why: str
    until: date | None


@dataclass(frozen=True)
class CapabilityRow:
    """One line of the role matrix: what, and which roles hold it in column order."""

    label: str | Promise
    held: list[bool]
    mine: bool
    holders: list[str | Promise]


def entries(
    user: User,
    network: Network,
    *,
    action: str = "",
    person: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Entry]:
    """What was done in the network. What is done in its rooms is not the network's to read."""
    found = (
        Entry.objects.filter(network_id=network.pk).exclude(detail__has_key="room")
        if can(user, Capability.READ_AUDIT, network.pk)
        else Entry.objects.none()
    )
    if action:
        found = found.filter(action__startswith=f"{action}.")
    if person:
        found = found.filter(actor_id=person)
    if since:
        found = found.filter(at__gte=midnight(since))
    if until:
        found = found.filter(at__lt=midnight(until + timedelta(days=1)))
    return found.order_by("-seq")


def midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), timezone.get_current_timezone())


def lines(found: Iterable[Entry]) -> list[AuditLine]:
    return [
        AuditLine(entry.seq, entry.at, who(entry), role_names(entry.role), sentence(entry), entry.action)
        for entry in found
    ]


def who(entry: Entry) -> str:
    return entry.actor_label or _("Utveier")


def sentence(entry: Entry) -> str:
    words = SENTENCES.get(entry.action)
    if words is None:
        return f"{who(entry)}: {entry.action}"
    told = {"who": who(entry), "what": entry.subject_label or _("somebody")}
    with suppress(KeyError):
        return str(FULLER[entry.action] % (told | FACTS[entry.action](entry)))
    return words % told


def changed_role(entry: Entry) -> dict[str, Any]:
    return {key: role_names(entry.detail[key]).lower() for key in ("before", "after")}


def last_day(entry: Entry) -> dict[str, Any]:
    return {"last": day(timezone.localdate(entry.at) + timedelta(days=entry.detail["days"]))}


def tried(entry: Entry) -> dict[str, Any]:
    return {"tried": TRIED.get(entry.detail["address"].removeprefix("networks:"), ANY_PAGE)}


# What the entry of an action holds of the facts its fuller sentence names. Raises KeyError where one is missing.
FACTS: Mapping[str, Callable[[Entry], dict[str, Any]]] = {
    "member.role_changed": changed_role,
    "invitation.imported": lambda entry: {"number": len(entry.detail["invitations"])},
    "guest.let_in": last_day,
    "guest.renewed": last_day,
    "access.denied": tried,
}


def role_names(stored: str) -> str:
    known = {role.value: str(role.label) for role in Role} | {SUPERVISOR: _("Supervisor"), "system": _("Automatic")}
    return ", ".join(known.get(role, role) for role in stored.split())


def actors(user: User, network: Network) -> list[tuple[int, str]]:
    """The people who stand in the audit, for the filter. The newest label of each."""
    found = entries(user, network).exclude(actor_id=None).order_by("actor_id", "-seq").distinct("actor_id")
    people = [(entry.actor_id, entry.actor_label) for entry in found if entry.actor_id]
    return sorted(people, key=lambda pair: pair[1])


def people_with_access(user: User, network: Network) -> list[PersonWithAccess]:
    """Members with live access, then guests: the same rows the doors and the policies read."""
    found = membership.visible_to(user).filter(network=network).live()
    members = [
        PersonWithAccess(
            m.user.name,
            m.organisation.name,
            m.organisation.get_regime_display(),
            m.get_role_display(),
            _("Member"),
            m.ends_on,
        )
        for m in found.with_people()
    ]
    visits = entry.visits_visible_to(user).filter(content_object=network).select_related("user")
    guests = [
        PersonWithAccess(g.user.name, "RVTS", "", _("Supervisor"), g.purpose, g.last_day)
        for g in visits.order_by("user__sort_key", "pk")
    ]
    return members + guests


def role_matrix(user: User, network: Network) -> list[CapabilityRow]:
    columns: dict[str, str | Promise] = {role.value: role.label for role in Role}
    columns[SUPERVISOR] = _("Supervisor on a visit")
    mine = {capability for role in roles_in(user, network.pk) for capability in ROLES[role]}
    return [
        CapabilityRow(
            label,
            held=[capability in ROLES[role] for role in columns],
            mine=capability in mine,
            holders=[name for role, name in columns.items() if capability in ROLES[role]],
        )
        for capability, label in LABELS.items()
    ]
