"""Opening a letter: who sees which face of it, and what it takes to become a member."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client

from networks.directory.models import Network
from networks.entry import services as entry
from networks.entry.models import Invitation
from networks.entry.services import revoke
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.portal.accounts.conftest import EMAIL, PASSWORD, Letter, code_of, sign_in

NEW = "ny@skole.example"


def is_member(user: User) -> bool:
    with acting_as(user.pk):
        return Membership.objects.filter(user=user, network__slug="fjordby").exists()


def register(client: Client, address: str, **told: str) -> Any:
    return client.post(address, {"name": "Ny Lærer", "password": PASSWORD} | told)


def test_a_letter_says_who_invites_to_what(letter: Letter) -> None:
    body = Client().get(letter(NEW)).content.decode()

    for told in ("Kari Lunde", "Fjordby", "Fjordby kommune", "Lærer", NEW):
        assert told in body


def test_the_title_of_a_letter_is_neutral(letter: Letter) -> None:
    body = Client().get(letter(NEW)).content.decode()

    title = body.split("<title>")[1].split("</title>")[0]
    assert "Fjordby" not in title
    assert "Kari" not in title


def test_a_forged_letter_is_not_found_in_kind_words(db: None) -> None:
    answer = Client().get("/nettverk/invitasjon/finnes-ikke/")

    assert answer.status_code == 404
    assert "We do not know this letter" in answer.content.decode()


def test_an_expired_letter_says_whom_to_ask(letter: Letter, later: Callable[[str], None]) -> None:
    address = letter(NEW)
    later("7 days 1 second")

    body = Client().get(address).content.decode()

    assert "too old" in body
    assert "Kari Lunde" in body
    assert '<form method="post" class="form">' not in body


def test_a_letter_taken_back_says_so(letter: Letter, acting: Callable[[str], Any], fjordby: Network) -> None:
    address = letter(NEW)
    with acting("coordinator") as coordinator:
        revoke(invitation=Invitation.objects.get(email=NEW), by=coordinator)

    assert "taken back" in Client().get(address).content.decode()


def test_a_used_letter_says_so(letter: Letter, fully: Client) -> None:
    address = letter()
    fully.post(f"{address}ta-imot/")

    assert "has been used" in Client().get(address).content.decode()


def test_registering_makes_an_account_but_no_member(letter: Letter) -> None:
    client = Client()

    answer = register(client, letter(NEW))

    made = User.objects.get(email=NEW)
    assert answer["Location"] == "/konto/sikkerhet/"
    assert EmailAddress.objects.get(user=made).verified
    assert not is_member(made)


def test_one_factor_does_not_accept(letter: Letter) -> None:
    client, address = Client(), letter(NEW)
    register(client, address)

    answer = client.post(f"{address}ta-imot/")

    assert answer["Location"] == "/konto/sikkerhet/"
    assert not is_member(User.objects.get(email=NEW))


def test_two_factors_accept(letter: Letter) -> None:
    client, address = Client(), letter(NEW)
    register(client, address)
    secret = client.get("/konto/sikkerhet/app/").context["form"].secret
    enrolled = client.post("/konto/sikkerhet/app/", {"code": code_of(secret)})
    codes = client.get(enrolled["Location"]).content.decode()

    answer = client.post(f"{address}ta-imot/")

    assert f'action="{address}ta-imot/"' in codes
    assert answer["Location"] == "/nettverk/fjordby/"
    assert is_member(User.objects.get(email=NEW))


def test_who_has_an_account_signs_in_and_accepts(letter: Letter, ada: User, secret: str) -> None:
    client, address = Client(), letter()
    assert f"/konto/logg-inn/?next={address.replace('/', '%2F')}" in client.get(address).content.decode()
    sign_in(client, next=address)
    back = client.post("/konto/sikkerhet/kode/", {"code": code_of(secret)})

    assert back["Location"] == address
    assert client.post(f"{address}ta-imot/")["Location"] == "/nettverk/fjordby/"
    assert is_member(ada)


def test_who_has_an_account_cannot_be_given_another_password(letter: Letter, ada: User) -> None:
    before = ada.password

    answer = register(Client(), letter())

    ada.refresh_from_db()
    assert answer.status_code == 200
    assert ada.password == before


def test_somebody_else_is_told_whose_letter_it_is(letter: Letter, signed_in: Callable[[str], Client]) -> None:
    client, address = signed_in("stranger"), letter(NEW)

    assert "the letter is for ny@skole.example" in client.get(address).content.decode()
    assert client.post(f"{address}ta-imot/")["Location"] == address
    assert not User.objects.filter(email=NEW).exists()


def test_a_demo_person_needs_no_second_factor(letter: Letter, signed_in: Callable[[str], Client]) -> None:
    address = letter("stranger@demo.invalid")

    assert signed_in("stranger").post(f"{address}ta-imot/")["Location"] == "/nettverk/fjordby/"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"name": "N" * 300}, "120"),
        ({"name": "Ny\x00Lærer"}, "null"),
        ({"password": "for kort"}, "15"),
        ({"password": "password" * 2}, "too easy"),
        ({"password": "a" * 20}, "too easy"),
        ({"password": NEW}, "e-mail"),
        ({"password": "x y " * 100}, "256"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(letter: Letter, told: dict[str, str], said: str) -> None:
    answer = register(Client(HTTP_ACCEPT_LANGUAGE="en"), letter(NEW), **told)

    assert answer.status_code == 200
    assert said.lower() in str(answer.context["form"].errors).lower()
    assert answer.context["form"]["name"].value() == told.get("name", "Ny Lærer")
    assert not User.objects.filter(email=NEW).exists()


def test_five_megabytes_are_refused_with_a_sentence(letter: Letter) -> None:
    answer = register(Client(raise_request_exception=False), letter(NEW), name="N" * 5_000_000)

    assert answer.status_code == 400
    assert "We could not read what was sent" in answer.content.decode()


def test_the_letter_in_the_address_is_never_cached(letter: Letter, fully: Client) -> None:
    assert fully.get(letter())["Cache-Control"] == "no-store"
    assert "no-store" in Client().get(letter())["Cache-Control"]  # before she has any session


def test_the_address_of_the_letter_decides_not_the_form(letter: Letter) -> None:
    register(Client(), letter(NEW), email=EMAIL)

    assert User.objects.filter(email=NEW).exists()
    assert not User.objects.filter(email=EMAIL).exists()


@pytest.mark.slow
def test_of_fifty_parallel_acceptances_one_succeeds(fresh_database: str) -> None:
    coordinator = User.objects.get(email="coordinator@demo.invalid")
    with acting_as(coordinator.pk):
        network = Network.objects.get(slug="fjordby")
        party = network.organisations.order_by("pk")[0]
        token = entry.invite(
            network=network, email="stranger@demo.invalid", role="member", organisation_id=party.pk,
            function="Lærer", by=coordinator,
        )  # fmt: skip
    client = Client()
    client.post("/demo/sign-in/", {"persona": "stranger"})

    def accept(_number: int) -> str:
        one = Client()
        one.cookies = client.cookies
        try:
            return str(one.post(f"/nettverk/invitasjon/{token}/ta-imot/")["Location"])
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(accept, range(50)))

    assert answers.count("/nettverk/fjordby/") == 1
    with acting_as(coordinator.pk):
        assert Membership.objects.filter(user__email="stranger@demo.invalid").count() == 1
