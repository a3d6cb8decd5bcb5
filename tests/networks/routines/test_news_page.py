"""The page on which a new version of the source is taken in."""

from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from networks.routines import services
from networks.routines.models import Routine
from networks.steps.content import Content, Deadline
from networks.steps.difference import difference
from networks.versions.shown import marked
from tests.networks.routines.conftest import SOURCE, Acting, Drafted, Publish, reworded

SignedIn = Callable[[str], Client]
APPENDED = replace(
    SOURCE, steps=(SOURCE.steps[0], replace(SOURCE.steps[1], text="Drøft saken innen 14 dager. Ring Kari."))
)


@pytest.fixture
def opened(signed_in: SignedIn, routine: Routine, publish: Publish) -> Callable[[Content], str]:
    """opened(newer): the page on which the coordinator decides of it."""

    def done(newer: Content) -> str:
        publish(newer)
        address = f"/nettverk/fjordby/rutiner/{routine.pk}/utkast/nytt-fra-kilden/"
        answer = signed_in("coordinator").post(f"{address}hent/", follow=True)
        return unescape(answer.content.decode())

    return done


def reword(acting: Acting, draft: Drafted, text: str) -> None:
    with acting("coordinator") as by:
        services.change(version=draft(), how=reworded("drofte", text=text), by=by)


def test_writing_together_begins_with_both_changes(
    acting: Acting, draft: Drafted, opened: Callable[[Content], str]
) -> None:
    reword(acting, draft, "Drøft saken innen 7 dager.")

    page = opened(APPENDED)

    assert ">\nDrøft saken innen 7 dager. Ring Kari.</textarea>" in page
    assert "Begins with both changes." in page


def test_where_both_changed_the_same_words_it_begins_as_the_networks(
    acting: Acting, draft: Drafted, opened: Callable[[Content], str]
) -> None:
    reword(acting, draft, "Drøft saken innen 7 dager.")

    page = opened(
        replace(SOURCE, steps=(SOURCE.steps[0], replace(SOURCE.steps[1], text="Drøft saken innen 10 dager.")))
    )

    assert ">\nDrøft saken innen 7 dager.</textarea>" in page
    assert "Begins as yours." in page


def test_what_both_changed_stands_folded_as_it_was(opened: Callable[[Content], str]) -> None:
    assert "<b>What is done</b>: Drøft saken innen 14 dager.</p></details>" in opened(APPENDED)


def test_what_is_only_the_networks_is_named_and_never_asked_about(
    acting: Acting, draft: Drafted, opened: Callable[[Content], str]
) -> None:
    with acting("coordinator") as by:
        services.change(version=draft(), how=reworded("merk", title="Skriv ned hva du ser"), by=by)

    page = opened(APPENDED)

    assert 'utkast/#merk">Step 1: Skriv ned hva du ser</a>' in page
    assert 'name="choice-merk"' not in page


def test_what_is_taken_in_goes_straight_to_a_reader(
    signed_in: SignedIn, routine: Routine, opened: Callable[[Content], str]
) -> None:
    opened(APPENDED)
    at = f"/nettverk/fjordby/rutiner/{routine.pk}/utkast/"
    told = {"choice-drofte": "theirs", "choice-folge": "leave", "finish": ""}

    answer = signed_in("coordinator").post(f"{at}nytt-fra-kilden/", told)

    assert answer["Location"] == f"{at}send/"


def test_what_does_not_fit_together_after_it_is_mended_first(
    acting: Acting, signed_in: SignedIn, routine: Routine, draft: Drafted, opened: Callable[[Content], str]
) -> None:
    """The source takes out the step that the network counts a deadline from."""
    with acting("coordinator") as by:
        services.change(version=draft(), how=reworded("drofte", deadline=Deadline(2, "merk")), by=by)
    opened(replace(SOURCE, steps=SOURCE.steps[1:]))
    at = f"/nettverk/fjordby/rutiner/{routine.pk}/utkast/"

    answer = signed_in("coordinator").post(f"{at}nytt-fra-kilden/", {"choice-merk": "take", "finish": ""})

    assert answer["Location"] == at


def test_lines_that_are_gone_stand_above_those_in_their_place() -> None:
    seen = difference("Ring først\nSkriv ned datoen", "Vent en dag\nSe hva som skjer")

    assert marked(seen) == "<del>Ring først\nSkriv ned datoen\n</del><ins>Vent en dag\nSe hva som skjer</ins>"
