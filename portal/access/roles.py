"""Roles are data: what each may do, and which roles each may give. The database holds the same rows."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.access.capabilities import Capability as May


class Role(TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    DEPUTY = "deputy", _("Deputy coordinator")
    CONTACT = "contact", _("Organisation's contact")
    MEMBER = "member", _("Member")
    MENTOR = "mentor", _("Mentor")
    OBSERVER = "observer", _("Observer")


SUPERVISOR = "supervisor"  # never a membership: held through a grant that ends

_observer = frozenset({May.READ_NETWORK})
_guest = _observer | {May.READ_MEMBERS, May.TALK_IN_ROOMS, May.READ_ROUTINES}
_member = _guest | {May.OPEN_ROOMS}
_contact = _member | {May.CONFIRM_OWN_STAFF, May.SIGN_CHARTER, May.CALL_ALL, May.ANSWER_OWN_REPORTS}
_deputy = _member | {
    May.MANAGE_NETWORK, May.INVITE_MEMBERS, May.MANAGE_MEMBERS, May.CONFIRM_MEMBERS, May.ANSWER_REQUESTS,
    May.MANAGE_ORGANISATIONS, May.EDIT_CHARTER, May.SIGN_CHARTER, May.READ_AUDIT,
    May.CALL_ALL, May.ANSWER_REPORTS, May.WRITE_ROUTINES,
}  # fmt: skip
_coordinator = _deputy | {May.HAND_OVER_NETWORK, May.LET_IN_GUESTS, May.EXPORT_AUDIT}

ROLES: Mapping[str, frozenset[May]] = {
    Role.COORDINATOR: _coordinator,
    Role.DEPUTY: _deputy,
    Role.CONTACT: _contact,
    Role.MEMBER: _member,
    Role.MENTOR: _member,
    Role.OBSERVER: _observer,
    SUPERVISOR: _guest,
}
_everyday = frozenset({Role.CONTACT, Role.MEMBER, Role.MENTOR, Role.OBSERVER})
GRANTABLE: Mapping[str, frozenset[Role]] = {
    Role.COORDINATOR: frozenset(Role),
    Role.DEPUTY: _everyday,
}


def roles_with(capability: May) -> frozenset[str]:
    return frozenset(role for role, held in ROLES.items() if capability in held)
