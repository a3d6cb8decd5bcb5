"""A routine is adopted, adapted, read by somebody else, and in force."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from networks.directory.models import Network
from networks.library.models import LibraryVersion
from networks.routines import access, services
from networks.routines.models import Routine, RoutineVersion
from networks.routines.queries import lists
from networks.steps import editing
from networks.steps.content import Step
from portal.audit.models import Entry
from portal.config.jobs import keep_reviews
from portal.notices.models import Notice
from portal.notices.queries import news
from portal.tenancy.context import acting_as
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused
from tests.networks.routines.conftest import CANARY, REVIEW, Acting, Drafted, Persona, reworded


def test_an_adopted_routine_says_what_the_library_says(
    acting: Acting, source: LibraryVersion, fjordby: Network
) -> None:
    with acting("coordinator") as by:
        routine = services.adopt(network=fjordby, version=source, by=by)

        version = routine.versions.get()

        assert version.wording == source.wording
        assert (version.base, version.state, version.hands) == (source, "draft", [by.pk])


def test_a_routine_is_adopted_once(acting: Acting, routine: Routine, source: LibraryVersion, fjordby: Network) -> None:
    with acting("coordinator") as by, pytest.raises(Refused, match="already_adopted"):
        services.adopt(network=fjordby, version=source, by=by)


def test_who_may_not_write_does_not_adopt(acting: Acting, source: LibraryVersion, fjordby: Network) -> None:
    with acting("member") as by, pytest.raises(DatabaseError), transaction.atomic():
        services.adopt(network=fjordby, version=source, by=by)


class TestADraft:
    def test_is_not_there_for_other_members(self, acting: Acting, routine: Routine) -> None:
        with acting("member") as user:
            assert list(access.versions_visible_to(user).filter(routine=routine)) == []
            assert list(RoutineVersion.objects.filter(routine=routine)) == []
            with pytest.raises(NotVisible):
                access.get_or_404(user, "fjordby", routine.pk)

    def test_is_not_there_for_another_network(self, acting: Acting, routine: Routine) -> None:
        with acting("outsider-coordinator"):
            assert not Routine.objects.filter(pk=routine.pk).exists()
            assert not RoutineVersion.objects.filter(routine=routine).exists()

    def test_is_changed_by_one_at_a_time(self, acting: Acting, draft: Drafted) -> None:
        seen = draft()
        with acting("deputy") as by:
            services.change(version=draft(), how=reworded("merk", text="Skriv datoen."), by=by)

        with acting("coordinator") as by, pytest.raises(Refused, match="changed_meanwhile"):
            services.change(version=seen, how=reworded("merk", text="Skriv det ned."), by=by)

    def test_notes_every_hand(self, acting: Acting, persona: Persona, draft: Drafted) -> None:
        with acting("deputy") as by:
            services.change(version=draft(), how=reworded("merk", text="Skriv datoen."), by=by)

        assert set(draft().hands) == {persona("coordinator").pk, persona("deputy").pk}

    def test_cannot_be_published_by_the_application(self, acting: Acting, draft: Drafted) -> None:
        with acting("coordinator"), pytest.raises(DatabaseError), transaction.atomic():
            RoutineVersion.objects.filter(pk=draft().pk).update(state="published", number=1)

    def test_with_steps_that_do_not_fit_is_not_sent(self, acting: Acting, persona: Persona, draft: Drafted) -> None:
        with acting("coordinator") as by:
            version = draft()
            services.change(version=version, how=lambda content: editing.without(content, "drofte"), by=by)

            with pytest.raises(Refused, match="routine_has_problems"):
                services.send(version=version, reader=persona("member"), note="Ny", review_on=REVIEW, by=by)

    def test_discarded_takes_an_unpublished_routine_with_it(
        self, acting: Acting, routine: Routine, draft: Drafted
    ) -> None:
        with acting("coordinator") as by:
            services.discard(version=draft(), by=by)

            assert not Routine.objects.filter(pk=routine.pk).exists()


class TestASecondReader:
    def test_puts_it_in_force(self, acting: Acting, routine: Routine, in_force: Callable[[], int]) -> None:
        assert in_force() == 1

        with acting("contact") as user:
            version = lists.in_force(user, routine)
            assert version
            assert CANARY in version.wording.steps[1].text

    def test_keeps_what_is_sent_between_looking_and_discarding(
        self, acting: Acting, persona: Persona, draft: Drafted
    ) -> None:
        seen = draft()
        with acting("coordinator") as by:
            services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)
        with acting("deputy") as by, pytest.raises(Refused, match="not_a_draft"):
            services.discard(version=seen, by=by)

        assert draft().is_in_review

    def test_is_told_which_and_nothing_of_what_it_says(self, acting: Acting, persona: Persona, draft: Drafted) -> None:
        with acting("coordinator") as by:
            services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)

        with acting("member") as user:
            [told] = [one for one in news(user) if one.line.text.startswith("You are asked to read «Prøverutine»")]
            assert CANARY not in told.line.text + told.line.where

    def test_is_told_no_more_once_it_is_answered(
        self, acting: Acting, routine: Routine, in_force: Callable[[], int]
    ) -> None:
        in_force()

        with acting("member") as user:
            assert not Notice.objects.filter(user=user, kind="routine_to_read").exists()

    def test_cannot_be_who_wrote_in_it(self, acting: Acting, persona: Persona, draft: Drafted) -> None:
        with acting("deputy") as by:
            services.change(version=draft(), how=reworded("merk", text="Skriv datoen."), by=by)
        with acting("coordinator") as by, pytest.raises(Refused, match="reader_cannot_read"):
            services.send(version=draft(), reader=persona("deputy"), note="Ny", review_on=REVIEW, by=by)

    def test_cannot_be_from_outside(self, acting: Acting, persona: Persona, draft: Drafted) -> None:
        with acting("coordinator") as by, pytest.raises(Refused, match="reader_cannot_read"):
            services.send(version=draft(), reader=persona("stranger"), note="Ny", review_on=REVIEW, by=by)

    def test_is_the_one_who_was_asked(self, acting: Acting, persona: Persona, draft: Drafted) -> None:
        with acting("coordinator") as by:
            services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)
        version = draft()
        with acting("contact") as by, pytest.raises(Refused, match="not_your_reading"):
            services.publish(version=version, by=by)

    def test_of_another_network_is_refused(self, acting: Acting, persona: Persona, draft: Drafted) -> None:
        with acting("coordinator") as by:
            services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)
        version = draft()
        with acting("outsider-coordinator") as by, pytest.raises(NotAllowed):
            services.publish(version=version, by=by)

    def test_sends_it_back_with_a_remark(self, acting: Acting, persona: Persona, draft: Drafted) -> None:
        with acting("coordinator") as by:
            services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)
        version = draft()
        with acting("member") as by:
            services.send_back(version=version, remark="Hvem ringer vi?", by=by)

        assert (draft().state, draft().remark) == ("draft", "Hvem ringer vi?")

    def test_does_not_publish_what_was_taken_back(self, acting: Acting, persona: Persona, draft: Drafted) -> None:
        with acting("coordinator") as by:
            services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)
            version = draft()
            services.take_back(version=draft(), by=by)

        with acting("member") as by, pytest.raises(Refused, match="not_in_review"):
            services.publish(version=version, by=by)


class TestInForce:
    def test_a_version_never_changes(self, acting: Acting, routine: Routine, in_force: Callable[[], int]) -> None:
        in_force()

        with acting("coordinator"), pytest.raises(DatabaseError), transaction.atomic():
            routine.versions.filter(number=1).update(content={"title": "Et annet", "steps": []})

    def test_a_version_is_not_made_a_draft_again(
        self, acting: Acting, routine: Routine, in_force: Callable[[], int]
    ) -> None:
        in_force()

        with acting("coordinator"), pytest.raises(DatabaseError), transaction.atomic():
            routine.versions.filter(number=1).update(state="draft", number=None)

    def test_a_version_keeps_the_day_it_is_read_again(
        self, acting: Acting, routine: Routine, in_force: Callable[[], int]
    ) -> None:
        in_force()

        with acting("coordinator"), pytest.raises(DatabaseError), transaction.atomic():
            routine.versions.filter(number=1).update(review_on=None)

    def test_a_version_is_not_deleted(self, acting: Acting, routine: Routine, in_force: Callable[[], int]) -> None:
        in_force()

        with acting("coordinator"), pytest.raises(DatabaseError), transaction.atomic():
            routine.versions.filter(number=1).delete()

    def test_the_next_one_replaces_it(self, acting: Acting, routine: Routine, in_force: Callable[[], int]) -> None:
        in_force()
        with acting("coordinator") as by:
            version = services.start_version(routine=routine, by=by)
            step = Step(id=editing.new_id(), title="Ring Kari", role="coordinator")
            services.change(version=version, how=lambda content: editing.added(content, step, after="merk"), by=by)

        assert in_force() == 2
        with acting("coordinator"):
            assert [v.state for v in routine.versions.order_by("number")] == ["superseded", "published"]

    def test_what_happened_is_in_the_log(self, acting: Acting, routine: Routine, in_force: Callable[[], int]) -> None:
        in_force()

        with acting("coordinator"):
            entries = Entry.objects.filter(subject="routine", subject_id=routine.pk).order_by("pk")
            assert list(entries.values_list("action", flat=True)) == [
                "routine.adopted",
                "routine.sent",
                "routine.published",
            ]


class TestItIsReadAgain:
    """`review_on` is in some years (conftest.REVIEW): the clock is moved to it."""

    def told(self, acting: Acting, routine: Routine, who: str) -> int:
        with acting(who) as user:
            return Notice.objects.filter(user=user, kind="routine_review", subject_id=routine.pk).count()

    @pytest.fixture
    def until(self, later: Callable[[str], None]) -> Callable[[int], int]:
        """until(20): the night so many days before it should be read again. The demo's own fall due earlier."""

        def night(days: int) -> int:
            later(f"{(REVIEW - timezone.localdate()).days - days} days")
            with acting_as(None):
                return keep_reviews(timestamp=0)

        return night

    def test_nobody_is_told_long_before(
        self, acting: Acting, routine: Routine, in_force: Callable[[], int], until: Callable[[int], int]
    ) -> None:
        in_force()

        until(31)

        assert self.told(acting, routine, "coordinator") == 0

    def test_who_writes_routines_is_told_once_a_month_before(
        self, acting: Acting, routine: Routine, in_force: Callable[[], int], until: Callable[[int], int]
    ) -> None:
        in_force()
        for days in (30, 29):
            until(days)

        assert [self.told(acting, routine, who) for who in ("coordinator", "deputy", "member")] == [1, 1, 0]

    def test_and_once_more_when_the_day_has_passed(
        self, acting: Acting, routine: Routine, in_force: Callable[[], int], until: Callable[[int], int]
    ) -> None:
        in_force()
        for days in (30, -1, -2):
            until(days)

        assert self.told(acting, routine, "coordinator") == 2

    def test_what_is_put_away_is_let_be(
        self, acting: Acting, routine: Routine, in_force: Callable[[], int], until: Callable[[int], int]
    ) -> None:
        in_force()
        with acting("coordinator") as by:
            services.put_away(routine=routine, by=by)
        until(-1)

        assert self.told(acting, routine, "coordinator") == 0

    def test_the_page_says_the_day(
        self, routine: Routine, in_force: Callable[[], int], signed_in: Callable[[str], Client]
    ) -> None:
        in_force()

        page = signed_in("member").get(f"/nettverk/fjordby/rutiner/{routine.pk}/").content.decode()

        assert "To be read again by 1 January 2030." in page
