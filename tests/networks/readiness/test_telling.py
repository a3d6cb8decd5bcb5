"""Whoever answers for something is told two weeks before and once more when its day has passed; My day shows it."""

from collections.abc import Callable

import pytest

from networks.directory.models import Network
from networks.membership import services as membership
from networks.membership.models import Membership
from networks.readiness import services
from networks.readiness.access import lines
from networks.readiness.models import ReadinessItem
from portal.config.jobs import keep_readiness
from portal.home.waiting import waiting
from portal.notices.models import Notice
from portal.notices.queries import still_seen
from portal.tenancy.context import acting_as
from tests.networks.readiness.conftest import HERS, Acting, Add, Later, Persona, in_days

Night = Callable[[int], int]
ITEM = "readiness_item"


@pytest.fixture
def night(later: Later) -> Night:
    """night(16): the job as it runs in so many days."""

    def runs(days: int) -> int:
        later(f"{days} days")
        with acting_as(None):
            return keep_readiness(timestamp=0)

    return runs


def told(acting: Acting, who: str, item: ReadinessItem) -> list[str]:
    with acting(who) as user:
        return list(Notice.objects.filter(user=user, kind=ITEM, subject_id=item.pk).values_list("address", flat=True))


class TestTheNight:
    def test_nobody_is_told_long_before(self, acting: Acting, add: Add, night: Night) -> None:
        item = add(due=30)

        night(15)

        assert told(acting, "member", item) == []

    def test_the_owner_is_told_once_two_weeks_before(self, acting: Acting, add: Add, night: Night) -> None:
        item = add(due=30)
        for days in (16, 17, 30):
            night(days)

        assert told(acting, "member", item) == [f"/nettverk/fjordby/arshjul/{item.pk}/"]
        assert [told(acting, who, item) for who in ("coordinator", "deputy", "mentor")] == [[], [], []]

    def test_and_once_more_when_the_day_has_passed(self, acting: Acting, add: Add, night: Night) -> None:
        item = add(due=30)
        for days in (20, 31, 32, 60):
            night(days)

        assert len(told(acting, "member", item)) == 2

    def test_and_anew_for_its_next_term(self, acting: Acting, add: Add, night: Night) -> None:
        item = add(due=10, every=3)
        night(0)
        with acting("member") as by:
            services.do(item=item, note="", by=by)
        night(95)

        assert len(told(acting, "member", item)) == 2

    def test_who_has_left_is_told_nothing(
        self, acting: Acting, item: ReadinessItem, owner: Membership, night: Night
    ) -> None:
        with acting("coordinator") as by:
            membership.end(member=owner, reason="moved", by=by)

        assert night(0) == len([1 for each in due_of_others(acting, item)])

    def test_the_notice_says_where_and_nothing_of_what(self, acting: Acting, item: ReadinessItem, night: Night) -> None:
        night(0)
        with acting("member") as user:
            [line] = lines(user, [item.pk]).values()

        assert (line.text, line.where) == ("Something in the year is due", "Fjordby")

    def test_what_is_done_is_no_news_any_more(self, acting: Acting, item: ReadinessItem, night: Night) -> None:
        night(0)
        with acting("member") as user:
            mine = Notice.objects.filter(user=user, kind=ITEM)
            before = still_seen(user).filter(pk__in=mine).count()
            services.do(item=item, note="", by=user)

            assert (before, still_seen(user).filter(pk__in=mine).count()) == (1, 0)

    def test_nobody_who_acts_runs_the_night(self, acting: Acting, item: ReadinessItem) -> None:
        with acting("coordinator"):
            assert keep_readiness(timestamp=0) == 0


def due_of_others(acting: Acting, item: ReadinessItem) -> list[int]:
    """The demo's own items that are due by now, in all its networks."""
    found: set[int] = set()
    for who in ("coordinator", "outsider-coordinator", "berit.krag"):
        with acting(who):
            due = ReadinessItem.objects.filter(due_on__lte=in_days(14), owner__isnull=False).exclude(pk=item.pk)
            found |= set(due.values_list("pk", flat=True))
    return sorted(found)


class TestMyDay:
    def headings(self, acting: Acting, who: str) -> list[str]:
        with acting(who) as user:
            return [thing.heading for thing in waiting(user) if thing.icon == "calendar"]

    def test_it_waits_for_its_owner_and_for_nobody_else(self, acting: Acting, item: ReadinessItem) -> None:
        assert self.headings(acting, "member") == ["Something in the year of Fjordby is yours to do"]
        assert [self.headings(acting, who) for who in ("coordinator", "deputy", "observer")] == [[], [], []]

    def test_not_before_two_weeks(self, acting: Acting, add: Add) -> None:
        add(due=15)
        assert self.headings(acting, "member") == []

        add(due=14)
        assert self.headings(acting, "member") == ["Something in the year of Fjordby is yours to do"]

    def test_several_are_counted_and_nothing_is_named(self, acting: Acting, add: Add) -> None:
        add()
        add()

        [heading] = self.headings(acting, "member")
        assert heading == "2 things in the year of Fjordby are yours to do"
        assert HERS not in heading

    def test_what_is_late_says_since_when(self, acting: Acting, item: ReadinessItem) -> None:
        with acting("coordinator"):
            ReadinessItem.objects.filter(pk=item.pk).update(due_on=in_days(-4))
        with acting("member") as user:
            [thing] = [thing for thing in waiting(user) if thing.icon == "calendar"]

        assert thing.text.startswith("It should have been done by")

    def test_when_it_is_done_it_waits_no_more(
        self, acting: Acting, persona: Persona, fjordby: Network, item: ReadinessItem
    ) -> None:
        with acting("member") as by:
            services.do(item=item, note="", by=by)

        assert self.headings(acting, "member") == []
