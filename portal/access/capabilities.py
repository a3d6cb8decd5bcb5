"""Every verb that can be allowed here. The page a security reviewer reads first."""

from enum import StrEnum


class Capability(StrEnum):
    READ_NETWORK = "network.read"
    MANAGE_NETWORK = "network.manage"
    HAND_OVER_NETWORK = "network.hand_over"
    READ_MEMBERS = "members.read"
    INVITE_MEMBERS = "members.invite"
    MANAGE_MEMBERS = "members.manage"
    CONFIRM_MEMBERS = "members.confirm"
    CONFIRM_OWN_STAFF = "members.confirm_own"
    ANSWER_REQUESTS = "requests.answer"
    TALK_IN_ROOMS = "rooms.talk"
    OPEN_ROOMS = "rooms.open"
    CALL_ALL = "rooms.call_all"
    ANSWER_REPORTS = "reports.answer"
    ANSWER_OWN_REPORTS = "reports.answer_own"
    READ_ROUTINES = "routines.read"
    WRITE_ROUTINES = "routines.write"
    LET_IN_GUESTS = "guests.let_in"
    MANAGE_ORGANISATIONS = "organisations.manage"
    EDIT_CHARTER = "charter.edit"
    SIGN_CHARTER = "charter.sign"
    READ_AUDIT = "audit.read"
    EXPORT_AUDIT = "audit.export"
