"""What was learnt of a step: who reads it, and that nobody reads whose it is."""

from collections.abc import Callable

import pytest
from django.test import Client

from networks.routines import services as routines
from networks.routines.choices import MOST_LESSONS
from networks.routines.models import Lesson, RoutineVersion
from networks.runs import services
from networks.runs.models import Run
from portal.accounts.models import User
from portal.audit.models import Entry
from tests.networks.runs.conftest import Acting, Begin, StepOf


def note(run: Run, by: User) -> Lesson:
    told = "Skriv dato"
    return routines.note_lesson(routine=run.routine, key="merk", title="Merk", text=told, is_exercise=True, by=by)


def test_a_note_is_in_no_log(acting: Acting, begin: Begin) -> None:
    run = begin()
    with acting("contact") as by:
        note(run, by)
    with acting("coordinator"):
        assert not Entry.objects.filter(actor_id=by.pk, subject="routine", subject_id=run.routine_id).exists()


def test_what_was_learnt_is_read_by_those_who_write_the_routine(
    acting: Acting, begin: Begin, version: RoutineVersion
) -> None:
    run = begin()
    with acting("contact") as by:
        note(run, by)
    seen = {}
    for who in ("coordinator", "deputy", "member", "contact", "outsider-coordinator"):
        with acting(who):
            seen[who] = Lesson.objects.filter(routine=run.routine_id).count()
    assert seen == {"coordinator": 1, "deputy": 1, "member": 0, "contact": 1, "outsider-coordinator": 0}


def test_a_lesson_goes_when_it_is_used(acting: Acting, begin: Begin) -> None:
    run = begin()
    with acting("contact") as by:
        lesson = note(run, by)
    with acting("deputy") as by:
        routines.forget_lesson(lesson=lesson, by=by)
        assert not Lesson.objects.filter(routine=run.routine_id).exists()


@pytest.mark.parametrize("how", ["stop", "finish"])
def test_what_was_learnt_of_the_whole_is_kept_with_the_routine(
    acting: Acting, signed_in: Callable[[str], Client], begin: Begin, step_of: StepOf, how: str
) -> None:
    """Where one says what came of it, also when it is stopped; what came of it stays in the room."""
    run = begin()
    with acting("member") as by:
        services.mark_done(step=step_of(run, "merk"), by=by)
        if how == "finish":
            services.mark_done(step=step_of(run, "drofte"), answer="no", by=by)
            services.skip(step=step_of(run, "avslutt"), reason="Ingen sak", by=by)
    told = {
        "outcome": "Alle visste hva de skulle.",
        "learnt": "Si hvem som ringer.",
        "seen": how,
    }
    assert signed_in("coordinator").post(f"{run.get_absolute_url()}avslutt/", told).status_code == 302

    with acting("deputy"):
        [lesson] = Lesson.objects.filter(routine=run.routine_id)
    assert (lesson.text, lesson.key) == ("Si hvem som ringer.", "")
    page = signed_in("deputy").get(f"/nettverk/fjordby/rutiner/{run.routine_id}/").content.decode()
    assert "The routine as a whole" in page
    assert "Alle visste" not in page


def ended(acting: Acting, run: Run, step_of: StepOf) -> dict[str, str]:
    """All done that must be; what is sent says no word of what came of it."""
    with acting("member") as by:
        services.mark_done(step=step_of(run, "merk"), by=by)
        services.mark_done(step=step_of(run, "drofte"), answer="no", by=by)
        services.skip(step=step_of(run, "avslutt"), reason="Ingen sak", by=by)
    return {"outcome": "", "learnt": "Si hvem som ringer.", "seen": "finish"}


def test_what_came_of_an_exercise_is_what_was_learnt(
    acting: Acting, signed_in: Callable[[str], Client], begin: Begin, step_of: StepOf
) -> None:
    run = begin(is_exercise=True)
    sent = ended(acting, run, step_of)

    assert signed_in("member").post(f"{run.get_absolute_url()}avslutt/", sent).status_code == 302


def test_what_was_no_exercise_is_not_finished_without_what_came_of_it(
    acting: Acting, signed_in: Callable[[str], Client], begin: Begin, step_of: StepOf
) -> None:
    run = begin()
    sent = ended(acting, run, step_of)
    page = signed_in("member").post(f"{run.get_absolute_url()}avslutt/", sent)

    assert page.status_code == 200
    assert "This field is required" in page.content.decode()


def test_where_nothing_was_learnt_nothing_is_kept(
    acting: Acting, signed_in: Callable[[str], Client], begin: Begin
) -> None:
    run = begin()
    signed_in("coordinator").post(f"{run.get_absolute_url()}avslutt/", {"outcome": "Stanset.", "seen": "stop"})

    with acting("deputy"):
        assert not Lesson.objects.filter(routine=run.routine_id).exists()


def test_who_has_noted_too_much_has_not_ended_it_either(
    acting: Acting, signed_in: Callable[[str], Client], begin: Begin
) -> None:
    run = begin()
    with acting("coordinator") as by:
        for _ in range(MOST_LESSONS):
            routines.note_lesson(routine=run.routine, key="", title="Alt", text="Mer", is_exercise=True, by=by)
    told = {"outcome": "Stanset.", "learnt": "Enda mer.", "seen": "stop"}
    page = signed_in("coordinator").post(f"{run.get_absolute_url()}avslutt/", told).content.decode()

    assert "Enda mer." in page
    with acting("coordinator"):
        assert Run.objects.get(pk=run.pk).is_running
