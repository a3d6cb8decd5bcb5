"""The whole way to a real provider and back: its own program, its own database, its own sign-in page."""

import html
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from portal.accounts.models import User
from tests.portal.accounts import provider_program
from tests.portal.accounts.conftest import running
from tests.portal.accounts.ports import free_port
from tests.portal.accounts.provider_program import CLIENT, PASSWORD, PERSON, SECRET

CALLBACK = "http://testserver/konto/inn/ansattporten/svar/"
LEVEL = "substantial"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, folder = free_port(), tmp_path_factory.mktemp("idp")
    program = str(Path(provider_program.__file__))
    address = f"http://127.0.0.1:{port}"
    with running(
        sys.executable, program, str(port), str(folder), CALLBACK, LEVEL,
        address=f"{address}/.well-known/openid-configuration",
    ):  # fmt: skip
        yield address


@pytest.fixture
def ansattporten(issuer: str, settings: Any, db: None) -> Callable[..., None]:
    """ansattporten(acr=[…]): configured as the environment would."""

    def configure(acr: list[str]) -> None:
        told = {"server_url": issuer, "acr": acr, "private_key": "", "key_id": ""}
        app = {"provider_id": "ansattporten", "name": "Ansattporten", "client_id": CLIENT, "secret": SECRET}
        held = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": held | {"APPS": [app | {"settings": told}]}}

    configure([LEVEL])
    return configure


def fill(browser: requests.Session, answer: requests.Response, **typed: str) -> requests.Response:
    """Send the page's form with what its hidden fields hold and what a person types and presses."""
    fields = dict(re.findall(r'<input type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', answer.text))
    boxes = re.findall(r'<input type="checkbox"[^>]*name="(\w+)"[^>]*value="([^"]*)"', answer.text)
    action = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
    sent = {name: html.unescape(value) for name, value in fields.items()} | dict(boxes) | typed
    return browser.post(urljoin(answer.url, action[1] if action else ""), sent, allow_redirects=False)


def through(address: str) -> str:
    """Sign in and consent at the provider, as a person does; the address it sends the browser back to."""
    with requests.Session() as browser:
        answer = follow(browser, browser.get(address, allow_redirects=False))
        answer = follow(browser, fill(browser, answer, login=PERSON, password=PASSWORD))
        if not back(answer):
            answer = follow(browser, fill(browser, answer, action="grant"))
        return back(answer)


def follow(browser: requests.Session, answer: requests.Response) -> requests.Response:
    while answer.is_redirect and not back(answer):
        answer = browser.get(urljoin(answer.url, answer.headers["Location"]), allow_redirects=False)
    return answer


def back(answer: requests.Response) -> str:
    there = answer.headers.get("Location", "")
    return there.removeprefix("http://testserver") if there.startswith(CALLBACK) else ""


def by_provider(client: Client, query: str = "") -> Any:
    return client.get(through(client.get(f"/konto/inn/ansattporten/{query}")["Location"]))


def test_an_identity_is_linked_and_then_signs_in(fully: Client, ada: User, ansattporten: object, issuer: str) -> None:
    linked = by_provider(fully, "?process=connect")
    held = SocialAccount.objects.get()
    fresh = Client()

    signed_in = by_provider(fresh, "?next=/konto/okter/")

    assert linked["Location"] == "/konto/sikkerhet/"
    assert (held.user, held.uid, held.extra_data) == (ada, f"{issuer} 1", {})
    assert signed_in["Location"] == "/konto/okter/"
    assert fresh.get("/konto/okter/").status_code == 200


def test_an_unlinked_identity_signs_nobody_in(ada: User, ansattporten: object) -> None:
    User.objects.filter(pk=ada.pk).update(email=PERSON)
    client = Client()

    answer = by_provider(client)

    assert "Nobody here is linked" in answer.content.decode()
    assert client.get("/konto/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_level_we_do_not_accept_signs_nobody_in(ada: User, ansattporten: Callable[..., None], issuer: str) -> None:
    SocialAccount.objects.create(user=ada, provider="ansattporten", uid=f"{issuer} 1")
    ansattporten(acr=["high"])
    client = Client()

    assert by_provider(client).status_code == 401
    assert client.get("/konto/").status_code == 302


def test_a_code_is_worth_nothing_to_another_browser(ada: User, ansattporten: object, issuer: str) -> None:
    SocialAccount.objects.create(user=ada, provider="ansattporten", uid=f"{issuer} 1")
    stolen = through(Client().get("/konto/inn/ansattporten/")["Location"])
    thief = Client()
    thief.get("/konto/inn/ansattporten/")

    assert thief.get(stolen).status_code == 401
    assert urlsplit(stolen).query
