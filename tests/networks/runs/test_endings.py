"""Reminders of steps, and what ends: the run with its room, what was learnt on its day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from networks.discussion import services as discussion
from networks.discussion.choices import Fate, Part
from networks.discussion.models import Room, Topic
from networks.routines import services as routines
from networks.routines.models import Lesson, RoutineVersion
from networks.runs import services
from networks.runs.choices import Deed, RunState
from networks.runs.models import Run, RunEvent, RunStep
from networks.steps.content import Content, Head, Step
from portal.config.jobs import keep_lessons, keep_rooms, keep_runs, keep_vacancies
from portal.home.waiting import waiting
from portal.notices.models import Notice
from portal.notices.queries import news
from portal.tenancy.context import acting_as
from tests.networks.runs.conftest import Acting, Begin, Persona, StepOf

Later = Callable[[str], None]
TOLD = "A step in a routine waits for you"
FAR = 40  # days


@pytest.fixture
def night() -> Callable[[], int]:
    def passed() -> int:
        with acting_as(None):
            return keep_runs(timestamp=0)

    return passed


def reminded(acting: Acting, who: str) -> int:
    with acting(who) as user:
        return Notice.objects.filter(user=user, kind="run_step").count()


def set_due(acting: Acting, step_of: StepOf, run: Run, key: str, days: int) -> None:
    with acting("member") as by:
        day = timezone.localdate() + timedelta(days=days)
        services.move(step=step_of(run, key), due_on=day, by=by)


def test_whoever_answers_for_a_step_is_reminded_the_day_before_and_once_after(
    acting: Acting, begin: Begin, step_of: StepOf, later: Later, night: Callable[[], int]
) -> None:
    run = begin(notices="contact")
    set_due(acting, step_of, run, "merk", FAR)
    before = reminded(acting, "contact")

    seen = []
    for days in (FAR - 2, FAR - 1, FAR, FAR + 2, FAR + 3):
        later(f"{days} days")
        night()
        seen.append(reminded(acting, "contact") - before)

    assert seen == [0, 1, 1, 2, 2]
    assert reminded(acting, "deputy") == 0


def test_where_nobody_answers_the_keeper_of_the_room_is_reminded(
    acting: Acting, begin: Begin, step_of: StepOf, night: Callable[[], int]
) -> None:
    run = begin()
    set_due(acting, step_of, run, "merk", 1)
    before = {who: reminded(acting, who) for who in ("coordinator", "member", "contact")}

    night()

    after = {who: reminded(acting, who) - told for who, told in before.items()}
    assert after == {"coordinator": 1, "member": 0, "contact": 0}


def test_where_whoever_answers_cannot_read_what_was_begun_the_keeper_is_reminded(
    acting: Acting,
    persona: Persona,
    room: Room,
    begin: Begin,
    step_of: StepOf,
    night: Callable[[], int],
    later: Later,
) -> None:
    """She came later, without what was before: a reminder would lead her to a page that is not there for her."""
    run = begin()
    set_due(acting, step_of, run, "merk", 1)
    later("1 hour")
    deputy = persona("deputy").pk
    with acting("coordinator") as by:
        discussion.place(room=room, person_id=deputy, part=Part.PARTICIPANT, whole=False, by=by)
        services.assign(step=step_of(run, "merk"), person=deputy, by=by)
    before = {who: reminded(acting, who) for who in ("coordinator", "deputy")}
    night()

    assert {who: reminded(acting, who) - told for who, told in before.items()} == {"coordinator": 1, "deputy": 0}


def test_an_exercise_reminds_nobody(acting: Acting, begin: Begin, step_of: StepOf, night: Callable[[], int]) -> None:
    run = begin(is_exercise=True, notices="contact")
    set_due(acting, step_of, run, "merk", 1)
    before = reminded(acting, "contact")

    night()

    assert reminded(acting, "contact") == before
    with acting("contact") as user:
        assert not [one for one in waiting(user) if "step" in one.heading]


def test_the_notice_says_nothing_of_the_step_and_goes_when_it_is_done(
    acting: Acting, begin: Begin, step_of: StepOf, night: Callable[[], int]
) -> None:
    run = begin(notices="contact")
    set_due(acting, step_of, run, "merk", 1)
    night()

    with acting("contact") as by:
        assert TOLD in [notice.line.text for notice in news(by)]
        services.mark_done(step=step_of(run, "merk", who="contact"), by=by)
        assert TOLD not in [notice.line.text for notice in news(by)]


def test_my_day_says_that_steps_wait(acting: Acting, begin: Begin, step_of: StepOf) -> None:
    run = begin(notices="contact")
    set_due(acting, step_of, run, "merk", 1)
    headings = {}
    for who in ("contact", "member"):
        with acting(who) as user:
            headings[who] = [one.heading for one in waiting(user) if "step" in one.heading]
    assert headings == {"contact": ["A step in a routine in Fjordby waits for you"], "member": []}


def test_it_ends_with_the_room_and_what_was_learnt_stays(
    acting: Acting, begin: Begin, room: Room, later: Later
) -> None:
    run = begin()
    with acting("member") as by:
        routines.note_lesson(routine=run.routine, key="merk", title="Merk", text="Dato", is_exercise=False, by=by)
    with acting("coordinator") as by:
        discussion.close_room(room=room, days=1, talk=Fate.DELETE, attachments=Fate.DELETE, by=by)
    later("3 days")

    with acting_as(None):
        keep_rooms(timestamp=0)

    with acting("member"):
        assert not Run.objects.filter(pk=run.pk).exists()
        assert not RunStep.objects.filter(run=run.pk).exists()
        assert not RunEvent.objects.filter(run=run.pk).exists()
        assert Lesson.objects.filter(routine=run.routine_id).exists()


def test_what_was_learnt_is_gone_after_its_day(acting: Acting, begin: Begin, later: Later) -> None:
    run = begin()
    with acting("member") as by:
        routines.note_lesson(routine=run.routine, key="merk", title="Merk", text="Dato", is_exercise=False, by=by)

    kept = []
    for days in (730, 731):
        later(f"{days} days")
        with acting_as(None):
            keep_lessons(timestamp=0)
        with acting("member"):
            kept.append(Lesson.objects.filter(routine=run.routine_id).exists())

    assert kept == [True, False]


def test_it_ends_with_its_topic(acting: Acting, begin: Begin, topic: Topic) -> None:
    run = begin()
    with acting("member") as by:
        discussion.close_topic(topic=topic, reason="Avtalt", by=by)
        run.refresh_from_db()
        assert (run.state, run.ended_by_id) == (RunState.STOPPED, by.pk)
        assert RunEvent.objects.filter(run=run).latest("pk").deed == Deed.STOPPED


def test_it_ends_when_the_room_is_closed(acting: Acting, begin: Begin, room: Room) -> None:
    run = begin()
    with acting("coordinator") as by:
        discussion.close_room(room=room, days=30, talk=Fate.DELETE, attachments=Fate.DELETE, by=by)
        run.refresh_from_db()
        assert run.state == RunState.STOPPED


def test_a_function_that_nobody_has_is_told_of_once_before_anybody_follows_the_routine(
    acting: Acting, publish: Callable[[Content], RoutineVersion]
) -> None:
    version = publish(Content(Head(title="Roller"), (Step(id="a", title="Spør", role="refugees"),)))
    told = []
    for _night in range(2):
        with acting_as(None):
            keep_vacancies(timestamp=0)
        for who in ("coordinator", "deputy", "member", "outsider-coordinator"):
            with acting(who) as user:
                of_it = Notice.objects.filter(user=user, kind="function_vacant", subject_id=version.routine_id)
                told.append(of_it.count())
    assert told == [1, 1, 0, 0] * 2


def test_where_somebody_has_each_function_nobody_is_told(acting: Acting, version: RoutineVersion) -> None:
    with acting_as(None):
        keep_vacancies(timestamp=0)
    with acting("coordinator") as user:
        assert not Notice.objects.filter(user=user, kind="function_vacant", subject_id=version.routine_id).exists()
