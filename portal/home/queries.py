"""My day: what waits, where I belong, whom I visit, what I have asked for. And the public facts of the front page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from knowledge.library.queries import contacts
from networks.directory.queries.places import centres
from networks.entry.models import Grant
from networks.entry.queries import OwnRequest, own_requests
from networks.membership.access import Paused, paused
from networks.membership.choices import MembershipState
from networks.membership.models import Membership
from portal.access.grants import last_day, running
from portal.access.models import Office
from portal.accounts.models import User


@dataclass(frozen=True)
class Day:
    today: date
    memberships: list[Membership]
    visits: list[Grant]
    asked: list[OwnRequest]
    is_supervisor: bool = False
    paused: Sequence[Paused] = ()

    @property
    def is_bare(self) -> bool:
        """An account that belongs nowhere: there is one obvious next thing to do."""
        return not (self.memberships or self.visits)


@dataclass(frozen=True)
class RegionLine:
    slug: str
    name: str
    counties: list[str]
    address: str


def my_day(user: User) -> Day:
    own = Membership.objects.filter(user=user, state=MembershipState.ACTIVE)
    visits = Grant.objects.filter(running(), user=user).select_related("content_object")
    day = Day(
        today=timezone.localdate(),
        memberships=list(own.select_related("network", "organisation").order_by("network__name")),
        visits=list(visits.annotate(last_day=last_day()).order_by("last_day", "pk")),
        asked=own_requests(),
    )
    if day.is_bare:  # only then does it matter what she waits for
        office = Office.objects.running().filter(user=user, kind=Office.Kind.SUPERVISOR)
        return replace(day, is_supervisor=office.exists(), paused=paused())
    return day


def regions() -> list[RegionLine]:
    """The regional centres with the counties each serves today."""
    served: dict[str, RegionLine] = {}
    at = contacts()
    for row in centres(today=timezone.localdate()).values():
        line = served.setdefault(
            row.region_id, RegionLine(row.region_id, row.region.name, [], at.get(row.region_id, ""))
        )
        line.counties.append(row.county.name)
    return sorted(served.values(), key=lambda line: line.name)
