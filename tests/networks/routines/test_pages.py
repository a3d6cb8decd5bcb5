"""The pages of routines, as somebody clicks through them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from networks.library.models import LibraryVersion
from networks.routines import services
from networks.routines.models import Routine
from networks.steps.content import Step, stamp
from tests.networks.routines.conftest import CANARY, SOON, Acting, Drafted, Persona, Publish, reworded
from tests.networks.routines.test_news import NEWER

SignedIn = Callable[[str], Client]


@pytest.fixture
def at(routine: Routine) -> str:
    return f"/nettverk/fjordby/rutiner/{routine.pk}/"


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def test_the_library_is_adopted_from_its_page(signed_in: SignedIn, source: LibraryVersion) -> None:
    coordinator = signed_in("coordinator")
    assert "Prøverutine" in text(coordinator.get("/nettverk/fjordby/rutiner/ny/"))

    answer = coordinator.post("/nettverk/fjordby/rutiner/adopter/", {"key": "prove"}, follow=True)

    assert answer.request["PATH_INFO"].endswith("/utkast/")
    assert "Drøft uroen" in text(answer)


def test_a_step_is_reworded(signed_in: SignedIn, at: str, draft: Drafted) -> None:
    coordinator, step = signed_in("coordinator"), draft().wording.steps[0]
    told = {
        "title": "Skriv ned hva som er nytt",
        "role": "school",
        "points": "Når\nHvor",
        "days": "3",
        "after": "start",
    }

    coordinator.post(f"{at}utkast/steg/merk/", told | {"seen": stamp(step), "working": "on", "required": "on"})

    now = draft().wording.steps[0]
    assert (now.title, now.role, now.points) == ("Skriv ned hva som er nytt", "school", ("Når", "Hvor"))
    assert now.deadline
    assert (now.deadline.days, now.deadline.after, now.deadline.working) == (3, "start", True)


def test_who_has_not_seen_the_last_wording_overwrites_nothing(signed_in: SignedIn, at: str, draft: Drafted) -> None:
    before = draft().content

    answer = signed_in("coordinator").post(
        f"{at}utkast/steg/merk/", {"title": "Min tekst", "role": "school", "seen": "forrige"}
    )

    assert "Min tekst" in text(answer)
    assert 'role="alert"' in text(answer)
    assert draft().content == before


def test_a_step_is_put_aside_with_a_reason_and_taken_up(signed_in: SignedIn, at: str, draft: Drafted) -> None:
    coordinator = signed_in("coordinator")
    assert 'role="alert"' in text(coordinator.post(f"{at}utkast/steg/folge/til-side/", {"reason": " "}))

    coordinator.post(f"{at}utkast/steg/folge/til-side/", {"reason": "NAV gjør det hos oss"})
    assert draft().wording.steps[2].hidden == "NAV gjør det hos oss"
    assert "NAV gjør det hos oss" in text(coordinator.get(f"{at}utkast/"))

    coordinator.post(f"{at}utkast/steg/folge/fram/")
    assert draft().wording.steps[2].hidden == ""


def test_a_step_is_added_moved_and_deleted(signed_in: SignedIn, at: str, draft: Drafted) -> None:
    coordinator = signed_in("coordinator")
    coordinator.post(f"{at}utkast/nytt-steg/?etter=merk", {"title": "Ring Kari", "role": "coordinator", "seen": ""})
    made = draft().wording.order[1]

    coordinator.post(f"{at}utkast/steg/{made}/flytt/", {"way": "down"})
    assert draft().wording.order == ("merk", "drofte", made, "folge")

    coordinator.post(f"{at}utkast/steg/{made}/slett/")
    assert draft().wording.order == ("merk", "drofte", "folge")


def test_a_step_of_the_source_is_not_deleted(signed_in: SignedIn, at: str, draft: Drafted) -> None:
    answer = signed_in("coordinator").post(f"{at}utkast/steg/merk/slett/", follow=True)

    assert "merk" in draft().wording.order
    assert "Only a step of your own can be deleted" in text(answer)


def test_a_draft_goes_through_its_reader(signed_in: SignedIn, at: str, persona: Persona) -> None:
    coordinator, member = signed_in("coordinator"), signed_in("member")
    assert member.get(f"{at}utkast/").status_code == 404
    told = {"reader": persona("member").pk, "note": "Sju dager", "review_on": SOON}

    coordinator.post(f"{at}utkast/send/", told)
    read = member.get(f"{at}utkast/", follow=True)
    page, seen = text(read), read.context["version"].seen_as
    assert CANARY in page
    assert "<ins>" in page
    assert page.count(f'name="seen" value="{seen}"') == 2
    assert "Steg 1" not in text(member.post(f"{at}utkast/les/sett-i-kraft/", {"seen": seen}, follow=True))

    assert CANARY in text(signed_in("contact").get(at))
    assert signed_in("outsider-coordinator").get(at).status_code == 404


@pytest.mark.parametrize("answer", ["sett-i-kraft/", "send-tilbake/"])
def test_a_reader_answers_to_what_her_page_showed(
    signed_in: SignedIn, at: str, persona: Persona, draft: Drafted, answer: str
) -> None:
    coordinator, member = signed_in("coordinator"), signed_in("member")
    told = {"reader": persona("member").pk, "note": "Sju dager", "review_on": SOON}
    coordinator.post(f"{at}utkast/send/", told)
    seen = member.get(f"{at}utkast/les/").context["version"].seen_as
    coordinator.post(f"{at}utkast/ta-tilbake/")
    coordinator.post(f"{at}utkast/steg/drofte/flytt/", {"way": "up"})
    coordinator.post(f"{at}utkast/send/", told)

    page = text(member.post(f"{at}utkast/les/{answer}", {"remark": "Hvem ringer?", "seen": seen}, follow=True))

    assert "Somebody has changed this since you opened it" in page
    assert ("Hvem ringer?" in page) == (answer == "send-tilbake/")
    assert draft().is_in_review


def test_what_is_with_its_reader_is_taken_back_before_it_is_discarded(
    signed_in: SignedIn, at: str, persona: Persona, draft: Drafted
) -> None:
    coordinator = signed_in("coordinator")
    told = {"reader": persona("member").pk, "note": "Sju dager", "review_on": SOON}
    coordinator.post(f"{at}utkast/send/", told)

    answer = text(coordinator.post(f"{at}utkast/forkast/", follow=True))

    assert "Only a draft can be changed." in answer
    assert draft().is_in_review


@pytest.mark.parametrize(("days", "told"), [(0, "Choose a day to come."), (800, "Choose a day within two years")])
def test_a_routine_is_read_again_within_two_years(
    signed_in: SignedIn, at: str, persona: Persona, draft: Drafted, days: int, told: str
) -> None:
    day = timezone.localdate() + timedelta(days=days)
    sent = {"reader": persona("member").pk, "note": "Sju dager", "review_on": str(day)}

    assert told in text(signed_in("coordinator").post(f"{at}utkast/send/", sent))
    assert draft().is_draft


def test_nothing_is_sent_back_without_a_word(signed_in: SignedIn, at: str, persona: Persona, draft: Drafted) -> None:
    told = {"reader": persona("member").pk, "note": "Sju dager", "review_on": SOON}
    signed_in("coordinator").post(f"{at}utkast/send/", told)

    page = text(signed_in("member").post(f"{at}utkast/les/send-tilbake/", {"remark": " "}))

    assert 'role="alert"' in page
    assert CANARY in page
    assert draft().is_in_review


def test_a_reader_who_also_writes_comes_to_her_two_answers(signed_in: SignedIn, at: str, persona: Persona) -> None:
    told = {"reader": persona("deputy").pk, "note": "Sju dager", "review_on": SOON}
    signed_in("coordinator").post(f"{at}utkast/send/", told)

    assert signed_in("deputy").get(f"{at}utkast/")["Location"] == f"{at}utkast/les/"
    assert signed_in("coordinator").get(f"{at}utkast/").status_code == 200


def test_who_was_not_asked_does_not_read(signed_in: SignedIn, at: str, persona: Persona) -> None:
    told = {"reader": persona("member").pk, "note": "Sju dager", "review_on": SOON}
    signed_in("coordinator").post(f"{at}utkast/send/", told)

    answer = signed_in("deputy").get(f"{at}utkast/les/")

    assert answer.status_code == 403
    assert persona("member").name in text(answer)


def test_news_are_decided_and_taken_in(signed_in: SignedIn, at: str, draft: Drafted, publish: Publish) -> None:
    publish(NEWER)
    coordinator = signed_in("coordinator")
    page = text(coordinator.post(f"{at}utkast/nytt-fra-kilden/hent/", follow=True))
    assert "Ring RVTS" in page
    assert '<p class="wording">nothing</p>' not in page  # the new step says no more than its heading
    assert "<del>14 </del>" in page

    told = {"choice-merk": "take", "choice-drofte": "written", "text-drofte": "Drøft uroen innen 7 dager."}
    refused = text(coordinator.post(f"{at}utkast/nytt-fra-kilden/", told | {"finish": ""}))
    assert 'href="#id_choice-ring_0"><b>Ring RVTS</b> Choose first.' in refused
    assert 'name="choice-drofte" value="written" checked' in refused  # what was chosen is still chosen
    assert draft().wording.order == ("merk", "drofte", "folge")

    coordinator.post(f"{at}utkast/nytt-fra-kilden/", {**told, "choice-ring": "take", "finish": ""})
    wording = draft().wording
    assert wording.order == ("merk", "drofte", "ring", "folge")
    assert wording.steps[1].text == "Drøft uroen innen 7 dager."


def test_many_changes_come_some_at_a_time(
    signed_in: SignedIn, at: str, routine: Routine, draft: Drafted, publish: Publish
) -> None:
    added = tuple(Step(id=f"ny-{n}", title=f"Nytt steg {n}", role="coordinator") for n in range(1, 4))
    publish(replace(NEWER, steps=NEWER.steps + added))
    coordinator, news = signed_in("coordinator"), f"{at}utkast/nytt-fra-kilden/"
    page = text(coordinator.post(f"{news}hent/", follow=True))
    assert "Ring RVTS" in page
    assert "Nytt steg 1" not in page

    first = ("merk", "drofte", "ring")
    kept = coordinator.post(news, {f"choice-{key}": "leave" for key in first} | {"keep": ""})
    assert kept["Location"] == f"{news}?side=2"
    assert "Nytt steg 3" in text(coordinator.get(kept["Location"]))

    rest = {"choice-ny-1": "leave", "choice-ny-2": "take", "choice-ny-3": "take"}
    coordinator.post(kept["Location"], rest | {"finish": ""})
    assert draft().wording.order == ("merk", "drofte", "folge", "ny-2", "ny-3")


def test_a_garbled_choice_is_refused_and_the_others_stay(
    signed_in: SignedIn, at: str, draft: Drafted, publish: Publish
) -> None:
    publish(NEWER)
    coordinator = signed_in("coordinator")
    coordinator.post(f"{at}utkast/nytt-fra-kilden/hent/")

    answer = coordinator.post(f"{at}utkast/nytt-fra-kilden/", {"choice-merk": "burn", "choice-ring": "take"})

    assert 'role="alert"' in text(answer)
    assert draft().decisions == {}


def test_where_the_source_has_nothing_new_one_comes_to_the_draft(signed_in: SignedIn, at: str) -> None:
    answer = signed_in("coordinator").post(f"{at}utkast/nytt-fra-kilden/hent/")

    assert answer["Location"] == f"{at}utkast/"


@pytest.mark.parametrize("key", ["", "finnes-ikke", "a\0b"])
def test_what_is_not_in_the_library_is_not_adopted(signed_in: SignedIn, key: str) -> None:
    answer = signed_in("coordinator").post("/nettverk/fjordby/rutiner/adopter/", {"key": key}, follow=True)

    assert answer.status_code == 200
    assert "That routine is not in the library any more." in text(answer)


def test_what_is_written_together_is_written(signed_in: SignedIn, at: str, draft: Drafted, publish: Publish) -> None:
    """Sent as it stood it would be a choice nobody made."""
    publish(NEWER)
    coordinator, news = signed_in("coordinator"), f"{at}utkast/nytt-fra-kilden/"
    coordinator.post(f"{news}hent/")
    ours = draft().wording.steps[1].text

    page = text(coordinator.post(news, {"choice-drofte": "written", "text-drofte": ours, "keep": ""}))

    assert "Write the text as it will be, or keep yours." in page
    assert draft().decisions == {}


def test_a_draft_says_which_steps_are_reworded_here(signed_in: SignedIn, at: str) -> None:
    page = text(signed_in("coordinator").get(f"{at}utkast/"))

    assert page.count("reworded here") == 1


def test_the_list_leads_a_reader_to_what_waits_for_her(
    signed_in: SignedIn, at: str, in_force: Callable[[], int], persona: Persona
) -> None:
    """Not to the version in force, which others are led to."""
    in_force()
    coordinator = signed_in("coordinator")
    coordinator.post(f"{at}start/")
    told = {"reader": persona("member").pk, "note": "Ny", "review_on": SOON}
    coordinator.post(f"{at}utkast/steg/folge/flytt/", {"way": "up"})
    coordinator.post(f"{at}utkast/send/", told)
    page, of_others = (text(signed_in(who).get("/nettverk/fjordby/rutiner/")) for who in ("member", "contact"))

    assert f'<a href="{at}utkast/">' in page
    assert "waits for you to read it" in page
    assert f'<a href="{at}">' in of_others
    assert "waits for you to read it" not in of_others


def test_a_changed_article_is_called_by_its_title(
    signed_in: SignedIn, at: str, persona: Persona, draft: Drafted, acting: Acting
) -> None:
    with acting("coordinator") as by:
        services.change(version=draft(), how=reworded("folge", links=("samtale-med-foreldre", str(uuid4()))), by=by)
    told = {"reader": persona("member").pk, "note": "Ny", "review_on": SOON}
    signed_in("coordinator").post(f"{at}utkast/send/", told)

    page = text(signed_in("member").get(f"{at}utkast/les/"))

    assert "<ins>Samtale med foreldre" in page
    assert "an article that has been taken down" in page
    assert "<del>none" not in page
