"""Named reads of the parties: who takes part, for which sector, and how each of them stands."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from networks.directory.choices import EXPECTED, Sector
from networks.directory.models import Network, Organisation
from portal.accounts.models import User

SOON = timedelta(days=30)
NOBODY = 9  # the rank of a party that neither contact, coordinator nor deputy speaks for


@dataclass(frozen=True)
class Party:
    """One organisation that takes part. `contact` is a name only for those who may read members, and `rank` his place
    among SPEAKERS.

    `own` is the one the reader herself stands for.
    """

    organisation: Organisation
    contact: str = ""
    rank: int = NOBODY
    people: int = 0
    can_sign: bool = False
    signed: bool = False  # the charter in its present version
    confirm_by: date | None = None
    own: bool = False
    visited: bool = False  # the network, by a supervisor from RVTS: told with every party, to be asked once


@dataclass(frozen=True)
class SectorLine:
    """One sector of the picture: who stands for it, and whether that must be confirmed soon."""

    number: str
    sector: Sector
    person: str
    others: int
    confirm_by: date | None
    expected: bool
    people: int = 0
    organisations: tuple[str, ...] = ()
    visited: bool = False  # nobody of its own, but a supervisor on a visit

    @property
    def label(self) -> str | Promise:
        return self.sector.label

    @property
    def state(self) -> str:
        if not self.people:
            return "ok" if self.visited else "gap"
        return "soon" if self.confirm_by else "ok"


# Every row of grants is a visit, and the policy shows the running ones only, to those who may know of them.
STANDING = """
SELECT o.*, told.standing, EXISTS (SELECT FROM networks_grant g WHERE g.network_id = %(network)s) AS visited
FROM networks_organisation o
JOIN jsonb_each(sec.party_standing(%(network)s)) AS told (id, standing) ON told.id::bigint = o.id
WHERE o.network_id = %(network)s ORDER BY o.sort_key
"""


def parties(network: Network) -> list[Party]:
    """One query. How each stands is told by the database's own function, which knows what the reader may see."""
    found = Organisation.objects.raw(STANDING, {"network": network.pk})
    return [party(each) for each in found]


def party(organisation: Any) -> Party:
    """Of an organisation that carries what STANDING tells beside its columns."""
    standing = json.loads(organisation.standing)
    due = standing["confirm_by"]
    return Party(
        organisation,
        contact=standing["contact"] or "",
        rank=standing["rank"] or NOBODY,
        people=standing["people"],
        can_sign=standing["can_sign"],
        signed=standing["signed"],
        own=standing["own"],
        confirm_by=date.fromisoformat(due) if due else None,
        visited=organisation.visited,
    )


def sector_lines(network: Network, *, today: date) -> list[SectorLine]:
    return sectors_of(network, parties(network), today=today)


def sectors_of(network: Network, taking_part: Iterable[Party], *, today: date) -> list[SectorLine]:
    """The sectors in their fixed order: those expected of this kind of network, and any other that takes part."""
    found: dict[str, list[Party]] = {}
    for each in taking_part:
        found.setdefault(each.organisation.sector, []).append(each)
    visited = any(each.visited for parties in found.values() for each in parties)
    expected = EXPECTED
    shown = [sector for sector in Sector if sector in expected or sector in found]
    return [
        sector_line(
            str(number),
            sector,
            found.get(sector, []),
            today=today,
            expected=sector in expected,
            visited=visited and sector == Sector.RVTS,
        )
        for number, sector in enumerate(shown, start=1)
    ]


def sector_line(
    number: str, sector: Sector, found: list[Party], *, today: date, expected: bool, visited: bool
) -> SectorLine:
    staffed = sorted((each for each in found if each.people), key=lambda each: (not each.can_sign, each.rank))
    people = sum(each.people for each in staffed)
    due = staffed[0].confirm_by if staffed else None
    return SectorLine(
        number,
        sector,
        person=staffed[0].contact if staffed else "",
        others=max(people - 1, 0),
        confirm_by=due if due and due <= today + SOON else None,
        expected=expected,
        people=people,
        organisations=tuple(each.organisation.name for each in found),
        visited=visited,
    )


def former_parties(network: Network) -> QuerySet[Organisation]:
    return network.organisations.exclude(left_on=None).order_by("-left_on", "sort_key")


def remaining_people(organisation: Organisation) -> list[str]:
    """Whoever still belongs for this organisation, paused or not."""
    current = User.objects.filter(
        ~Q(memberships__state="ended"),
        memberships__organisation=organisation,
        memberships__network=organisation.network_id,
    )
    return list(current.order_by("sort_key", "pk").values_list("name", flat=True))


def own_organisation(user: User, network: Network) -> Organisation | None:
    return network.organisations.filter(left_on=None, memberships__user=user, memberships__state="active").first()


def own_function(user: User, network: Network) -> str:
    """What she does where she works, as it stands in her membership."""
    return network.memberships.filter(user=user, state="active").values_list("function", flat=True).first() or ""
