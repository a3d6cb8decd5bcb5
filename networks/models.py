"""The tables of the slices, gathered for Django's one migration history."""

from networks.directory.models import (
    Charter,
    County,
    EarlierCharter,
    Municipality,
    Network,
    Organisation,
    Region,
    RegionCounty,
    Signature,
    Territory,
)
from networks.discussion.models import (
    Attachment,
    CaseDocument,
    Draft,
    Mention,
    Message,
    Mute,
    Placement,
    Reaction,
    ReadMark,
    Revision,
    Room,
    Topic,
    Withheld,
)
from networks.entry.models import Grant, Invitation, JoinRequest
from networks.functions.models import Holding
from networks.library.models import LibraryRoutine, LibraryVersion, Suggestion
from networks.membership.models import Handover, Membership
from networks.readiness.models import CalendarFeed, ReadinessDone, ReadinessItem
from networks.reports.models import Report
from networks.routines.models import Lesson, Routine, RoutineVersion
from networks.runs.models import Run, RunEvent, RunStep
from networks.suggestions.models import Backing

__all__ = [
    "Attachment", "Backing", "CalendarFeed", "CaseDocument", "Charter", "County", "Draft", "EarlierCharter", "Grant", "Handover", "Holding", "Invitation",
    "JoinRequest", "Lesson", "LibraryRoutine", "LibraryVersion", "Membership", "Mention", "Message", "Municipality", "Mute", "Network", "Organisation",
    "Placement", "Reaction", "ReadMark", "ReadinessDone", "ReadinessItem", "Region", "RegionCounty", "Report", "Revision", "Room", "Routine",
    "RoutineVersion", "Run", "RunEvent", "RunStep", "Signature", "Suggestion", "Territory", "Topic", "Withheld",
]  # fmt: skip
