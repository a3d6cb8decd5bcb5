"""What was learnt of a step: who reads it, and that nobody reads whose it is."""

from networks.routines import services as routines
from networks.routines.models import Lesson, RoutineVersion
from networks.runs.models import Run
from portal.accounts.models import User
from portal.audit.models import Entry
from tests.networks.runs.conftest import Acting, Begin


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
