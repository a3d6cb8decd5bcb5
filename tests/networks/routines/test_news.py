"""A new version of the source: what is offered, what is decided, and what stays the network's own."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection

from networks.library.models import LibraryVersion
from networks.routines import services
from networks.routines.models import Routine, RoutineVersion
from networks.routines.queries import lists
from networks.routines.queries.news import news
from networks.steps.content import Content, Step
from networks.steps.merge import Choice, Decision, Standing
from portal.accounts.models import User
from portal.home.waiting import waiting
from portal.notices.queries import news as listed
from portal.notices.telling import tell_of_event
from portal.tenancy.context import acting_as
from portal.tenancy.functions import call_rows
from portal.tenancy.refusals import Refused
from tests.networks.routines.conftest import REVIEW, SOURCE, Acting, Drafted, Publish, reworded

Looking = Callable[[], RoutineVersion]
NEWER = Content(
    SOURCE.head,
    (
        replace(SOURCE.steps[0], points=("Datoen",)),
        replace(SOURCE.steps[1], text="Drøft uroen anonymt."),
        Step(id="ring", title="Ring RVTS", role="coordinator"),
        SOURCE.steps[2],
    ),
)


@pytest.fixture
def looking(acting: Acting, routine: Routine, draft: Drafted, publish: Publish) -> Looking:
    """The coordinator holds the source's second version beside the draft."""
    newer = publish(NEWER)
    with acting("coordinator") as by:
        services.look_at_news(version=draft(), news=newer, by=by)
    return draft


def test_a_newer_version_is_offered_on_the_list(
    acting: Acting, routine: Routine, in_force: Callable[[], int], publish: Publish
) -> None:
    in_force()
    with acting("coordinator") as user:
        assert [line.news for line in lists.lines(user, routine.network) if line.routine == routine] == [None]
    publish(NEWER)

    with acting("coordinator") as user:
        assert [line.news for line in lists.lines(user, routine.network) if line.routine == routine] == [2]


def test_those_who_write_routines_are_told(
    acting: Acting, routine: Routine, in_force: Callable[[], int], publish: Publish
) -> None:
    in_force()
    publish(NEWER)

    told = {}
    for who in ("coordinator", "deputy", "member", "outsider-coordinator"):
        with acting(who) as user:
            told[who] = [one.address for one in listed(user) if "source" in one.line.text]

    at = f"/nettverk/fjordby/rutiner/{routine.pk}/"
    assert told == {"coordinator": [at], "deputy": [at], "member": [], "outsider-coordinator": []}


def test_each_of_them_is_written_to_by_a_job_of_its_own(
    persona: Callable[[str], User], in_force: Callable[[], int], publish: Publish
) -> None:
    in_force()
    key = f"source:{publish(NEWER).pk}"

    with acting_as(None):
        tell_of_event(key=key)

    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'person' FROM procrastinate_jobs WHERE task_name = 'tell_of_notices' ORDER BY id")
        told = [int(person) for (person,) in cursor.fetchall()]
    assert {persona(who).pk for who in ("coordinator", "deputy")} <= set(told[-2:])


def test_whoever_acts_does_not_learn_who_is_told(acting: Acting, in_force: Callable[[], int], publish: Publish) -> None:
    in_force()
    key = f"source:{publish(NEWER).pk}"

    with acting("coordinator"):
        assert call_rows("people_of_notice", key=key) == []


def test_a_second_reader_finds_it_on_her_day(acting: Acting, persona: Callable[[str], User], draft: Drafted) -> None:
    with acting("coordinator") as by:
        services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)

    with acting("member") as user:
        [told] = [one for one in waiting(user) if one.heading == "A routine in Fjordby waits for you to read it"]
    assert told.href == f"/nettverk/fjordby/rutiner/{draft().routine_id}/utkast/les/"
    with acting("contact") as user:
        assert not [one for one in waiting(user) if "routine" in one.heading]


def test_each_change_says_how_it_stands(looking: Looking) -> None:
    found = news(looking())

    assert {change.item.id: change.item.standing for change in found.open} == {
        "merk": Standing.THEIRS,
        "drofte": Standing.BOTH,
        "ring": Standing.ADDED,
    }
    assert (found.straight, found.both, found.decided) == (2, 1, 0)


def test_what_both_changed_shows_what_each_did(looking: Looking) -> None:
    change = next(change for change in news(looking()).open if change.item.id == "drofte")

    [field] = change.fields
    assert field.base == "Drøft saken innen 14 dager."
    assert [piece.text.strip() for piece in field.theirs if piece.kind == "new"] == ["uroen anonymt"]
    assert [piece.text.strip() for piece in field.ours if piece.kind == "new"] == ["7", "fjordkanari"]


def test_nothing_is_taken_in_before_all_is_decided(acting: Acting, looking: Looking) -> None:
    with acting("coordinator") as by:
        services.decide(version=looking(), decided={"merk": Decision(Choice.TAKE)}, by=by)

        with pytest.raises(Refused, match="decide_first"):
            services.take_in(version=looking(), by=by)


