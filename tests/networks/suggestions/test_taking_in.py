"""What the desk takes from a network goes into the library's draft as it was sent, with one button."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from networks.library import services as library
from networks.library.models import LibraryVersion
from networks.routines.models import Routine
from networks.steps.content import Content, Step
from networks.suggestions import services
from networks.suggestions.models import Backing
from tests.networks.routines.conftest import REVIEW, SOURCE, Acting
from tests.networks.suggestions.conftest import REASON, WORDS

SignedIn = Callable[[str], Client]
NEW = Step(id="s-9", title="Ring den som meldte fra", role="coordinator")


def answered(desk: Client, made: Backing, state: str = "taken") -> str:
    """The address of its page."""
    page = f"/bibliotek/rutiner/skriv/forslag/{made.suggestion_id}/"
    assert desk.post(page, {"state": state, "answer": "Vi ser på det."})["Location"] == page
    return page


def draft(acting: Acting) -> Content:
    with acting("supervisor"):
        return LibraryVersion.objects.get(routine__key="prove", number=None).wording


@pytest.fixture
def desk(signed_in: SignedIn) -> Client:
    return signed_in("supervisor")


def test_what_is_taken_is_put_into_the_draft_with_one_button(desk: Client, acting: Acting, made: Backing) -> None:
    """In its step, with what a suggestion says nothing of as the source has it."""
    page = answered(desk, made)
    assert f'action="{page}ta-inn/"' in desk.get(page).content.decode()

    assert desk.post(f"{page}ta-inn/")["Location"] == "/bibliotek/rutiner/prove/utkast/#drofte"
    assert draft(acting).order == SOURCE.order
    assert draft(acting).steps[1] == replace(SOURCE.steps[1], title=WORDS.title, text=WORDS.text)


def test_a_draft_on_its_way_keeps_what_else_was_written(desk: Client, acting: Acting, made: Backing) -> None:
    page = answered(desk, made)
    desk.post("/bibliotek/rutiner/prove/ny-versjon/")
    desk.post("/bibliotek/rutiner/prove/utkast/steg/folge/flytt/", {"way": "up"})
    desk.post(f"{page}ta-inn/")

    assert draft(acting).order == ("merk", "folge", "drofte")
    assert draft(acting).parts["drofte"] != SOURCE.parts["drofte"]


def test_a_step_the_library_has_not_comes_last(desk: Client, acting: Acting, ours: Routine) -> None:
    with acting("coordinator") as by:
        services.suggest(routine=ours, step=NEW, reason=REASON, by=by)
        sent = Backing.objects.get(routine=ours)
    desk.post(f"{answered(desk, sent)}ta-inn/")

    assert draft(acting).steps == (*SOURCE.steps, NEW)


def test_what_is_not_taken_stays_out(desk: Client, acting: Acting, made: Backing) -> None:
    page = answered(desk, made, "declined")
    assert "ta-inn" not in desk.get(page).content.decode()

    assert (
        "Answer first that it goes into the next version." in desk.post(f"{page}ta-inn/", follow=True).content.decode()
    )
    with acting("supervisor"):
        assert not LibraryVersion.objects.filter(routine__key="prove", number=None).exists()


def test_what_is_with_its_reader_is_left_alone(desk: Client, acting: Acting, made: Backing) -> None:
    page = answered(desk, made)
    desk.post("/bibliotek/rutiner/prove/ny-versjon/")
    with acting("supervisor") as by:
        version = LibraryVersion.objects.get(routine__key="prove", number=None)
        library.send(version=version, note="Ny", significance="small", review_on=REVIEW, by=by)

    assert desk.post(f"{page}ta-inn/")["Location"] == page
    assert draft(acting) == SOURCE
