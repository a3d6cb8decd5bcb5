"""My day, the front pages and the building blocks, as they reach a person."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page

from knowledge.library.models import Film, Question, RegionalContact

SignedIn = Callable[[str], Client]


def test_account_without_a_network_is_shown_one_thing_to_do(signed_in: SignedIn) -> None:
    page = signed_in("stranger").get("/hjem/").content.decode()

    assert "You are not in a network yet" in page
    assert 'href="/nettverk/nytt/"' in page


def test_member_with_nothing_waiting_is_told_so(signed_in: SignedIn) -> None:
    assert "Nothing waits for you today" in signed_in("mentor-other-case").get("/hjem/").content.decode()


def test_home_of_an_outsider_names_no_other_network(signed_in: SignedIn) -> None:
    page = signed_in("outsider-coordinator").get("/hjem/").content.decode()

    assert "Skogdal og Elvestad" in page
    assert "Fjordby" not in page


def test_front_page_of_a_network_names_people_to_members(signed_in: SignedIn) -> None:
    assert "Rune Solheim" in signed_in("member").get("/nettverk/fjordby/").content.decode()


def test_front_page_of_a_network_names_nobody_to_observers(signed_in: SignedIn) -> None:
    page = signed_in("observer").get("/nettverk/fjordby/").content.decode()

    assert "Fjordby politistasjon" in page
    assert "Rune Solheim" not in page


def test_title_is_neutral(signed_in: SignedIn) -> None:
    assert "<title>Home – Utveier</title>" in signed_in("member").get("/nettverk/fjordby/").content.decode()


def test_public_front_page_names_every_region(client: Client, db: None) -> None:
    page = client.get("/").content.decode()

    assert [name for name in ("Nord", "Midt", "Vest", "Sør", "Øst") if f"RVTS {name}" not in page] == []
    assert "Finnmark" in page


@pytest.mark.parametrize(
    ("model", "newest", "told"),
    [(Film, "-first_published_at", "address"), (Question, "path", "title"), (RegionalContact, "path", "address")],
)
def test_public_front_page_shows_nothing_that_is_taken_down(
    client: Client, db: None, model: type[Page], newest: str, told: str
) -> None:
    page = model.objects.live().order_by(newest)[0]
    before = client.get("/").content.decode()

    page.unpublish()

    assert (getattr(page, told) in before, getattr(page, told) in client.get("/").content.decode()) == (True, False)


def test_building_blocks_are_shown_in_a_demo(client: Client, db: None) -> None:
    assert client.get("/komponenter/").status_code == 200


def test_building_blocks_are_absent_elsewhere(client: Client, db: None, settings: Settings) -> None:
    settings.DEMO = False

    assert client.get("/komponenter/").status_code == 404


@pytest.mark.parametrize("path", ["/hjem/", "/nettverk/"])
def test_private_pages_ask_nobody_to_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 302
