"""A network suggests words to the library; others agree; supervisors answer without knowing whom."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from networks.library import queries as desk
from networks.library import services as library
from networks.library.models import Suggestion
from networks.routines.models import Routine
from networks.suggestions import access, services
from networks.suggestions.models import Backing
from portal.audit.models import Entry
from portal.config.jobs import keep_suggestions
from portal.notices.models import Notice
from portal.notices.queries import news
from portal.tenancy.context import acting_as
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused
from tests.networks.routines.conftest import Acting
from tests.networks.suggestions.conftest import ELSEWHERE, REASON, WORDS

Later = Callable[[str], None]
OFFICE = "supervisor-expired"  # holds the office, and is let into no network


def answered(acting: Acting, made: Backing, state: str = "taken", answer: str = "") -> None:
    with acting(OFFICE) as by:
        library.answer(suggestion=Suggestion.objects.get(pk=made.suggestion_id), state=state, answer=answer, by=by)


class TestASuggestion:
    def test_says_the_words_and_the_reason(self, acting: Acting, made: Backing) -> None:
        with acting(OFFICE) as by:
            found = next(one for one in desk.suggestions(by) if one.suggestion == made.suggestion)

        assert (found.suggestion.step, found.suggestion.reason, found.agreeing) == (WORDS, REASON, 0)

    def test_does_not_say_whose_it_is(self, acting: Acting, made: Backing) -> None:
        told = {field.name for field in Suggestion._meta.concrete_fields}

        assert told & {"network", "made_by", "by", "user"} == set()
        for who in ("supervisor", OFFICE, "operator", "editor"):
            with acting(who):
                assert not Backing.objects.filter(suggestion=made.suggestion).exists()

    def test_is_not_there_for_who_has_not_adopted_the_routine(self, acting: Acting, made: Backing) -> None:
        for who in (ELSEWHERE, "stranger", "editor", "operator"):
            with acting(who):
                assert not Suggestion.objects.filter(pk=made.suggestion_id).exists()

    def test_is_not_there_for_members_who_do_not_write_routines(self, acting: Acting, made: Backing) -> None:
        with acting("member") as user:
            assert not Suggestion.objects.filter(pk=made.suggestion_id).exists()
            assert not access.backings_visible_to(user).exists()

    def test_leaves_an_entry_in_the_networks_own_log(self, acting: Acting, made: Backing) -> None:
        with acting("coordinator") as by:
            entry = Entry.objects.get(action="routine.suggested", subject_id=made.routine_id)

        assert entry.actor_id == by.pk

    def test_is_made_once_of_a_step(self, acting: Acting, made: Backing, ours: Routine) -> None:
        with acting("coordinator") as by, pytest.raises(Refused, match="already_suggested"):
            services.suggest(routine=ours, step=WORDS, reason=REASON, by=by)

    def test_comes_from_those_who_write_routines(self, acting: Acting, ours: Routine) -> None:
        for who in ("member", "supervisor", ELSEWHERE):
            with acting(who) as by, pytest.raises(NotAllowed), transaction.atomic():
                services.suggest(routine=ours, step=WORDS, reason=REASON, by=by)

    def test_comes_from_what_is_in_force(self, acting: Acting, routine: Routine) -> None:
        with acting("coordinator") as by, pytest.raises(Refused, match="nothing_to_suggest_to"):
            services.suggest(routine=routine, step=WORDS, reason=REASON, by=by)

    def test_is_one_of_ten_at_most(self, acting: Acting, made: Backing, ours: Routine) -> None:
        with acting("coordinator") as by:
            already = Backing.objects.filter(network=made.network, is_maker=True, suggestion__state="open").count()
            for number in range(10 - already):
                services.suggest(routine=ours, step=replace(WORDS, id=f"s-{number}"), reason=REASON, by=by)
            with pytest.raises(Refused, match="too_many_suggestions"):
                services.suggest(routine=ours, step=replace(WORDS, id="s-last"), reason=REASON, by=by)

    def test_is_written_by_nobody_directly(self, acting: Acting, made: Backing) -> None:
        for who in ("coordinator", OFFICE):
            with acting(who), pytest.raises(DatabaseError), transaction.atomic():
                Suggestion.objects.filter(pk=made.suggestion_id).update(reason="Noe annet")


class TestAgreeing:
    def test_is_counted_at_the_desk(self, acting: Acting, made: Backing, theirs: Routine) -> None:
        with acting(ELSEWHERE) as by:
            heard = access.get_heard_or_404(by, "skogdal-og-elvestad", theirs.pk, made.suggestion_id)
            services.agree(routine=theirs, suggestion=heard.suggestion, by=by)
        with acting(OFFICE) as by:
            found = next(one for one in desk.suggestions(by) if one.suggestion == made.suggestion)

        assert found.agreeing == 1

    def test_is_done_once(self, acting: Acting, made: Backing, theirs: Routine) -> None:
        with acting(ELSEWHERE) as by:
            services.agree(routine=theirs, suggestion=made.suggestion, by=by)
            with pytest.raises(Refused, match="already_backed"), transaction.atomic():
                services.agree(routine=theirs, suggestion=made.suggestion, by=by)

    def test_is_not_known_to_the_network_that_suggested(self, acting: Acting, made: Backing, theirs: Routine) -> None:
        with acting(ELSEWHERE) as by:
            services.agree(routine=theirs, suggestion=made.suggestion, by=by)
            assert list(Backing.objects.filter(suggestion=made.suggestion).values_list("routine", flat=True)) == [
                theirs.pk
            ]
        with acting("coordinator"):
            assert list(Backing.objects.filter(suggestion=made.suggestion)) == [made]

    def test_is_of_the_routine_that_was_adopted(self, acting: Acting, made: Backing) -> None:
        with acting(ELSEWHERE) as by:
            other = Routine.objects.filter(network__slug="skogdal-og-elvestad", source__isnull=False).first()
            assert other
            with pytest.raises(NotAllowed), transaction.atomic():
                services.agree(routine=other, suggestion=made.suggestion, by=by)
            with pytest.raises(NotVisible):
                access.get_heard_or_404(by, "skogdal-og-elvestad", other.pk, made.suggestion_id)

    def test_numbers_are_for_supervisors_only(self, acting: Acting, made: Backing) -> None:
        with acting("coordinator") as by:
            assert all(one.agreeing == 0 for one in desk.suggestions(by))


class TestAnAnswer:
    def test_is_given_once(self, acting: Acting, made: Backing) -> None:
        answered(acting, made)

        with pytest.raises(Refused, match="suggestion_answered"):
            answered(acting, made, "declined", "Nei")

    def test_is_given_by_supervisors_only(self, acting: Acting, made: Backing) -> None:
        for who in ("coordinator", "editor", "operator"):
            with acting(who) as by, pytest.raises(NotAllowed), transaction.atomic():
                library.answer(suggestion=made.suggestion, state="taken", answer="", by=by)

    def test_is_told_to_all_who_stand_behind_it(self, acting: Acting, made: Backing, theirs: Routine) -> None:
        with acting(ELSEWHERE) as by:
            services.agree(routine=theirs, suggestion=made.suggestion, by=by)
        answered(acting, made, "declined", "Det står i en annen rutine")

        for who, heard in (("coordinator", True), (ELSEWHERE, True), ("member", False)):
            with acting(who) as user:
                assert Notice.objects.filter(user=user, kind="suggestion_answered").exists() is heard

    def test_notice_says_where_and_nothing_of_what(self, acting: Acting, made: Backing) -> None:
        answered(acting, made, "declined", "Det står i en annen rutine")

        with acting("coordinator") as user:
            told = next(one for one in news(user) if "suggestion" in one.line.text or "forslag" in one.line.text)
        assert "Drøft" not in told.line.text
        assert told.line.where == made.network.name

    def test_ends_the_agreeing(self, acting: Acting, made: Backing, theirs: Routine) -> None:
        answered(acting, made)

        with acting(ELSEWHERE) as by, pytest.raises(Refused, match="suggestion_answered"):
            services.agree(routine=theirs, suggestion=made.suggestion, by=by)


class TestTheEnd:
    def test_taking_it_back_deletes_it_everywhere(self, acting: Acting, made: Backing, theirs: Routine) -> None:
        with acting(ELSEWHERE) as by:
            services.agree(routine=theirs, suggestion=made.suggestion, by=by)
        with acting("coordinator") as by:
            services.take_back(backing=made, by=by)
        with acting(OFFICE):
            assert not Suggestion.objects.filter(pk=made.suggestion_id).exists()
        with acting(ELSEWHERE):
            assert not Backing.objects.filter(suggestion=made.suggestion_id).exists()

    def test_agreeing_no_longer_leaves_it(self, acting: Acting, made: Backing, theirs: Routine) -> None:
        with acting(ELSEWHERE) as by:
            services.agree(routine=theirs, suggestion=made.suggestion, by=by)
            mine = access.get_backing_or_404(by, "skogdal-og-elvestad", theirs.pk, made.suggestion_id)
            services.take_back(backing=mine, by=by)
            assert Suggestion.objects.filter(pk=made.suggestion_id).exists()

    def test_nobody_takes_back_what_is_anothers(self, acting: Acting, made: Backing, theirs: Routine) -> None:
        with acting(ELSEWHERE) as by, pytest.raises(NotAllowed), transaction.atomic():
            services.take_back(backing=made, by=by)

    def test_comes_two_years_after_it_was_made(self, acting: Acting, made: Backing, later: Later) -> None:
        later("729 days")
        keep_suggestions(0)
        with acting(OFFICE):
            assert Suggestion.objects.filter(pk=made.suggestion_id).exists()
        later("732 days")
        keep_suggestions(0)
        with acting(OFFICE):
            assert not Suggestion.objects.filter(pk=made.suggestion_id).exists()

    def test_comes_a_year_after_the_answer(self, acting: Acting, made: Backing, later: Later) -> None:
        answered(acting, made)
        later("367 days")
        keep_suggestions(0)

        with acting(OFFICE):
            assert not Suggestion.objects.filter(pk=made.suggestion_id).exists()

    def test_is_kept_by_the_night_only(self, acting: Acting, made: Backing, later: Later) -> None:
        later("732 days")
        with acting("coordinator"):
            assert keep_suggestions(0) == 0
        with acting_as(None):
            assert keep_suggestions(0) > 0
