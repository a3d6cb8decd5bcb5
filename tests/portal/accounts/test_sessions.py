"""How long a sign-in lives, and how one ends it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import Session, User
from portal.accounts.services import open_account
from tests.portal.accounts.conftest import PASSWORD, code_of, forget_codes, sign_in

MORNING = "2026-11-23T08:00:00+01:00"
MINUTE, HOUR = 60, 3600


@pytest.fixture
def clock(ada: User) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def present(clock: time_machine.Traveller, fully: Client) -> Client:
    return fully


def is_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200


def test_half_an_hour_without_use_ends_it(present: Client, clock: time_machine.Traveller) -> None:
    clock.shift(30 * MINUTE)
    assert is_in(present)

    clock.shift(30 * MINUTE + 1)
    assert not is_in(present)


def test_twelve_hours_end_it_however_busy(present: Client, clock: time_machine.Traveller) -> None:
    for _quarter in range(4 * 12):
        assert is_in(present)
        clock.shift(15 * MINUTE)
    clock.shift(1)

    assert not is_in(present)


def test_what_was_asked_for_comes_after_a_new_sign_in(present: Client, clock: time_machine.Traveller) -> None:
    clock.shift(HOUR)

    assert present.get("/konto/okter/")["Location"] == "/konto/logg-inn/?next=/konto/okter/"


def second(secret: str) -> Client:
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    sign_in(client)
    client.post("/konto/sikkerhet/kode/", {"code": code_of(secret)})
    assert is_in(client)
    forget_codes()
    return client


def test_the_list_shows_each_device_and_this_one(fully: Client, secret: str) -> None:
    second(secret)

    lines = fully.get("/konto/okter/").context["sign_ins"]

    assert [line.here for line in lines] == [True, False]
    assert lines[1].device == "Firefox, Windows"


def test_one_sign_in_is_ended(fully: Client, secret: str) -> None:
    other = second(secret)
    line = fully.get("/konto/okter/").context["sign_ins"][1]

    fully.post(f"/konto/okter/{line.session.pk}/avslutt/")

    assert not is_in(other)
    assert is_in(fully)


def test_all_the_others_are_ended(fully: Client, secret: str) -> None:
    others = [second(secret), second(secret)]

    fully.post("/konto/okter/andre/avslutt/")

    assert [is_in(other) for other in others] == [False, False]
    assert is_in(fully)


def test_ending_this_one_signs_out(fully: Client) -> None:
    line = fully.get("/konto/okter/").context["sign_ins"][0]

    assert fully.post(f"/konto/okter/{line.session.pk}/avslutt/")["Location"] == "/"
    assert not is_in(fully)


def test_another_persons_sign_in_is_not_ended(fully: Client, secret: str) -> None:
    bo = open_account(email="bo@fjordby.example", name="Bo", password=PASSWORD)
    client = Client()
    sign_in(client, bo.email)
    client.get("/konto/sikkerhet/")
    key = Session.objects.get(user=bo).pk

    fully.post(f"/konto/okter/{key}/avslutt/")
    fully.post("/konto/okter/andre/avslutt/")

    assert Session.objects.filter(pk=key).exists()


def test_a_new_password_ends_every_sign_in(fully: Client, secret: str) -> None:
    other = second(secret)

    answer = fully.post(
        "/konto/passord/",
        {"oldpassword": PASSWORD, "password1": "seks gule biler på rad", "password2": "seks gule biler på rad"},
    )

    assert answer.status_code == 302
    assert not is_in(fully)
    assert not is_in(other)


def test_a_changed_session_row_opens_nothing(fully: Client, ada: User) -> None:
    row = Session.objects.get(user=ada)
    row.session_data = row.session_data[:-8] + "AAAAAAA="
    row.save()

    assert not is_in(fully)
