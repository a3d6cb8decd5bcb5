"""Step-up: refused when the proof is old, and nothing of what was sent is lost."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from tests.portal.accounts.conftest import PASSWORD, code_of, sign_in

pytestmark = pytest.mark.urls("tests.portal.accounts.urls")
CHANGE, LOOK = "/proof/change/?side=2", "/proof/look/?side=2"
SENT = {"valg": ["en", "to"], "tekst": "æøå «med» mer"}


@pytest.fixture
def six_minutes_later(fully: Client) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(time.time() + 360, tick=False) as clock:
        yield clock


def test_right_after_sign_in_nothing_is_asked(fully: Client) -> None:
    assert fully.post(CHANGE, SENT).content.decode() == "POST|2|en|to|æøå «med» mer"


def onward_of(page: str) -> str:
    """Where the page of proof goes on to."""
    return parse_qs(urlsplit(page).query)["next"][0]


def prove(client: Client, page: str, password: str = PASSWORD) -> Any:
    return client.post(page, {"password": password, "next": onward_of(page)}, follow=True)


def test_an_old_proof_is_asked_for_anew(fully: Client, six_minutes_later: object) -> None:
    answer = fully.post(CHANGE, SENT)

    assert answer["Location"].startswith("/konto/bekreft/?next=%2Fkonto%2Fbekreftet%2F")


def test_a_password_resumes_what_was_sent(fully: Client, six_minutes_later: object) -> None:
    page = fully.post(CHANGE, SENT)["Location"]
    assert fully.get(page).status_code == 200

    assert prove(fully, page).content.decode() == "POST|2|en|to|æøå «med» mer"


def test_a_code_resumes_what_was_sent(fully: Client, secret: str, six_minutes_later: object) -> None:
    onward = onward_of(fully.post(CHANGE, SENT)["Location"])

    answer = fully.post("/konto/sikkerhet/bekreft/", {"code": code_of(secret), "next": onward}, follow=True)

    assert answer.content.decode() == "POST|2|en|to|æøå «med» mer"


def test_a_page_asked_for_comes_after_the_proof(fully: Client, six_minutes_later: object) -> None:
    page = fully.get(LOOK)["Location"]

    assert onward_of(page) == LOOK
    assert prove(fully, page).content.decode() == "GET|2|None"


def test_the_page_that_shows_the_form_asks_nothing(fully: Client, six_minutes_later: object) -> None:
    assert fully.get(CHANGE).status_code == 200


def test_a_wrong_password_does_nothing_and_keeps_what_was_sent(fully: Client, six_minutes_later: object) -> None:
    page = fully.post(CHANGE, SENT)["Location"]

    wrong = prove(fully, page, "feil passord her")
    right = prove(fully, page)

    assert "The password is not right" in wrong.content.decode()
    assert right.content.decode() == "POST|2|en|to|æøå «med» mer"


def test_what_was_put_aside_runs_once(fully: Client, six_minutes_later: object) -> None:
    page = fully.post(CHANGE, SENT)["Location"]
    prove(fully, page)

    again = prove(fully, page)

    assert again.redirect_chain[-1][0] == "/hjem/"
    assert "There is nothing left to go on with." in again.content.decode()


def test_going_on_without_the_proof_asks_again(fully: Client, six_minutes_later: object) -> None:
    onward = onward_of(fully.post(CHANGE, SENT)["Location"])

    again = fully.get(onward)["Location"]

    assert again.startswith("/konto/bekreft/")
    assert prove(fully, again).content.decode() == "POST|2|en|to|æøå «med» mer"


def test_two_windows_keep_their_own(fully: Client, six_minutes_later: object) -> None:
    first = fully.post(CHANGE, SENT | {"tekst": "første"})["Location"]
    second = fully.post(CHANGE, SENT | {"tekst": "andre"})["Location"]

    assert prove(fully, first).content.decode() == "POST|2|en|to|første"
    assert prove(fully, second).content.decode() == "POST|2|en|to|andre"


def test_a_view_that_asks_for_files_still_finds_the_form(fully: Client, six_minutes_later: object) -> None:
    page = fully.post("/proof/files/", SENT)["Location"]

    assert prove(fully, page).content.decode() == "POST|None|en|to|æøå «med» mer"


def test_nobody_elses_request_is_resumed(fully: Client, six_minutes_later: object, ada: User) -> None:
    page = fully.post(CHANGE, SENT)["Location"]
    other = Client()
    sign_in(other)

    assert prove(other, page).redirect_chain[-1][0] != CHANGE
    assert "æøå" not in prove(other, page).content.decode()


def test_a_fragment_sends_the_whole_page_to_the_proof(fully: Client, six_minutes_later: object) -> None:
    answer = fully.post(CHANGE, SENT, headers={"HX-Request": "true"})

    assert answer["HX-Redirect"].startswith("/konto/bekreft/")
    assert prove(fully, answer["HX-Redirect"]).content.decode() == "POST|2|en|to|æøå «med» mer"


@pytest.mark.parametrize("page", ["/konto/bekreft/", "/konto/sikkerhet/bekreft/"])
def test_the_page_of_proof_says_what_goes_on(fully: Client, six_minutes_later: object, page: str) -> None:
    onward = onward_of(fully.post(CHANGE, SENT)["Location"])

    assert "Then «Change the role» goes on" in fully.get(page, {"next": onward}).content.decode()
    assert "Then «Insight» opens" in fully.get(page, {"next": LOOK}).content.decode()


@pytest.mark.parametrize("onward", ["", "/finnes/ikke/", "/konto/bekreftet/?to=ukjent", "http://[", "/hjem/"])
def test_a_page_of_proof_for_nothing_known_says_so_generally(fully: Client, onward: str) -> None:
    text = fully.get("/konto/bekreft/", {"next": onward}).content.decode()

    assert "What you were doing goes on right after." in text


def test_a_demo_person_passes(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("coordinator")
    with time_machine.travel(time.time() + 360, tick=False):
        assert client.post(CHANGE, SENT).status_code == 200


def test_a_demo_person_without_a_demo_does_not_pass(signed_in: Callable[[str], Client], settings: object) -> None:
    client = signed_in("coordinator")
    settings.DEMO = False  # type: ignore[attr-defined] # pytest-django's settings
    with time_machine.travel(time.time() + 360, tick=False):
        assert client.post(CHANGE, SENT).status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/konto/sikkerhet/app/fjern/", "/konto/sikkerhet/nokler/ny/", "/konto/sikkerhet/nokler/1/fjern/",
        "/konto/sikkerhet/reservekoder/", "/konto/sikkerhet/reservekoder/nye/", "/konto/sikkerhet/reservekoder/fil/",
        "/konto/sikkerhet/identitet/",
    ],
)  # fmt: skip
def test_how_one_signs_in_is_not_changed_on_an_old_proof(fully: Client, six_minutes_later: object, path: str) -> None:
    assert fully.get(path)["Location"].startswith("/konto/bekreft/")
