"""A sign-in from a browser the account has not been used in is told to its owner, and no other."""

import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from portal.accounts.models import User
from portal.accounts.sealing import unseal
from portal.accounts.services import open_account
from portal.notices.services import deliver
from tests.portal.accounts.conftest import EMAIL, PASSWORD, Letter, code_of, forget_codes, sign_in
from tests.portal.accounts.test_letters import FORBIDDEN, queued

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def told() -> list[dict[str, Any]]:
    return [json.loads(unseal(job["letter"], purpose="letter")) for job in queued() if job["kind"] == "new_device"]


def sign_in_again(client: Client, secret: str) -> None:
    """In the same browser, after signing out."""
    client.post("/konto/logg-ut/")
    sign_in(client)
    client.post("/konto/sikkerhet/kode/", {"code": code_of(secret)})
    assert client.get("/hjem/").status_code == 200
    forget_codes()


def test_the_first_sign_in_from_a_browser_is_told(ada: User, secret: str) -> None:
    sign_in_again(Client(HTTP_USER_AGENT=FIREFOX), secret)

    assert told() == [{"to": EMAIL, "browser": "Firefox", "link": "http://127.0.0.1:8000/konto/okter/"}]


def test_the_next_from_the_same_browser_is_not(fully: Client, secret: str) -> None:
    sign_in_again(fully, secret)

    assert len(told()) == 1


def test_a_password_alone_tells_nothing_yet(ada: User, secret: str) -> None:
    sign_in(Client())

    assert told() == []


def test_a_browser_that_knows_somebody_else_is_new(fully: Client, secret: str) -> None:
    bo = open_account(email="bo@fjordby.example", name="Bo", password=PASSWORD)
    fully.post("/konto/logg-ut/")
    sign_in(fully, bo.email)

    assert [letter["to"] for letter in told()] == [EMAIL, bo.email]

    sign_in_again(fully, secret)
    assert len(told()) == 2


@pytest.mark.parametrize("cookie", ["1", "x" * 32, "", "..."])
def test_a_cookie_of_ones_own_making_hides_nothing(ada: User, secret: str, cookie: str) -> None:
    thief = Client()
    thief.cookies["known"] = cookie
    sign_in_again(thief, secret)

    assert len(told()) == 1


def test_the_cookie_says_nothing_of_whose_it_is(fully: Client, ada: User) -> None:
    cookie = fully.cookies["known"]

    assert len(cookie.value) == 32
    assert (cookie["httponly"], cookie["samesite"], str(ada.pk) == cookie.value) == (True, "Lax", False)


def test_the_browser_an_account_was_made_in_is_known(letter: Letter) -> None:
    client = Client()
    client.post(letter("ny@skole.example"), {"name": "Ny", "password": PASSWORD})
    client.post("/konto/logg-ut/")
    sign_in(client, "ny@skole.example")

    assert told() == []


@pytest.mark.parametrize("agent", [FIREFOX, "curl/8"])
def test_the_letter_has_a_neutral_face(ada: User, secret: str, agent: str) -> None:
    sign_in_again(Client(HTTP_USER_AGENT=agent), secret)
    deliver(**queued()[-1])

    sent = mail.outbox[-1]
    assert sent.subject in {"A new sign-in to your account", "Ny innlogging på kontoen din"}
    assert ("Firefox" in sent.body, "Windows" in sent.body) == (agent == FIREFOX, False)
    assert not [word for word in FORBIDDEN if word in f"{sent.subject}{sent.body}".lower()]
