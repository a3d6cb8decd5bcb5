"""What one proves oneself with: walls before enrolment, replay, the last factor, secrets at rest."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from portal.accounts.models import User
from portal.accounts.services import open_account
from tests.portal.accounts.conftest import EMAIL, PASSWORD, code_of, forget_codes, kinds_of, sign_in

PRIVATE = [
    "/hjem/", "/konto/", "/konto/okter/", "/konto/passord/", "/nettverk/", "/nettverk/nytt/", "/nettverk/fjordby/",
    "/nettverk/fjordby/medlemmer/", "/konto/sikkerhet/reservekoder/", "/konto/sikkerhet/reservekoder/nye/",
    "/konto/sikkerhet/reservekoder/fil/", "/konto/sikkerhet/app/fjern/", "/konto/sikkerhet/nokler/1/",
    "/konto/sikkerhet/nokler/1/fjern/", "/konto/sikkerhet/identitet/",
]  # fmt: skip
REACHED = {"/konto/bekreft/", "/konto/bekreftet/", "/konto/sikkerhet/", "/konto/sikkerhet/bekreft/",
           "/konto/sikkerhet/app/", "/konto/sikkerhet/nokler/", "/konto/sikkerhet/nokler/ny/",
           "/konto/sikkerhet/nokler/bekreft/"}  # fmt: skip


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", PRIVATE)
def test_one_factor_reaches_nothing_but_enrolment(ada: User, path: str, method: str) -> None:
    client = Client()
    sign_in(client)

    answer = getattr(client, method)(path)

    assert answer["Location"] == "/konto/sikkerhet/"


def test_the_views_for_one_factor_are_these(db: None) -> None:
    found = {
        f"/konto/{pattern.pattern}"
        for include in get_resolver().url_patterns
        for pattern in getattr(include, "url_patterns", [])
        if str(include.pattern) == "konto/" and getattr(pattern.callback, "one_factor", False)
    }

    assert found == REACHED


def test_a_password_alone_does_not_sign_in_who_has_a_factor(ada: User, secret: str) -> None:
    client = Client()

    assert sign_in(client)["Location"].startswith("/konto/sikkerhet/kode/")
    assert client.get("/konto/sikkerhet/")["Location"].startswith("/konto/logg-inn/")


def test_one_factor_ends_when_a_factor_comes_from_elsewhere(ada: User) -> None:
    thief = Client()
    sign_in(thief)
    TOTP.activate(ada, generate_totp_secret())

    answer = thief.get("/konto/sikkerhet/nokler/ny/")

    assert answer["Location"].startswith("/konto/logg-inn/")
    assert kinds_of(ada) == {"totp"}


def test_enrolling_opens_the_session_under_a_new_key(ada: User) -> None:
    client = Client()
    sign_in(client)
    before = client.cookies["sid"].value
    secret = client.get("/konto/sikkerhet/app/").context["form"].secret

    answer = client.post("/konto/sikkerhet/app/", {"code": code_of(secret)})

    assert answer["Location"] == "/konto/sikkerhet/reservekoder/"
    assert client.cookies["sid"].value != before
    assert client.get("/hjem/").status_code == 200


def test_a_wrong_code_enrols_nothing(ada: User) -> None:
    client = Client()
    sign_in(client)
    client.get("/konto/sikkerhet/app/")

    answer = client.post("/konto/sikkerhet/app/", {"code": "000000"})

    assert "The code is not right" in answer.content.decode()
    assert kinds_of(ada) == set()


def test_a_code_is_used_once(ada: User, secret: str) -> None:
    code = code_of(secret)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client)

    assert first.post("/konto/sikkerhet/kode/", {"code": code}).status_code == 302
    assert second.post("/konto/sikkerhet/kode/", {"code": code}).status_code == 200


def test_codes_are_guessed_five_times_at_most(ada: User, secret: str) -> None:
    client = Client()
    sign_in(client)
    for _attempt in range(5):
        client.post("/konto/sikkerhet/kode/", {"code": "000000"})

    answer = client.post("/konto/sikkerhet/kode/", {"code": code_of(secret)})

    assert "Too many attempts" in answer.content.decode()


def test_a_code_on_paper_is_the_second_step(ada: User, secret: str) -> None:
    codes = RecoveryCodes.activate(ada).generate_codes()
    client = Client()
    sign_in(client)

    assert client.post("/konto/sikkerhet/kode/", {"code": codes[0]})["Location"] == "/hjem/"


def test_the_last_factor_stays(fully: Client, ada: User) -> None:
    page = fully.get("/konto/sikkerhet/app/fjern/")
    fully.post("/konto/sikkerhet/app/fjern/")

    assert "the only thing you can prove yourself with" in page.content.decode()
    assert kinds_of(ada) == {"totp"}


def test_one_of_two_factors_may_go(fully: Client, ada: User) -> None:
    Authenticator.objects.create(user=ada, type="webauthn", data={"name": "Nøkkel", "credential": {}})

    fully.post("/konto/sikkerhet/app/fjern/")

    assert kinds_of(ada) == {"webauthn"}


def test_the_last_passkey_stays(fully: Client, ada: User) -> None:
    key = Authenticator.objects.create(user=ada, type="webauthn", data={"name": "Nøkkel", "credential": {}})
    Authenticator.objects.filter(user=ada, type="totp").delete()

    fully.post(f"/konto/sikkerhet/nokler/{key.pk}/fjern/")

    assert kinds_of(ada) == {"webauthn"}


@pytest.mark.parametrize("credential", ["{}", "[]", "null", "1", '{"id": 1}', '{"response": []}', "\\u0000", "{"])
def test_a_malformed_passkey_is_answered_with_a_sentence(fully: Client, credential: str) -> None:
    answer = fully.post("/konto/sikkerhet/nokler/ny/", {"name": "Min", "credential": credential})

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_another_persons_passkey_is_not_found(fully: Client, ada: User) -> None:
    bo = open_account(email="bo@fjordby.example", name="Bo", password=PASSWORD)
    key = Authenticator.objects.create(user=bo, type="webauthn", data={"name": "Bos", "credential": {}})

    assert fully.get(f"/konto/sikkerhet/nokler/{key.pk}/").status_code == 404
    assert fully.post(f"/konto/sikkerhet/nokler/{key.pk}/fjern/").status_code == 404


def test_secrets_do_not_rest_in_clear(ada: User, secret: str) -> None:
    client = Client()
    open_account(email="bo@fjordby.example", name="Bo", password=PASSWORD)
    sign_in(client, "bo@fjordby.example")
    waiting = client.get("/konto/sikkerhet/app/").context["form"].secret

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        factors = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(session_data || session_key, ' ') FROM portal_session")
        sessions = cursor.fetchone()[0]

    assert secret not in factors
    assert waiting not in sessions
    assert client.cookies["sid"].value not in sessions


@pytest.mark.slow
def test_of_parallel_uses_of_one_code_one_succeeds(fresh_database: str) -> None:
    ada = open_account(email=EMAIL, name="Ada Vik", password=PASSWORD)
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    paper = RecoveryCodes.activate(ada).generate_codes()
    for round_ in range(5):
        for code in (code_of(secret), paper[round_]):
            assert sum(race(code)) == 1
        forget_codes()


def race(code: str) -> list[bool]:
    clients = [Client() for _ in range(4)]
    for client in clients:
        sign_in(client)

    def use(client: Client) -> bool:
        try:
            return client.post("/konto/sikkerhet/kode/", {"code": code}).status_code == 302
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(use, clients))
