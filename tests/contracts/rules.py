"""What each rule of the house asks for: every may_… of every access.py, and who it lets. A rule without a line fails.

A capability means: whoever holds it in the row's network, and nobody else. A set of people is said for Fjordby, of a
row that concerns none of the cast; elsewhere they are nobody.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.db import models

from networks.archive import access as archive
from networks.directory import access as directory
from networks.directory.models import County, Network, Organisation, Territory
from networks.discussion import access as discussion
from networks.discussion.models import CaseDocument, Message, Placement, Room, Topic
from networks.entry import access as entry
from networks.entry.models import Grant, Invitation, JoinRequest
from networks.functions import access as functions
from networks.functions.models import Holding
from networks.insight import access as insight
from networks.membership import access as membership
from networks.membership.models import Handover, Membership
from networks.readiness import access as readiness
from networks.readiness.models import ReadinessItem
from networks.reports import access as reports
from networks.reports.models import Report
from networks.routines import access as routines
from networks.routines.models import Lesson, Routine, RoutineVersion
from networks.runs import access as runs
from networks.runs.models import Run, RunStep
from portal.access.capabilities import Capability
from portal.accounts.models import User
from portal.bootstrap import ROOT

May = Callable[[User, Any], bool]
Asked = Capability | frozenset[str]


def access_functions() -> dict[str, Callable[..., Any]]:
    """Every function of every slice's access.py, by its full name."""
    files = (file for app in ("networks", "cases", "knowledge") for file in sorted((ROOT / app).rglob("access.py")))
    modules = [import_module(".".join(file.relative_to(ROOT).with_suffix("").parts)) for file in files]
    return {
        f"{module.__name__}.{name}": function
        for module in modules
        for name, function in vars(module).items()
        if getattr(function, "__module__", "") == module.__name__ and callable(function)
    }


KEEPER = frozenset({"coordinator"})  # of things.room
VISIBLE_TO: dict[str, Callable[[User], models.QuerySet[Any]]] = {
    name: function for name, function in access_functions().items() if name.endswith("visible_to")
}
RULES: dict[May, tuple[type[models.Model], Asked]] = {
    directory.may_manage: (Network, Capability.MANAGE_NETWORK),
    directory.may_change_territory: (Territory, Capability.MANAGE_NETWORK),
    directory.may_read_names: (Network, Capability.READ_MEMBERS),
    directory.may_manage_organisations: (Network, Capability.MANAGE_ORGANISATIONS),
    directory.may_change_organisation: (Organisation, Capability.MANAGE_ORGANISATIONS),
    directory.may_invite_for: (Organisation, Capability.INVITE_MEMBERS),
    directory.may_edit_charter: (Network, Capability.EDIT_CHARTER),
    directory.may_sign_charter: (Network, Capability.SIGN_CHARTER),
    directory.may_correct_regions: (County, frozenset({"supervisor", "supervisor-expired", "operator"})),
    membership.may_read: (Network, Capability.READ_MEMBERS),
    membership.may_manage: (Membership, Capability.MANAGE_MEMBERS),
    membership.may_confirm: (Membership, Capability.CONFIRM_MEMBERS),
    membership.may_confirm_some: (Network, frozenset({"coordinator", "deputy", "contact"})),
    membership.may_end: (Membership, Capability.MANAGE_MEMBERS),
    membership.may_hand_over: (Network, Capability.HAND_OVER_NETWORK),
    membership.may_see_handover: (Network, Capability.HAND_OVER_NETWORK),
    membership.may_accept: (Handover, frozenset()),
    membership.may_withdraw: (Handover, Capability.HAND_OVER_NETWORK),
    discussion.may_talk: (Network, Capability.TALK_IN_ROOMS),
    discussion.may_open: (Network, Capability.OPEN_ROOMS),
    discussion.may_keep: (Room, KEEPER),
    discussion.may_end_placement: (Placement, KEEPER),
    discussion.may_share_keeping: (Placement, KEEPER),
    discussion.may_write: (Topic, KEEPER),
    discussion.may_close_topic: (Topic, KEEPER),
    discussion.may_change: (Message, KEEPER),
    discussion.may_flag: (Message, KEEPER),
    archive.may_mark: (Message, KEEPER),
    archive.may_archive: (CaseDocument, KEEPER),
    reports.may_report: (Message, frozenset()),  # the coordinator wrote it
    reports.may_answer: (Report, Capability.ANSWER_REPORTS),
    entry.may_invite: (Network, Capability.INVITE_MEMBERS),
    entry.may_revoke: (Invitation, Capability.INVITE_MEMBERS),
    entry.may_answer: (Network, Capability.ANSWER_REQUESTS),
    entry.may_answer_request: (JoinRequest, Capability.ANSWER_REQUESTS),
    entry.may_see_visits: (Network, Capability.READ_MEMBERS),
    entry.may_let_in: (Network, Capability.LET_IN_GUESTS),
    entry.may_renew_visit: (Grant, Capability.LET_IN_GUESTS),
    entry.may_end_visit: (Grant, Capability.LET_IN_GUESTS),
    insight.may_read_audit: (Network, Capability.READ_AUDIT),
    insight.may_export_audit: (Network, Capability.EXPORT_AUDIT),
    insight.may_see_people: (Network, Capability.READ_MEMBERS),
    readiness.may_read: (Network, Capability.READ_ROUTINES),
    readiness.may_write: (Network, Capability.WRITE_ROUTINES),
    readiness.may_change: (ReadinessItem, Capability.WRITE_ROUTINES),
    readiness.may_do: (ReadinessItem, Capability.WRITE_ROUTINES),  # its owner is none of the cast
    readiness.may_have_feed: (Network, Capability.OPEN_ROOMS),  # as members hold it, and visitors do not
    routines.may_read: (Network, Capability.READ_ROUTINES),
    routines.may_write: (Network, Capability.WRITE_ROUTINES),
    routines.may_change: (Routine, Capability.WRITE_ROUTINES),
    routines.may_write_version: (RoutineVersion, Capability.WRITE_ROUTINES),
    routines.may_read_second: (RoutineVersion, frozenset()),
    routines.may_use_lesson: (Lesson, Capability.WRITE_ROUTINES),
    runs.may_start: (Network, Capability.TALK_IN_ROOMS),
    runs.may_go_on: (Run, KEEPER),
    runs.may_act: (RunStep, KEEPER),
    functions.may_read: (Network, Capability.READ_ROUTINES),
    functions.may_name: (Network, Capability.WRITE_ROUTINES),
    functions.may_change: (Holding, Capability.WRITE_ROUTINES),
}
