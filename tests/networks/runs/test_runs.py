"""Following a routine: beginning, doing, signing, skipping, deadlines and ending."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from networks.discussion import services as discussion
from networks.discussion.models import Topic
from networks.routines import services as routines
from networks.routines.models import RoutineVersion
from networks.runs import access, services
from networks.runs.choices import RunState, StepState
from networks.runs.models import Run, RunStep
from networks.runs.queries.path import followed
from networks.runs.queries.timeline import timeline
from networks.steps.content import Content, Deadline, Step
from networks.steps.deadlines import counted
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused
from tests.networks.runs.conftest import CONTENT, Acting, Begin, Persona, StepOf

Publish = Callable[[Content], RoutineVersion]


def kinds(acting: Acting, run: Run) -> dict[str, str]:
    with acting("member") as user:
        shown = followed(user, access.get_or_404(user, "fjordby", run.pk))
    return {place.row.key: place.kind for place in shown.places}


def due(acting: Acting, run: Run) -> dict[str, date | None]:
    with acting("member"):
        return dict(RunStep.objects.filter(run=run).values_list("key", "due_on"))


def test_it_begins_with_each_step_and_who_answers_for_it(acting: Acting, persona: Persona, begin: Begin) -> None:
    run = begin(coordinator="contact")

    with acting("member"):
        held = dict(RunStep.objects.filter(run=run).values_list("key", "person"))
    contact = persona("contact").pk
    assert held == {"merk": None, "drofte": contact, "snakk": None, "avslutt": contact, "tips": contact}


def test_the_next_step_is_the_first_that_is_not_over(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    assert kinds(acting, run) == {
        "merk": "here",
        "drofte": "ahead",
        "snakk": "ahead",
        "avslutt": "ahead",
        "tips": "ahead",
    }

    with acting("contact") as by:
        services.mark_done(step=step_of(run, "merk", who="contact"), by=by)

    assert kinds(acting, run)["merk"] == "done"
    assert kinds(acting, run)["drofte"] == "here"


def test_only_those_in_the_room_answer_for_steps(acting: Acting, persona: Persona, begin: Begin) -> None:
    with pytest.raises(Refused, match="not_in_the_room"):
        begin(coordinator="deputy")


def test_a_topic_has_one_at_a_time(begin: Begin) -> None:
    begin()
    with pytest.raises(Refused, match="run_under_way"):
        begin()


def test_what_is_put_away_is_not_followed(acting: Acting, begin: Begin, version: RoutineVersion) -> None:
    with acting("coordinator") as by:
        routines.put_away(routine=version.routine, by=by)
        version.routine.refresh_from_db()
    with pytest.raises(Refused, match="routine_not_in_force"):
        begin()


def test_nobody_outside_the_room_learns_of_it(acting: Acting, begin: Begin) -> None:
    run = begin()
    for who in ("deputy", "mentor", "observer", "outsider-coordinator", "ex-member"):
        with acting(who) as user, pytest.raises(NotVisible):
            access.get_or_404(user, "fjordby", run.pk)
    with acting("supervisor") as user:
        assert access.get_or_404(user, "fjordby", run.pk) == run


def test_who_is_outside_the_room_changes_nothing(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    step = step_of(run, "merk")
    with acting("deputy") as by, pytest.raises(NotAllowed):
        services.mark_done(step=step, by=by)
    with acting("deputy"):
        assert not RunStep.objects.filter(pk=step.pk).update(state=StepState.DONE)


def test_a_question_must_be_answered(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    with acting("member") as by, pytest.raises(Refused, match="needs_answer"):
        services.mark_done(step=step_of(run, "drofte"), by=by)


@pytest.mark.parametrize(("answer", "kind"), [("yes", "ahead"), ("no", "passed")])
def test_a_step_with_a_condition_rests_on_the_answer(
    acting: Acting, begin: Begin, step_of: StepOf, answer: str, kind: str
) -> None:
    run = begin()
    assert due(acting, run)["snakk"] is None

    with acting("member") as by:
        services.mark_done(step=step_of(run, "drofte"), answer=answer, by=by)

    assert kinds(acting, run)["snakk"] == kind
    day = counted(timezone.localdate(), Deadline(5))
    assert due(acting, run)["snakk"] == (day if answer == "yes" else None)


def test_deadlines_are_reckoned_from_the_start_and_from_what_was_done(
    acting: Acting, begin: Begin, step_of: StepOf
) -> None:
    run = begin()
    assert due(acting, run)["drofte"] == counted(timezone.localdate(), Deadline(7))


def test_a_day_set_by_hand_stays(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run, day = begin(), timezone.localdate() + timedelta(days=3)
    with acting("member") as by:
        services.move(step=step_of(run, "snakk"), due_on=day, by=by)
        services.mark_done(step=step_of(run, "drofte"), answer="yes", by=by)
    assert due(acting, run)["snakk"] == day

    with acting("member") as by:
        services.move(step=step_of(run, "snakk"), due_on=None, by=by)
    assert due(acting, run)["snakk"] == counted(timezone.localdate(), Deadline(5))


def test_a_deadline_is_not_set_in_the_past(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    with acting("member") as by, pytest.raises(Refused, match="due_before_start"):
        services.move(step=step_of(run, "merk"), due_on=timezone.localdate() - timedelta(days=1), by=by)


def test_two_sign_where_two_must(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    with acting("member") as by:
        services.mark_done(step=step_of(run, "avslutt"), by=by)
        assert step_of(run, "avslutt").state == StepState.SIGNED
        with pytest.raises(Refused, match="needs_another_signature"):
            services.mark_done(step=step_of(run, "avslutt"), by=by)
    with acting("contact") as by:
        services.mark_done(step=step_of(run, "avslutt", who="contact"), by=by)

    ended = step_of(run, "avslutt")
    assert (ended.state, ended.signed_by_id != ended.ended_by_id) == (StepState.DONE, True)


def test_a_duty_waits_for_no_second_signature(acting: Acting, publish: Publish, begin: Begin, step_of: StepOf) -> None:
    duty = replace(CONTENT, steps=(Step(id="meld", title="Meld fra", role="notices", mode="duty", two_sign=True),))
    publish(duty)
    with acting("member") as by:
        version = RoutineVersion.objects.select_related("routine").get(
            state="published",
            routine__source=None,
            network__slug="fjordby",
            routine__made_by__email__startswith="coordinator",
        )
        topic = Topic.objects.select_related("room", "network").order_by("-pk").first()
        assert topic
        run = services.start(topic=topic, version=version, people={}, is_exercise=False, by=by)
        services.mark_done(step=step_of(run, "meld"), by=by)
    assert step_of(run, "meld").state == StepState.DONE


def test_what_must_be_done_is_skipped_with_a_reason_only(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    with acting("member") as by:
        with pytest.raises(Refused, match="needs_reason"):
            services.skip(step=step_of(run, "merk"), reason="", by=by)
        services.skip(step=step_of(run, "merk"), reason="Gjort før møtet", by=by)
        services.skip(step=step_of(run, "tips"), reason="", by=by)
    assert step_of(run, "merk").reason == "Gjort før møtet"
    assert step_of(run, "tips").state == StepState.SKIPPED


def test_of_two_who_end_a_step_the_second_is_told(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    seen = step_of(run, "merk")
    with acting("contact") as by:
        services.mark_done(step=seen, by=by)
    with acting("member") as by, pytest.raises(Refused, match="step_over"):
        services.skip(step=seen, reason="Samtidig", by=by)


def test_what_was_done_by_mistake_is_taken_up_again(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    with acting("member") as by:
        services.mark_done(step=step_of(run, "drofte"), answer="no", by=by)
        services.reopen(step=step_of(run, "drofte"), by=by)
        with pytest.raises(Refused, match="step_not_over"):
            services.reopen(step=step_of(run, "drofte"), by=by)
    again = step_of(run, "drofte")
    assert (again.state, again.answer, again.ended_by) == (StepState.OPEN, "", None)


def test_two_tick_at_once_and_neither_is_lost(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    seen = step_of(run, "merk")
    with acting("member") as by:
        services.tick(step=seen, seen=[], ticked=[0], by=by)
    with acting("contact") as by:
        services.tick(step=seen, seen=[], ticked=[1], by=by)
    assert step_of(run, "merk").ticked == [0, 1]

    with acting("contact") as by:
        services.tick(step=seen, seen=[0, 1], ticked=[1], by=by)
    assert step_of(run, "merk").ticked == [1]


def test_a_point_that_is_not_there_is_not_ticked(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    with acting("member") as by:
        services.tick(step=step_of(run, "merk"), seen=[], ticked=[0, 7], by=by)
    assert step_of(run, "merk").ticked == [0]


def test_whoever_answers_for_a_role_answers_for_all_its_steps(
    acting: Acting, persona: Persona, begin: Begin, step_of: StepOf
) -> None:
    run = begin()
    with acting("member") as by:
        services.mark_done(step=step_of(run, "tips"), by=by)
        services.assign(step=step_of(run, "drofte"), person=persona("contact").pk, by=by)
    held = {key: step_of(run, key).person_id for key in ("drofte", "avslutt", "tips", "merk")}
    contact = persona("contact").pk
    assert held == {"drofte": contact, "avslutt": contact, "tips": None, "merk": None}


def test_who_has_left_the_room_is_said_to_have(
    acting: Acting, persona: Persona, begin: Begin, place_of: Callable[[str], object]
) -> None:
    run = begin(coordinator="contact")
    with acting("coordinator") as by:
        discussion.end_placement(placement=place_of("contact"), by=by)  # type: ignore[arg-type]
    with acting("member") as user:
        shown = followed(user, access.get_or_404(user, "fjordby", run.pk))
    assert {place.row.key for place in shown.places if place.has_left} == {"drofte", "avslutt", "tips"}
    assert shown.vacant


def test_it_is_finished_when_nothing_that_must_be_done_is_left(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    with acting("member") as by:
        services.mark_done(step=step_of(run, "merk"), by=by)
        services.mark_done(step=step_of(run, "drofte"), answer="no", by=by)
        with pytest.raises(Refused, match="steps_left"):
            services.finish(run=run, outcome="Ferdig", by=by)
        services.skip(step=step_of(run, "avslutt"), reason="Ingen sak", by=by)
        services.finish(run=run, outcome="Ingen uro lenger", by=by)
        run.refresh_from_db()
        assert (run.state, run.outcome) == (RunState.FINISHED, "Ingen uro lenger")


def test_it_is_stopped_at_any_time_and_then_stands_still(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    with acting("member") as by:
        services.stop(run=run, outcome="Andre tar over", by=by)
        with pytest.raises(Refused, match="run_over"):
            services.mark_done(step=step_of(run, "merk"), by=by)
        with pytest.raises(Refused, match="run_over"):
            services.stop(run=run, outcome="Igjen", by=by)


def test_a_closed_topic_takes_nothing(acting: Acting, begin: Begin, step_of: StepOf, topic: Topic) -> None:
    run = begin()
    with acting("coordinator") as by:
        discussion.close_topic(topic=topic, reason="Ferdig", by=by)
    with acting("member") as by, pytest.raises(Refused, match="topic_closed"):
        services.mark_done(step=step_of(run, "merk"), by=by)


def test_the_timeline_says_who_did_what(acting: Acting, persona: Persona, begin: Begin, step_of: StepOf) -> None:
    run = begin()
    with acting("contact") as by:
        services.assign(step=step_of(run, "merk", who="contact"), person=by.pk, by=by)
        services.mark_done(step=step_of(run, "merk", who="contact"), by=by)
    with acting("member") as user:
        shown = followed(user, access.get_or_404(user, "fjordby", run.pk))
        told = [line.sentence for line in timeline(shown.events)]
    member, contact = persona("member").name, persona("contact").name
    assert told == [
        f"{member} began",
        f"{contact} gave «Merk deg hva som er nytt» to {contact}",
        f"{contact} did «Merk deg hva som er nytt»",
    ]


def test_everything_done_is_an_event_of_the_topic(acting: Acting, begin: Begin, step_of: StepOf, topic: Topic) -> None:
    run = begin()
    with acting("member") as by:
        before = Topic.objects.get(pk=topic.pk).last_event
        services.mark_done(step=step_of(run, "merk"), by=by)
        assert Topic.objects.get(pk=topic.pk).last_event == before + 1


def test_it_stays_on_its_version_and_takes_single_steps_from_a_newer(
    acting: Acting, publish: Publish, begin: Begin, step_of: StepOf
) -> None:
    run = begin()
    newer = replace(CONTENT, steps=(replace(CONTENT.steps[0], title="Skriv ned hva som er nytt"), CONTENT.steps[1],
                                    Step(id="ring", title="Ring RVTS", role="coordinator"), *CONTENT.steps[2:]))  # fmt: skip
    publish(newer)
    with acting("member") as by:
        shown = followed(by, access.get_or_404(by, "fjordby", run.pk))
        assert [place.change for place in shown.places] == ["reworded", "", "", "", ""]
        assert [step.id for step in shown.added] == ["ring"]
        services.take_wording(run=run, key="merk", by=by)
        services.take_wording(run=run, key="ring", by=by)
        with pytest.raises(Refused, match="nothing_to_take"):
            services.take_wording(run=run, key="merk", by=by)
        shown = followed(by, access.get_or_404(by, "fjordby", run.pk))
    assert [place.step.title for place in shown.places][:3] == ["Skriv ned hva som er nytt", "Drøft uroen", "Ring RVTS"]
    assert not shown.added


def test_what_was_signed_of_other_words_is_not_signed(
    acting: Acting, publish: Publish, begin: Begin, step_of: StepOf
) -> None:
    run = begin()
    with acting("member") as by:
        services.mark_done(step=step_of(run, "avslutt"), by=by)
    anew = tuple(replace(step, title="Avslutt nå") if step.id == "avslutt" else step for step in CONTENT.steps)
    publish(replace(CONTENT, steps=anew))

    with acting("contact") as by:
        services.take_wording(run=run, key="avslutt", by=by)

    taken = step_of(run, "avslutt")
    assert (taken.state, taken.signed_by) == (StepState.OPEN, None)


def test_a_new_step_is_never_put_before_what_is_over(
    acting: Acting, publish: Publish, begin: Begin, step_of: StepOf
) -> None:
    run = begin()
    publish(replace(CONTENT, steps=(Step(id="forst", title="Aller først", role="coordinator"), *CONTENT.steps)))
    with acting("member") as by:
        services.mark_done(step=step_of(run, "drofte"), answer="no", by=by)
        services.take_wording(run=run, key="forst", by=by)
        shown = followed(by, access.get_or_404(by, "fjordby", run.pk))
    assert [place.row.key for place in shown.places] == ["merk", "drofte", "forst", "snakk", "avslutt", "tips"]
