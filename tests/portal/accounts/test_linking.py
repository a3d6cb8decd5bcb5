"""Whose identity it is: linked only from a session that has just proved itself, and never on an address."""

import time

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client

from portal.accounts.models import User
from tests.portal.accounts.asking import ANSWER, START, come_back, is_in, leave, link
from tests.portal.accounts.conftest import PASSWORD, Letter, sign_in
from tests.portal.accounts.fake_provider import (
    FakeProvider,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("configured")


def test_a_fresh_session_with_two_factors_links(fully: Client, ada: User, provider: FakeProvider) -> None:
    come_back(fully, provider, process="connect")

    assert SocialAccount.objects.get().user == ada
    assert is_in(fully)


def test_a_session_with_one_factor_links_nothing(ada: User, provider: FakeProvider) -> None:
    client = Client()
    sign_in(client)

    come_back(client, provider, process="connect")

    assert not SocialAccount.objects.exists()
    assert client.get("/konto/")["Location"] == "/konto/sikkerhet/"


def test_a_stale_session_is_asked_to_prove_itself_before_it_links(fully: Client, provider: FakeProvider) -> None:
    with time_machine.travel(time.time() + 301, tick=False):
        assert fully.get(START, {"process": "connect"})["Location"].startswith("/konto/bekreft/?next=")


def test_an_answer_after_five_minutes_links_nothing(fully: Client, provider: FakeProvider) -> None:
    asked = leave(fully, provider, process="connect")
    with time_machine.travel(time.time() + 301, tick=False):
        fully.get(ANSWER, {"state": asked["state"], "code": "kode"})

    assert not SocialAccount.objects.exists()


def test_linking_does_not_start_from_elsewhere(fully: Client, provider: FakeProvider) -> None:
    answer = fully.get(START, {"process": "connect"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 404


def test_accepting_an_invitation_links_and_counts(letter: Letter, provider: FakeProvider) -> None:
    client, address = Client(), letter("ny@skole.example")
    client.post(address, {"name": "Ny Lærer", "password": PASSWORD})

    come_back(client, provider, process="connect")

    assert client.post(f"{address}ta-imot/")["Location"] == "/nettverk/fjordby/"


def test_one_identity_is_one_persons(fully: Client, ada: User, provider: FakeProvider) -> None:
    bo = User.objects.create_user("bo@fjordby.example", "Bo")
    link(bo, provider)

    come_back(fully, provider, process="connect")

    assert SocialAccount.objects.get().user == bo


def test_a_password_is_not_enough_for_who_has_only_an_identity(ada: User, provider: FakeProvider) -> None:
    link(ada, provider)
    client = Client()

    assert sign_in(client)["Location"] == "/konto/logg-inn/"
    assert client.get("/konto/sikkerhet/app/")["Location"].startswith("/konto/logg-inn/")


def test_the_last_factor_is_not_unlinked(ada: User, provider: FakeProvider) -> None:
    held = link(ada, provider)
    client = Client()
    come_back(client, provider)

    answer = client.post("/konto/sikkerhet/identitet/", {"account": held.pk})

    assert "the only thing you can prove yourself with" in answer.content.decode()
    assert SocialAccount.objects.exists()


def test_one_of_two_is_unlinked(fully: Client, ada: User, provider: FakeProvider) -> None:
    held = link(ada, provider)

    fully.post("/konto/sikkerhet/identitet/", {"account": held.pk})

    assert not SocialAccount.objects.exists()


def test_no_claim_is_stored(ada: User, provider: FakeProvider) -> None:
    link(ada, provider)
    come_back(Client(), provider)

    assert SocialAccount.objects.get().extra_data == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM socialaccount_socialaccount t")
        assert "01017012345" not in cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM socialaccount_socialtoken")
        assert cursor.fetchone()[0] == 0


def test_who_signs_in_only_by_a_provider_proves_herself_there(ada: User, provider: FakeProvider) -> None:
    User.objects.filter(pk=ada.pk).update(password="!")
    link(ada, provider)
    client = Client()
    come_back(client, provider)
    with time_machine.travel(time.time() + 600, tick=False):
        away = client.get("/konto/sikkerhet/app/")
        proved = come_back(client, provider, process="redirect", next="/konto/sikkerhet/app/")
        again = client.get(proved["Location"])

    assert away["Location"].startswith("/konto/inn/idporten/?process=redirect")
    assert again.status_code == 200
