"""Who could be placed in a room, and what those who are there tell of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from networks.directory.models import Network
from networks.discussion.access import Person
from networks.discussion.models import Room
from portal.tenancy.functions import call_rows


def regimes(people: Sequence[Person]) -> int:
    return len({someone.regime for someone in people})


@dataclass(frozen=True)
class Candidate:
    user_id: int
    name: str
    agency: str
    guest: bool


def placeable(network: Network, room: Room | None = None) -> list[Candidate]:
    """Everybody of the network who may talk and is not in the room yet; to those who may open rooms."""
    found = call_rows("placeable", network=network.pk, room=room.pk if room else None)
    return [candidate(json.loads(row)) for row in found]


def candidate(told: dict[str, str]) -> Candidate:
    return Candidate(**told | {"agency": told["agency"] or _("RVTS")})  # type: ignore[arg-type] # as told