def test_those_who_were_told_of_what_is_taken_in_are_told_no_more(
    acting: Acting, looking: Looking, publish: Publish
) -> None:
    """To nobody who was told of it; what has come out meanwhile still is."""

    def new_to(who: str) -> int:
        with acting(who) as user:
            return len([one for one in listed(user) if "source" in one.line.text and one.is_new])

    publish(replace(NEWER, head=replace(NEWER.head, purpose="Enda nyere.")))
    told = {who: new_to(who) for who in ("coordinator", "deputy")}
    with acting("coordinator") as by:
        decided = {change.item.id: Decision(Choice.TAKE) for change in news(looking()).open}
        services.decide(version=looking(), decided=decided, by=by)
        services.take_in(version=looking(), by=by)

    assert (told, {who: new_to(who) for who in told}) == (dict.fromkeys(told, 2), dict.fromkeys(told, 1))


def test_a_draft_with_news_undecided_is_not_sent(
    acting: Acting, persona: Callable[[str], User], looking: Looking
) -> None:
    with acting("coordinator") as by, pytest.raises(Refused, match="decide_first"):
        services.send(version=looking(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)


def test_decisions_are_kept_for_another_day(acting: Acting, looking: Looking) -> None:
    with acting("coordinator") as by:
        services.decide(version=looking(), decided={"merk": Decision(Choice.TAKE)}, by=by)
        services.decide(version=looking(), decided={"ring": Decision(Choice.LEAVE)}, by=by)

    assert news(looking()).decided == 2


def test_what_is_decided_is_taken_in(acting: Acting, looking: Looking, source: LibraryVersion) -> None:
    decided = {
        "merk": Decision(Choice.TAKE),
        "drofte": Decision(Choice.WRITTEN, {"text": "Drøft uroen anonymt innen 7 dager."}),
        "ring": Decision(Choice.LEAVE),
    }
    with acting("coordinator") as by:
        services.decide(version=looking(), decided=decided, by=by)
        services.take_in(version=looking(), by=by)

    version = looking()
    assert version.wording.order == ("merk", "drofte", "folge")
    assert version.wording.steps[0].points == ("Datoen",)
    assert version.wording.steps[1].text == "Drøft uroen anonymt innen 7 dager."
    assert (version.base.number if version.base else None, version.taking, version.decisions) == (2, None, {})


def test_who_wrote_the_words_that_another_takes_in_is_no_second_reader(
    acting: Acting, persona: Callable[[str], User], looking: Looking
) -> None:
    seen = looking()
    words = {"drofte": Decision(Choice.WRITTEN, {"text": "Drøft uroen anonymt innen 7 dager."})}
    with acting("deputy") as by:
        services.decide(
            version=seen, decided={**dict.fromkeys(("merk", "ring"), Decision(Choice.TAKE)), **words}, by=by
        )
    with acting("coordinator") as by:
        services.take_in(version=looking(), by=by)
        assert persona("deputy").pk in looking().hands

        with pytest.raises(Refused, match="reader_cannot_read"):
            services.send(version=looking(), reader=persona("deputy"), note="Ny", review_on=REVIEW, by=by)


def test_the_same_news_are_offered_once(acting: Acting, looking: Looking, routine: Routine) -> None:
    with acting("coordinator") as by:
        decided = {change.item.id: Decision(Choice.LEAVE) for change in news(looking()).open}
        services.decide(version=looking(), decided=decided, by=by)
        services.take_in(version=looking(), by=by)

        with pytest.raises(Refused, match="nothing_new"):
            services.look_at_news(
                version=looking(), news=LibraryVersion.objects.in_force().get(routine=routine.source), by=by
            )


def test_declining_everything_leaves_the_wording_as_it_was(acting: Acting, looking: Looking) -> None:
    before = looking().content
    with acting("coordinator") as by:
        decided = {change.item.id: Decision(Choice.LEAVE) for change in news(looking()).open}
        services.decide(version=looking(), decided=decided, by=by)
        services.take_in(version=looking(), by=by)

    assert looking().content == before


def test_a_step_can_be_reworded_while_news_are_looked_at(acting: Acting, looking: Looking) -> None:
    with acting("coordinator") as by:
        services.change(version=looking(), how=reworded("merk", points=("Klokka",)), by=by)

    change = next(change for change in news(looking()).open if change.item.id == "merk")
    assert change.item.standing is Standing.BOTH


def test_what_is_taken_in_is_no_news_any_more(
    acting: Acting, routine: Routine, in_force: Callable[[], int], publish: Publish
) -> None:
    """Until then it leads to the routine that has them."""

    def heard() -> list[str]:
        with acting("deputy") as user:
            return [one.href for one in waiting(user) if "newer version in the library" in one.heading]

    in_force()
    newer = publish(NEWER)
    assert heard() == [f"/nettverk/fjordby/rutiner/{routine.pk}/"]

    with acting("coordinator") as by:
        version = services.start_version(routine=routine, by=by)
        services.look_at_news(version=version, news=newer, by=by)
        leave = {change.item.id: Decision(Choice.LEAVE) for change in news(version).open}
        services.decide(version=version, decided=leave, by=by)
        services.take_in(version=version, by=by)

    assert heard() == []


@pytest.mark.parametrize("who", ["member", "outsider-coordinator"])
def test_news_wait_for_those_who_write_routines_there(
    acting: Acting, in_force: Callable[[], int], publish: Publish, who: str
) -> None:
    in_force()
    publish(NEWER)

    with acting(who) as user:
        assert not [one for one in waiting(user) if "newer version" in one.heading]
