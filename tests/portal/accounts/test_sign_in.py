"""Signing in: limits, equal answers, and where it sends one on."""

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client, override_settings

from portal.accounts.models import Session, User
from portal.accounts.redirects import internal
from portal.accounts.services import open_account
from portal.accounts.sessions import hashed
from portal.config import settings as production
from tests.portal.accounts.conftest import EMAIL, PASSWORD, code_of, sign_in

ELSEWHERE = [
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example", "////evil.example",
    "/\\evil.example", "\\\\evil.example", "/\\/evil.example", "https:evil.example", "https:/evil.example",
    "javascript:alert(1)", "data:text/html,x", "http://testserver@evil.example", "http://testserver.evil.example/",
    "/\tevil.example", "/\n/evil.example", "\t//evil.example", " //evil.example", "//evil.example\\@testserver",
    "http://localhost:9/", "http:///evil.example", "//evil%2eexample", "%2f%2fevil.example", "evil.example",
    "//[::1]/", "https://testserver/", "/\x00/evil.example", "ftp://evil.example", "/\r\nLocation: //evil.example",
]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_next_never_leads_elsewhere(ada: User, secret: str, address: str) -> None:
    client = Client()
    sign_in(client, next=address)

    answer = client.post("/konto/sikkerhet/kode/", {"code": code_of(secret)})

    assert answer["Location"] == "/hjem/"


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("door", ["/konto/sprak/", "/konto/logg-ut/", "/demo/sign-in/"])
def test_no_other_door_leads_elsewhere(db: None, door: str, address: str) -> None:
    answer = Client().post(door, {"next": address, "language": "nn", "persona": "member"})

    assert answer["Location"] in {"/", "/hjem/"}


def test_next_leads_on_within(ada: User, secret: str) -> None:
    client = Client()
    sign_in(client, next="/konto/okter/?side=2")

    assert client.post("/konto/sikkerhet/kode/", {"code": code_of(secret)})["Location"] == "/konto/okter/?side=2"
    assert internal("/nettverk/?a=b") == "/nettverk/?a=b"


def test_the_sixth_wrong_password_is_refused(ada: User) -> None:
    for _attempt in range(5):
        assert "is not right" in sign_in(Client(), password="feil passord her").content.decode()

    assert "Too many attempts" in sign_in(Client(), password=PASSWORD).content.decode()


def test_a_lock_binds_nobody_else(ada: User) -> None:
    open_account(email="bo@fjordby.example", name="Bo", password=PASSWORD)
    for _attempt in range(6):
        sign_in(Client(), password="feil passord her")

    assert sign_in(Client(), "bo@fjordby.example").status_code == 302


def test_a_lock_leaves_the_passkey_open(ada: User) -> None:
    for _attempt in range(6):
        sign_in(Client(), password="feil passord her")

    answer = Client().get("/konto/logg-inn/nokkel/", headers={"Accept": "application/json"})

    assert "challenge" in answer.json()["request_options"]["publicKey"]


def test_known_and_unknown_addresses_get_the_same_answer(ada: User) -> None:
    known, unknown = (
        sign_in(Client(), email, "feil passord her").content.decode().replace(email, "x")
        for email in (EMAIL, "ingen@fjordby.example")
    )

    assert strip_tokens(known) == strip_tokens(unknown)


def test_reset_answers_the_same_for_known_and_unknown(ada: User) -> None:
    answers = [
        Client().post("/konto/passord/glemt/", {"email": email}, follow=True)
        for email in (EMAIL, "ingen@fjordby.example")
    ]

    assert [a.redirect_chain for a in answers] == [[("/konto/passord/glemt/sendt/", 302)]] * 2
    assert strip_tokens(answers[0].content.decode()) == strip_tokens(answers[1].content.decode())


def strip_tokens(page: str) -> str:
    """The page without what differs at every load."""
    marks = ("csrfmiddlewaretoken", "nonce=")
    return "\n".join(line for line in page.splitlines() if not any(mark in line for mark in marks))


def test_passwords_are_hashed_with_argon2() -> None:
    with override_settings(PASSWORD_HASHERS=production.PASSWORD_HASHERS):
        assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"


def test_signing_in_takes_a_new_session(ada: User, secret: str) -> None:
    client = Client()
    sign_in(client)
    before = client.cookies["sid"].value

    client.post("/konto/sikkerhet/kode/", {"code": code_of(secret)})

    assert client.cookies["sid"].value != before
    assert not Session.objects.filter(session_key=hashed(before)).exists()


def test_a_chosen_session_key_is_not_taken(ada: User, secret: str) -> None:
    client = Client()
    client.cookies["sid"] = "valgtavenfremmed0000000000000000"
    sign_in(client)
    client.post("/konto/sikkerhet/kode/", {"code": code_of(secret)})

    assert client.cookies["sid"].value != "valgtavenfremmed0000000000000000"


@pytest.mark.parametrize("told", [{"login": "a\x00@b.no"}, {"password": "x\x00" * 9}, {"login": "a" * 3000}])
def test_odd_input_is_answered_with_a_sentence(db: None, told: dict[str, str]) -> None:
    answer = Client().post("/konto/logg-inn/", {"login": EMAIL, "password": PASSWORD} | told)

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_closed_account_is_told_so_only_after_the_right_password(ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)

    assert "is not right" in sign_in(Client(), password="feil passord her").content.decode()
    assert sign_in(Client())["Location"] == "/konto/stengt/"


@override_settings(DEMO=False)
def test_without_a_demo_no_persona_signs_in(db: None) -> None:
    assert Client().post("/demo/sign-in/", {"persona": "coordinator"}).status_code == 404
    assert "Kari Lunde" not in Client().get("/konto/logg-inn/").content.decode()


def test_too_many_requests_get_a_page_of_ours(db: None) -> None:
    client = Client()
    answers = [client.post("/konto/passord/glemt/", {"email": EMAIL}) for _attempt in range(30)]

    assert answers[-1].status_code == 429
    assert "Wait a minute" in answers[-1].content.decode()
