"""What stands in a network's year: who sets it, whose it is, and how it moves from term to term."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from networks.directory.models import Network
from networks.membership import services as membership
from networks.membership.models import Membership
from networks.readiness import access, services
from networks.readiness.choices import MOST_ITEMS, STANDARD, State
from networks.readiness.models import ReadinessDone, ReadinessItem
from networks.readiness.queries import year
from portal.audit.models import Entry
from portal.tenancy.refusals import NotAllowed, Refused
from tests.networks.readiness.conftest import HERS, Acting, Add, Later, Persona, in_days, now


def emptied(acting: Acting, network: Network) -> None:
    with acting("coordinator") as by:
        for item in ReadinessItem.objects.filter(network=network).select_related("network"):
            services.remove(item=item, by=by)


class TestSettingItUp:
    def test_five_things_are_spread_over_the_year_and_none_presses(self, acting: Acting, fjordby: Network) -> None:
        emptied(acting, fjordby)
        with acting("deputy") as by:
            services.set_up(network=fjordby, by=by)
            items = list(ReadinessItem.objects.filter(network=fjordby).select_related("owner"))

            assert {(item.kind, item.due_on.month, item.due_on.day) for item in items} == set(STANDARD)
            assert {item.owner.user_id for item in items if item.owner} == {by.pk}
            assert min(item.due_on for item in items) > in_days(14)

    def test_a_year_that_holds_something_is_not_set_up_again(self, acting: Acting, fjordby: Network) -> None:
        with acting("coordinator") as by, pytest.raises(Refused, match="year_already_set"):
            services.set_up(network=fjordby, by=by)

    def test_who_writes_no_routines_sets_up_nothing(self, acting: Acting, fjordby: Network) -> None:
        emptied(acting, fjordby)
        with acting("member") as by, pytest.raises(NotAllowed):
            services.set_up(network=fjordby, by=by)


class TestAdding:
    def test_it_stands_there_with_its_owner(self, acting: Acting, add: Add, owner: Membership) -> None:
        found = now(acting, add(), "member")

        assert (found.name, found.owner, found.due_on) == (HERS, owner, in_days(10))

    def test_a_title_is_kept_only_of_ones_own(self, add: Add) -> None:
        assert add(kind="drill", title="Not kept").title == ""

    def test_today_is_not_past(self, add: Add) -> None:
        assert add(due=0).due_on == timezone.localdate()

    @pytest.mark.parametrize(
        ("told", "key"),
        [
            ({"due": -1}, "day_passed"),
            ({"due": 3 * 365}, "day_too_far"),
            ({"title": ""}, "needs_a_title"),
        ],
    )
    def test_it_is_refused(self, add: Add, told: dict[str, object], key: str) -> None:
        with pytest.raises(Refused, match=key):
            add(**told)

    def test_there_is_an_end_to_how_much(self, acting: Acting, add: Add, fjordby: Network) -> None:
        with acting("coordinator"):
            room = MOST_ITEMS - ReadinessItem.objects.filter(network=fjordby).count()
        for _ in range(room):
            add()

        with pytest.raises(Refused, match="too_many_items"):
            add()

    @pytest.mark.parametrize("who", ["observer", "ex-member", "supervisor", "outsider-coordinator"])
    def test_only_a_live_member_who_reads_it_answers_for_it(
        self, acting: Acting, persona: Persona, add: Add, who: str
    ) -> None:
        with acting(who if who == "outsider-coordinator" else "coordinator"):
            theirs = Membership.objects.filter(user=persona(who)).values_list("pk", flat=True).first()

        with pytest.raises(Refused, match="owner_not_member"):
            add(owner_id=theirs or 0)

    def test_a_member_adds_nothing(self, add: Add) -> None:
        with pytest.raises(NotAllowed):
            add(who="member")


class TestChanging:
    def told(self, item: ReadinessItem) -> dict[str, object]:
        return {name: getattr(item, name) for name in ("kind", "title", "due_on", "every", "owner_id")}

    def test_a_new_day_is_counted_from(self, acting: Acting, item: ReadinessItem) -> None:
        with acting("deputy") as by:
            services.change(item=item, **self.told(item) | {"due_on": in_days(40), "every": 3}, by=by)  # type: ignore[arg-type]

        found = now(acting, item)
        assert (found.due_on, found.first_on, found.every) == (in_days(40), in_days(40), 3)

    def test_a_day_that_has_passed_may_stand_while_the_rest_changes(self, acting: Acting, item: ReadinessItem) -> None:
        with acting("coordinator") as by:
            ReadinessItem.objects.filter(pk=item.pk).update(due_on=in_days(-3))
            late = now(acting, item)
            services.change(item=late, **self.told(late) | {"owner_id": None}, by=by)  # type: ignore[arg-type]

            with pytest.raises(Refused, match="day_passed"):
                services.change(item=late, **self.told(late) | {"due_on": in_days(-2)}, by=by)  # type: ignore[arg-type]

        found = now(acting, item)
        assert (found.owner, found.due_on) == (None, in_days(-3))

    def test_who_only_answers_for_it_does_not_change_it(self, acting: Acting, item: ReadinessItem) -> None:
        with acting("member"):
            assert ReadinessItem.objects.filter(pk=item.pk).update(title="Mine") == 0

    def test_the_log_says_who_removed_it(self, acting: Acting, item: ReadinessItem) -> None:
        with acting("coordinator") as by:
            services.remove(item=item, by=by)
            last = Entry.objects.filter(network_id=item.network_id).latest("seq")

            assert (last.action, last.subject_label) == ("readiness.removed", HERS)
            assert not ReadinessItem.objects.filter(pk=item.pk).exists()


class TestDoing:
    def test_its_owner_notes_it_and_it_moves_to_the_next_term(self, acting: Acting, item: ReadinessItem) -> None:
        with acting("member") as by:
            again = services.do(item=item, note="Gikk greit", by=by)
            entry = ReadinessDone.objects.get(item=item)

        assert (entry.done_by_id, entry.done_on, entry.term_on) == (by.pk, timezone.localdate(), item.due_on)
        assert again == now(acting, item).due_on
        assert (again.year, again.month) == (item.due_on.year + 1, item.due_on.month)

    @pytest.mark.parametrize(("who", "may"), [("deputy", True), ("mentor", False), ("observer", False), ("outsider-coordinator", False)])  # fmt: skip
    def test_so_does_who_writes_routines_and_nobody_else(
        self,
        acting: Acting,
        item: ReadinessItem,
        who: str,
        may: bool,  # noqa: FBT001 a table
    ) -> None:
        with acting(who) as by:
            if may:
                services.do(item=item, note="", by=by)
            else:
                with pytest.raises(NotAllowed):
                    services.do(item=item, note="", by=by)

        assert (now(acting, item).due_on != item.due_on) is may

    def test_twice_the_same_day_is_refused(self, acting: Acting, add: Add) -> None:
        item = add(every=3)
        with acting("member") as by:
            services.do(item=item, note="", by=by)

            with pytest.raises(Refused, match="done_today"):
                services.do(item=item, note="", by=by)

    def test_a_term_that_is_far_off_is_not_done_already(self, acting: Acting, add: Add) -> None:
        item = add(due=330)
        with acting("member") as by, pytest.raises(Refused, match="too_early"):
            services.do(item=item, note="", by=by)

    def test_a_late_one_skips_the_terms_that_have_passed(self, acting: Acting, add: Add, later: Later) -> None:
        item = add(due=0, every=3)
        later("200 days")
        with acting("member") as by:
            again = services.do(item=item, note="", by=by)

        assert in_days(200) < again <= in_days(200 + 93)

    def test_the_last_of_a_month_comes_back(self, acting: Acting, item: ReadinessItem) -> None:
        """Counted from the first day: 31 August is followed by the last of February, and then by 31 August again."""
        with acting("coordinator") as by:
            held = ReadinessItem.objects.filter(pk=item.pk)
            held.update(every=6, first_on=date(2020, 8, 31), due_on=date(2020, 8, 31))
            days = []
            for term in range(2):
                held.update(due_on=date(2035, 8, 31) if term == 0 else date(2036, 2, 29))
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT set_config('test.shift', (%s::date - current_date) || ' days', true)",
                        [date(2035, 8, 30 - term) if term == 0 else date(2036, 2, 28)],
                    )
                days.append(services.do(item=item, note="", by=by))

        assert days == [date(2036, 2, 29), date(2036, 8, 31)]

    def test_nothing_is_noted_past_the_function(self, acting: Acting, item: ReadinessItem) -> None:
        with (
            acting("coordinator") as by,
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            ReadinessDone.objects.create(
                network=item.network, item=item, term_on=item.due_on, done_on=item.due_on, done_by=by
            )


class TestWhoSeesIt:
    @pytest.mark.parametrize(
        ("who", "sees"),
        [("coordinator", True), ("supervisor", True), ("observer", False), ("ex-member", False), ("outsider-coordinator", False)],
    )  # fmt: skip
    def test_who_reads_the_routines(
        self,
        acting: Acting,
        item: ReadinessItem,
        who: str,
        sees: bool,  # noqa: FBT001 a table
    ) -> None:
        with acting(who) as user:
            assert access.visible_to(user).filter(pk=item.pk).exists() is sees
            assert ReadinessItem.objects.filter(pk=item.pk).exists() is sees

    def test_whoever_leaves_answers_for_nothing_more(
        self, acting: Acting, item: ReadinessItem, owner: Membership, fjordby: Network
    ) -> None:
        with acting("coordinator") as by:
            membership.end(member=owner, reason="moved", by=by)
            [line] = [line for line in year.year_lines(by, fjordby, timezone.localdate()) if line.item == item]

        assert line.owner is None

    def test_a_paused_owner_answers_for_nothing_meanwhile(
        self, acting: Acting, item: ReadinessItem, owner: Membership, fjordby: Network
    ) -> None:
        with acting("coordinator") as by:
            membership.pause(member=owner, by=by)
            [line] = [line for line in year.year_lines(by, fjordby, timezone.localdate()) if line.item == item]

            assert line.owner is None
            membership.resume(member=Membership.objects.get(pk=owner.pk), by=by)

        with acting("member") as user:
            assert access.is_owner(user, now(acting, item, "member"))


class TestHowItStands:
    """A day in June; what is on the wheel is what the list says."""

    TODAY = date(2031, 6, 15)

    def state(self, due_on: date, *done_on: date) -> State:
        done = [ReadinessDone(done_on=day, term_on=day) for day in done_on]
        return year.state_of(ReadinessItem(due_on=due_on), done, self.TODAY)

    def test_overdue_soon_ahead_or_done_for_this_year(self) -> None:
        assert self.state(date(2031, 6, 14)) == State.OVERDUE
        assert self.state(date(2031, 6, 15)) == State.SOON
        assert self.state(date(2031, 6, 29)) == State.SOON
        assert self.state(date(2031, 6, 30)) == State.AHEAD
        assert self.state(date(2032, 3, 1)) == State.AHEAD
        assert self.state(date(2032, 3, 1), date(2031, 3, 1)) == State.DONE
        assert self.state(date(2031, 9, 1), date(2031, 6, 1)) == State.AHEAD

    def line(self, due_on: date, *done_on: date) -> year.Line:
        done = [ReadinessDone(done_on=day, term_on=day) for day in done_on]
        item = ReadinessItem(kind="own", title=HERS, due_on=due_on, every=3)
        return year.Line(item, None, done, self.state(due_on, *done_on), may_do=False, today=self.TODAY)

    def test_a_mark_stands_for_each_term_done_and_the_one_ahead(self) -> None:
        quarterly = self.line(date(2031, 9, 1), date(2031, 6, 1), date(2031, 3, 1), date(2030, 12, 1))

        assert year.marks(quarterly) == [
            (date(2031, 6, 1), "done"),
            (date(2031, 3, 1), "done"),
            (date(2031, 9, 1), "ahead"),
        ]
        assert year.marks(self.line(date(2032, 3, 1), date(2031, 3, 1))) == [(date(2031, 3, 1), "done")]

    def test_the_sentence_says_what_the_picture_shows(self) -> None:
        lines = [self.line(date(2031, 9, 1), date(2031, 6, 1)), self.line(date(2031, 6, 1))]

        assert year.sentence(lines, self.TODAY) == (
            "The year, with a mark for today in June. It holds 2 items. Done this year: 1. Overdue: 1. "
            f"Next: {HERS}, 1 September 2031."
        )
