"""A network's year as its page shows it: what stands in it, how each stands, and the picture of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.directory.models import Network
from networks.membership.models import Membership
from networks.readiness import access
from networks.readiness.choices import SOON_DAYS, State
from networks.readiness.models import ReadinessDone, ReadinessItem
from portal.accounts.models import User
from portal.ui.tags import day
from portal.ui.wheel import Wheel, wheel

MONTH = timedelta(days=31)


@dataclass(frozen=True)
class Line:
    """An item, whoever answers for it now, when it was done, and whether it can be noted as done today."""

    item: ReadinessItem
    owner: Membership | None
    done: list[ReadinessDone]
    state: State
    may_do: bool
    today: date

    @property
    def last(self) -> ReadinessDone | None:
        return self.done[0] if self.done else None

    @property
    def days(self) -> int:
        return (self.item.due_on - self.today).days

    @property
    def can_be_done(self) -> bool:
        """Of this term, and not of one that is far off: as the database will say (sec.do_readiness)."""
        done_today = self.last is not None and self.last.done_on == self.today
        return not done_today and self.item.due_on <= self.today + MONTH * self.item.every / 2

    @property
    def is_pressing(self) -> bool:
        return self.state in (State.OVERDUE, State.SOON)


@dataclass(frozen=True)
class Year:
    lines: list[Line]
    wheel: Wheel
    sentence: str

    @property
    def next_to_do(self) -> Line | None:
        """What stands first: overdue or soon, and hers to do."""
        return next((line for line in self.lines if line.may_do and line.is_pressing and line.can_be_done), None)


def year(user: User, network: Network, today: date) -> Year:
    """Three queries, whatever their number."""
    return drawn(year_lines(user, network, today), today)


def drawn(lines: list[Line], today: date) -> Year:
    return Year(lines, wheel([mark for line in lines for mark in marks(line)], today), sentence(lines, today))


def year_lines(user: User, network: Network, today: date) -> list[Line]:
    items = access.visible_to(user).filter(network=network).select_related("network").prefetch_related(with_done(user))
    owners = {owner.pk: owner for owner in access.owners(network).with_people()}
    writes = access.may_write(user, network)
    return [line_of(item, owners, user, writes=writes, today=today) for item in items]


def with_done(user: User) -> Prefetch[str]:
    return Prefetch("done_entries", access.done_visible_to(user).select_related("done_by"), to_attr="done")


def at_a_glance(user: User, slug: str, today: date) -> Year:
    """For the network's front page: the picture and what comes next, without who answers for what. One query."""
    done = access.done_visible_to(user).filter(item=OuterRef("pk")).order_by("-term_on").values("term_on")
    items = access.visible_to(user).filter(network__slug=slug).annotate(terms=ArraySubquery(done))
    return drawn([seen_from_afar(item, user, today) for item in items], today)


def seen_from_afar(item: ReadinessItem, user: User, today: date) -> Line:
    """Only the terms that are done are known of it."""
    terms: list[date] = item.terms  # type: ignore[attr-defined] # annotated
    item.done = [ReadinessDone(term_on=term, done_on=term) for term in terms]  # type: ignore[attr-defined]
    return line_of(item, {}, user, writes=False, today=today)


def line_of(item: ReadinessItem, owners: dict[int, Membership], user: User, *, writes: bool, today: date) -> Line:
    owner = owners.get(item.owner_id or 0)
    done: list[ReadinessDone] = item.done  # type: ignore[attr-defined] # by the prefetch
    hers = owner is not None and owner.user_id == user.pk
    return Line(item, owner, done, state_of(item, done, today), writes or hers, today)


def state_of(item: ReadinessItem, done: Sequence[ReadinessDone], today: date) -> State:
    if item.due_on < today:
        return State.OVERDUE
    if item.due_on <= today + timedelta(days=SOON_DAYS):
        return State.SOON
    return State.DONE if done and item.due_on.year > today.year else State.AHEAD


def marks(line: Line) -> list[tuple[date, str]]:
    """On the wheel: its terms of this year that are done, and the one ahead where it is not next year's."""
    found = [(entry.term_on, str(State.DONE)) for entry in line.done if entry.term_on.year == line.today.year]
    return found if found and line.state == State.DONE else [*found, (line.item.due_on, str(line.state))]


def sentence(lines: Sequence[Line], today: date) -> str:
    """What the picture shows, for who does not see it."""
    overdue = sum(line.state == State.OVERDUE for line in lines)
    done = sum(any(entry.term_on.year == today.year for entry in line.done) for line in lines)
    told = [_("The year, with a mark for today in %(month)s.") % {"month": formats.date_format(today, "F")}]
    told += [ngettext("It holds %(n)s item.", "It holds %(n)s items.", len(lines)) % {"n": len(lines)}]
    told += [_("Done this year: %(n)s.") % {"n": done}, _("Overdue: %(n)s.") % {"n": overdue}]
    ahead = min((line for line in lines if line.item.due_on >= today), key=lambda line: line.item.due_on, default=None)
    told += [_("Next: %(what)s, %(day)s.") % {"what": ahead.item.name, "day": day(ahead.item.due_on)}] if ahead else []
    return " ".join(told)


def line(user: User, item: ReadinessItem, today: date) -> Line:
    """One of them, with all that was noted of it."""
    item.done = list(done_of(user, item))  # type: ignore[attr-defined]
    owners = {owner.pk: owner for owner in access.owners(item.network).with_people()}
    return line_of(item, owners, user, writes=access.may_change(user, item), today=today)


def done_of(user: User, item: ReadinessItem) -> QuerySet[ReadinessDone]:
    return access.done_visible_to(user).filter(item=item).select_related("done_by")
