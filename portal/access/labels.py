"""What each capability means, in words a coordinator would use. Read as «may …»."""

from collections.abc import Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.capabilities import Capability as May
from portal.access.roles import ROLES, Role

LABELS: Mapping[May, str | Promise] = {
    May.READ_NETWORK: _("read the front page, the charter and which organisations take part"),
    May.READ_MEMBERS: _("see who the members and guests are"),
    May.SIGN_CHARTER: _("sign the charter for one's own organisation"),
    May.CONFIRM_OWN_STAFF: _("confirm, and end, one's own organisation's members"),
    May.CONFIRM_MEMBERS: _("confirm every member for another year"),
    May.INVITE_MEMBERS: _("invite people and take invitations back"),
    May.ANSWER_REQUESTS: _("answer those who ask to join"),
    May.MANAGE_MEMBERS: _("change roles, pause and remove members"),
    May.MANAGE_ORGANISATIONS: _("add and change organisations"),
    May.EDIT_CHARTER: _("write the charter"),
    May.MANAGE_NETWORK: _("change the network's name, note and municipalities"),
    May.READ_AUDIT: _("read the log"),
    May.EXPORT_AUDIT: _("download the log"),
    May.TALK_IN_ROOMS: _("be placed in rooms, and talk there"),
    May.OPEN_ROOMS: _("open rooms, and place people in them"),
    May.READ_ROUTINES: _("read the routines"),
    May.WRITE_ROUTINES: _("adopt and change routines, and send them to a second reader"),
    May.CALL_ALL: _("call everybody in a room with @alle"),
    May.ANSWER_REPORTS: _("read and answer messages that are reported to the network"),
    May.ANSWER_OWN_REPORTS: _(
        "be told, and answer, where something security-graded was written by somebody from one's own organisation"
    ),
    May.LET_IN_GUESTS: _("let in a supervisor for a time"),
    May.HAND_OVER_NETWORK: _("hand the network over to a new coordinator"),
}

IN_SHORT: Mapping[Role, str | Promise] = {
    Role.COORDINATOR: _("leads the network"),
    Role.DEPUTY: _("does most of what the coordinator does"),
    Role.CONTACT: _("signs and confirms for one's own organisation"),
    Role.MEMBER: _("sees what the network shares, and who takes part"),
    Role.MENTOR: _("sees the same as a member"),
    Role.OBSERVER: _("sees the charter, not the names"),
}


def in_short(roles: Collection[str]) -> list[tuple[Role, str | Promise]]:
    """One line for each of the roles, for whoever is about to choose one."""
    return [(role, IN_SHORT[role]) for role in Role if role in roles]


def what_may(role: str) -> list[str | Promise]:
    """Everything a role may do, in the order of the capabilities."""
    return [LABELS[capability] for capability in May if capability in ROLES[role]]


def gained_and_lost(before: str, after: str) -> tuple[list[str | Promise], list[str | Promise]]:
    """What another role adds, and what it takes away; who may do it for everybody has not lost it for her own."""
    gained, lost = ROLES[after] - ROLES[before], ROLES[before] - ROLES[after]
    if May.CONFIRM_MEMBERS in gained:
        lost -= {May.CONFIRM_OWN_STAFF}
    if May.ANSWER_REPORTS in gained:
        lost -= {May.ANSWER_OWN_REPORTS}
    return [LABELS[may] for may in May if may in gained], [LABELS[may] for may in May if may in lost]
