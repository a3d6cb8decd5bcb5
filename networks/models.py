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
from networks.entry.models import Grant, Invitation, JoinRequest
from networks.membership.models import Handover, Membership

__all__ = [
    "Charter", "County", "EarlierCharter", "Grant", "Handover", "Invitation", "JoinRequest", "Membership", "Municipality",
    "Network", "Organisation", "Region", "RegionCounty", "Signature", "Territory",
]  # fmt: skip
