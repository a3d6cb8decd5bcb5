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
from networks.membership.models import Handover, Membership
from networks.reports.models import Report

__all__ = [
    "Attachment", "CaseDocument", "Charter", "County", "Draft", "EarlierCharter", "Grant", "Handover", "Invitation", "JoinRequest",
    "Membership", "Mention", "Message", "Municipality", "Mute", "Network", "Organisation", "Placement", "Reaction",
    "ReadMark", "Region", "RegionCounty", "Report", "Revision", "Room", "Signature", "Territory", "Topic", "Withheld",
]  # fmt: skip
