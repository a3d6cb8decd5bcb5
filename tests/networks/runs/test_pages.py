"""The pages of a run, as somebody clicks through them."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from networks.discussion.models import Room, Topic
from networks.routines.models import Lesson, RoutineVersion
from networks.runs import services
from networks.runs.models import Run, RunStep
from networks.steps.content import Content, Deadline, Head, Step
from tests.networks.runs.conftest import CANARY, Acting, Begin, Persona

SignedIn = Callable[[str], Client]
AT = "/nettverk/fjordby/rutiner/"
MOST_QUERIES = 10
OF_THE_TEST = ("SAVEPOINT", "RELEASE", "SELECT network_id, roles, rooms FROM sec.act_as('',")  # its own transaction


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def state(acting: Acting, run: Run, key: str) -> str:
    with acting("member"):
        return RunStep.objects.get(run=run, key=key).state


@pytest.fixture
def at(begin: Begin) -> str:
    return f"{AT}i-gang/{begin().pk}/"


def test_one_chooses_routine_and_topic_and_begins(
    signed_in: SignedIn, acting: Acting, persona: Persona, version: RoutineVersion, topic: Topic
) -> None:
    member = signed_in("member")
    offered = text(member.get(f"{AT}folg/?emne={topic.pk}"))
    assert "Prøverutine" in offered
    assert f'value="{topic.pk}" selected' in offered

    where = f"{AT}folg/?rutine={version.routine_id}&emne={topic.pk}"
    assert "Whoever notices it" in text(member.get(where))
    told = {"client_id": uuid4(), "coordinator": persona("contact").pk}
    page = text(member.post(where, told, follow=True))

    assert "Step 1 of 5" in page
    assert CANARY in page


def test_what_the_routine_says_tells_its_language(signed_in: SignedIn, at: str) -> None:
    page = text(signed_in("member").get(at))

    assert '<html lang="en"' in page
    assert '<h1 lang="nb">Prøverutine</h1>' in page
    assert f'<div class="read" lang="nb"><p>{CANARY}</p></div>' in page


def test_the_coordinator_in_the_room_is_suggested(
    signed_in: SignedIn, persona: Persona, version: RoutineVersion, topic: Topic
) -> None:
    page = text(signed_in("member").get(f"{AT}folg/?rutine={version.routine_id}&emne={topic.pk}"))
    assert f'value="{persona("coordinator").pk}" selected' in page


def test_it_says_who_has_a_function_outside_the_room_and_which_has_nobody(
    signed_in: SignedIn, persona: Persona, publish: Callable[[Content], RoutineVersion], topic: Topic
) -> None:
    steps = (Step(id="a", title="Ring", role="deputy"), Step(id="b", title="Spør", role="refugees"))
    version = publish(Content(Head(title="Roller"), steps))

    page = text(signed_in("member").get(f"{AT}folg/?rutine={version.routine_id}&emne={topic.pk}"))

    assert f"{persona('deputy').name} is deputy coordinator, and is not in the room" in page
    assert "Nobody in the network has this function: Refugee service" in page


def test_begun_anew_it_gets_a_topic_of_its_own_once(
    signed_in: SignedIn, acting: Acting, version: RoutineVersion, room: Room
) -> None:
    member, where = signed_in("member"), f"{AT}folg/?rutine={version.routine_id}&emne=rom-{room.pk}"
    told = {"client_id": uuid4(), "is_exercise": "on"}

    first, again = (member.post(where, told)["Location"] for _time in range(2))

    assert first == again
    assert "Exercise" in text(member.get(first))
    with acting("member"):
        assert [topic.title for topic in Topic.objects.filter(room=room)] == ["Prøverutine"]


def test_a_topic_one_is_not_in_is_not_offered(signed_in: SignedIn, version: RoutineVersion, topic: Topic) -> None:
    deputy = signed_in("deputy")
    assert "Høsten" not in text(deputy.get(f"{AT}folg/"))
    assert "Who answers for what" not in text(deputy.get(f"{AT}folg/?rutine={version.routine_id}&emne={topic.pk}"))


@pytest.mark.parametrize("place", ["rom-", "rom-x", "x", "999999", "rom-99999999999999999999"])
def test_a_garbled_place_is_told_as_such(
    signed_in: SignedIn, version: RoutineVersion, topic: Topic, place: str
) -> None:
    answer = signed_in("member").get(f"{AT}folg/", {"rutine": str(version.routine_id), "emne": place})
    assert answer.status_code == 200
    assert 'role="alert"' in text(answer)


def test_the_steps_are_done_from_the_page(signed_in: SignedIn, acting: Acting, begin: Begin) -> None:
    run, member = begin(), signed_in("member")
    at = f"{AT}i-gang/{run.pk}/steg/"

    member.post(f"{at}merk/kryss/", {"seen": "", "ticked": ["1"]})
    member.post(f"{at}merk/gjort/")
    refused = text(member.post(f"{at}drofte/gjort/"))
    assert 'id="drofte-wrong"' in refused
    assert "This field is required" in refused
    member.post(f"{at}drofte/gjort/", {"answer": "no"})
    member.post(f"{at}avslutt/hopp-over/", {"reason": "Ingen sak"})

    assert [state(acting, run, key) for key in ("merk", "drofte", "avslutt")] == ["done", "done", "skipped"]
    assert "No" in text(member.get(f"{AT}i-gang/{run.pk}/"))


def test_what_was_written_stays_where_it_is_refused(signed_in: SignedIn, at: str) -> None:
    long = "for langt " * 60
    page = text(signed_in("member").post(f"{at}steg/merk/hopp-over/", {"reason": long}))
    assert long.strip() in page


def test_it_is_ended_from_its_page(signed_in: SignedIn, at: str) -> None:
    member = signed_in("member")
    assert "Stop here" in text(member.get(f"{at}avslutt/"))
    page = text(member.post(f"{at}avslutt/", {"outcome": "Ingen uro lenger", "seen": "stop"}, follow=True))
    assert "Ingen uro lenger" in page
    assert "Mark the step as done" not in page
    assert member.get(f"{at}avslutt/").status_code == 403


def test_what_was_meant_to_finish_it_does_not_stop_it(signed_in: SignedIn, acting: Acting, begin: Begin) -> None:
    """A step was taken up again after she had opened the page."""
    run, member = begin(), signed_in("member")
    at = f"{AT}i-gang/{run.pk}/avslutt/"

    page = text(member.post(at, {"outcome": "Alt er gjort", "seen": "finish"}))

    assert "Somebody has changed the steps since you opened this" in page
    assert 'value="Alt er gjort"' in page
    assert 'name="seen" value="stop"' in page
    with acting("member"):
        run.refresh_from_db()
        assert run.is_running


def test_who_is_late_at_a_step_is_told_and_keeps_what_was_written(
    signed_in: SignedIn, acting: Acting, begin: Begin
) -> None:
    run = begin()
    at = f"{AT}i-gang/{run.pk}/steg/merk/"
    signed_in("contact").post(f"{at}gjort/")

    page = text(signed_in("member").post(f"{at}hopp-over/", {"reason": "Ble ikke noe av"}))

    assert "Somebody has ended this step meanwhile" in page
    assert "Ble ikke noe av" in page


def test_a_note_goes_to_those_who_write_the_routine(signed_in: SignedIn, acting: Acting, at: str) -> None:
    signed_in("member").post(f"{at}steg/merk/laert/", {"text": "Skriv dato først"})
    with acting("coordinator"):
        assert [lesson.text for lesson in Lesson.objects.filter(key="merk")] == ["Skriv dato først"]


@pytest.mark.parametrize("who", ["deputy", "mentor", "outsider-coordinator", "ex-member", "operator"])
def test_outside_the_room_it_is_not_there(signed_in: SignedIn, at: str, who: str) -> None:
    assert signed_in(who).get(at).status_code in {403, 404}
    assert signed_in(who).post(f"{at}steg/merk/gjort/").status_code in {403, 404}


def test_the_title_says_nothing_of_the_subject(signed_in: SignedIn, at: str) -> None:
    assert "<title>Routine – Utveier</title>" in text(signed_in("member").get(at))


def test_forty_steps_are_read_in_ten_statements(
    signed_in: SignedIn, acting: Acting, topic: Topic, publish: Callable[[Content], RoutineVersion]
) -> None:
    steps = tuple(
        Step(id=f"steg-{n}", title=f"Steg {n}", role="coordinator", deadline=Deadline(n), points=("Ring", "Skriv"))
        for n in range(1, 41)
    )
    version = publish(Content(Head(title="Lang"), steps))
    with acting("member") as by:
        run = services.start(topic=topic, version=version, people={}, is_exercise=False, by=by)
    publish(Content(Head(title="Lang"), steps[1:]))
    member, at = signed_in("member"), f"{AT}i-gang/{run.pk}/"
    member.get(at)

    with CaptureQueriesContext(connection) as asked:
        member.get(at)

    told = [query["sql"] for query in asked if not query["sql"].startswith(OF_THE_TEST)]
    assert len(told) <= MOST_QUERIES, "\n".join(told)


def test_where_it_is_finished_it_says_what_was_skipped_and_why(
    signed_in: SignedIn, persona: Persona, begin: Begin
) -> None:
    at, member = f"{AT}i-gang/{begin().pk}/", signed_in("member")
    for step, deed, told in [
        ("merk", "hopp-over", {"reason": "Gjort i fjor"}),
        ("drofte", "gjort", {"answer": "no"}),
        ("avslutt", "hopp-over", {"reason": "Ingen sak"}),
        ("tips", "hopp-over", {}),
    ]:
        member.post(f"{at}steg/{step}/{deed}/", told)

    page = text(member.get(f"{at}avslutt/"))

    assert "All that must be done is done" not in page
    assert "2 steps of it were skipped" in page
    lines = [re.sub("<[^>]+>", "", line) for line in re.findall(r"<li><span lang=.*?</li>", page)]
    who = persona("member").name
    assert lines == [f"Merk deg hva som er nytt: «Gjort i fjor», {who}", f"Avslutt: «Ingen sak», {who}"]


def test_where_nothing_was_skipped_all_is_done(signed_in: SignedIn, begin: Begin) -> None:
    at, member = f"{AT}i-gang/{begin().pk}/", signed_in("member")
    member.post(f"{at}steg/merk/gjort/")
    member.post(f"{at}steg/drofte/gjort/", {"answer": "no"})
    for who in ("member", "contact"):
        signed_in(who).post(f"{at}steg/avslutt/gjort/")

    page = text(member.get(f"{at}avslutt/"))

    assert "All that must be done is done" in page
    assert "skipped" not in page


def test_that_two_sign_is_said_before_one_comes_to_it(signed_in: SignedIn, at: str) -> None:
    coordinator = signed_in("coordinator")

    assert text(coordinator.get(at)).count("<span>Two sign</span>") == 1
    assert text(coordinator.get(f"{at}?steg=avslutt")).count("<span>Two sign</span>") == 1


def test_a_step_that_two_signed_names_both(signed_in: SignedIn, persona: Persona, at: str) -> None:
    for who in ("contact", "member"):
        signed_in(who).post(f"{at}steg/avslutt/gjort/")
    signed_in("member").post(f"{at}steg/merk/gjort/")

    page = text(signed_in("member").get(at))

    both = f"<span>{persona('contact').name} and {persona('member').name}</span>"
    assert page.count(both) == 1
    assert page.count(f"<span>{persona('member').name}</span>") == 1


def test_the_history_tells_who_ticked_a_point(signed_in: SignedIn, persona: Persona, at: str) -> None:
    signed_in("contact").post(f"{at}steg/merk/kryss/", {"seen": "", "ticked": ["0", "1"]})
    signed_in("member").post(f"{at}steg/merk/kryss/", {"seen": "0,1", "ticked": ["1"]})

    page = text(signed_in("member").get(at))

    contact, member = persona("contact").name, persona("member").name
    told = re.findall(r"<li><span>(.*?)</span> <time", page)
    assert told[1:] == [
        f"{contact} ticked «Når»",
        f"{contact} ticked «Hvor»",
        f"{member} took the tick off «Når»",
    ]


@pytest.mark.parametrize(
    ("deed", "given", "fold", "field"),
    [
        ("hopp-over", {"reason": ""}, "hopp", "reason"),
        ("frist", {"due_on": "2001-01-01"}, "frist", "due"),
        ("laert", {"text": ""}, "laert", "text"),
    ],
)
def test_what_is_wrong_stands_at_its_field_in_the_fold_that_stays_open(
    signed_in: SignedIn, at: str, deed: str, given: dict[str, str], fold: str, field: str
) -> None:
    page = text(signed_in("member").post(f"{at}steg/merk/{deed}/", given))

    inside = re.search(rf'<details open><summary id="{fold}-merk">(.*?)</details>', page)
    assert inside
    assert re.search(rf'id="merk-{field}"[^>]* aria-invalid="true" aria-describedby="merk-wrong" autofocus', inside[1])
    assert 'id="merk-wrong"' in inside[1]
    assert "data-portal-errors" not in page
    assert page.count(" autofocus") == 1


def test_who_has_signed_is_told_beside_the_button(signed_in: SignedIn, at: str) -> None:
    member = signed_in("member")
    for step, told in (("merk", {}), ("drofte", {"answer": "no"}), ("avslutt", {})):
        member.post(f"{at}steg/{step}/gjort/", told)

    page = text(member.post(f"{at}steg/avslutt/gjort/"))

    assert "You have signed already" in page
    assert re.search('id="avslutt-done" aria-describedby="avslutt-wrong" autofocus', page)


@pytest.mark.parametrize(("opened", "at_step"), [("", "det-neste"), ("?steg=merk", "merk")])
def test_without_script_one_comes_to_the_step_that_is_next(
    signed_in: SignedIn, at: str, opened: str, at_step: str
) -> None:
    answer = signed_in("member").post(f"{at}steg/merk/gjort/{opened}")
    assert answer["Location"].endswith(f"#{at_step}")
    assert 'id="det-neste" tabindex="-1" data-portal-next="drofte"' in text(signed_in("member").get(at))


def test_who_has_signed_is_told_whom_it_waits_for(signed_in: SignedIn, at: str) -> None:
    """And is not asked to sign once more; the other is."""
    signed_in("coordinator").post(f"{at}steg/avslutt/gjort/")
    first, second = (text(signed_in(who).get(f"{at}?steg=avslutt")) for who in ("coordinator", "member"))

    assert "You have signed. It waits for" in first
    assert "Sign as the second" not in first
    assert "Sign as the second" in second


def test_practising_begins_in_the_first_room_as_an_exercise(
    signed_in: SignedIn, version: RoutineVersion, room: Room
) -> None:
    page = signed_in("member").get(f"{AT}folg/?rutine={version.routine_id}&ovelse=1")

    assert page.context["begun"].topic is None
    assert page.context["form"]["is_exercise"].value() is True
    assert '<input type="hidden" name="ovelse" value="1">' in text(page)


def test_a_routine_that_is_needed_is_no_exercise(signed_in: SignedIn, version: RoutineVersion, topic: Topic) -> None:
    page = signed_in("member").get(f"{AT}folg/?rutine={version.routine_id}&emne={topic.pk}")

    assert page.context["form"]["is_exercise"].value() is False
