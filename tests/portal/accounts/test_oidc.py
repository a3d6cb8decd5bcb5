"""Signing in by a provider: what is believed, and that everything else signs nobody in and links nothing."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from django.test import Client

from portal.accounts.models import User
from tests.portal.accounts.asking import ANSWER, START, SUB, app, come_back, is_in, leave, link
from tests.portal.accounts.fake_provider import (
    CLIENT,
    KEY,
    LEVEL,
    OTHER_KEY,
    SECRET,
    FakeProvider,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("configured")


def test_a_linked_identity_at_a_high_level_is_two_factors(ada: User, provider: FakeProvider) -> None:
    link(ada, provider)
    client = Client()

    assert come_back(client, provider, next="/konto/okter/")["Location"] == "/konto/okter/"
    assert is_in(client)


def test_we_ask_for_no_more_than_who_it_is(provider: FakeProvider) -> None:
    asked = leave(Client(), provider, scope="openid profile pid", auth_params="prompt=none")

    assert asked["scope"] == "openid"
    assert asked["acr_values"] == LEVEL
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert "prompt" not in asked


def test_the_code_is_exchanged_with_the_verifier(ada: User, provider: FakeProvider) -> None:
    link(ada, provider)
    client = Client()
    asked = leave(client, provider)
    client.get(ANSWER, {"state": asked["state"], "code": "kode"})

    digest = hashlib.sha256(provider.asked["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
    assert provider.authorization == "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()


def test_a_private_key_takes_the_place_of_the_secret(
    ada: User, provider: FakeProvider, configured: Callable[..., None]
) -> None:
    pem = KEY.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    configured(app(provider.issuer, private_key=pem, key_id="k1"))
    link(ada, provider)
    client = Client()
    come_back(client, provider)

    said = jwt.decode(
        provider.asked["client_assertion"], KEY.public_key(), algorithms=["RS256"], audience=provider.issuer
    )
    assert said["iss"] == said["sub"] == CLIENT
    assert "client_secret" not in provider.asked
    assert provider.authorization == ""
    assert is_in(client)


def unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts) + "."


def tamper_alg_none(p: FakeProvider) -> None:
    p.raw = unsigned(jwt.decode(p.id_token(), options={"verify_signature": False}))


def tamper_hs256(p: FakeProvider) -> None:
    """The public key as a shared secret, the oldest trick."""
    p.signed = {"key": SECRET * 3, "algorithm": "HS256", "headers": {"kid": "one"}}


def claim(**claims: Any) -> Callable[[FakeProvider], None]:
    return lambda p: p.claims.update(claims)


def signed(**how: Any) -> Callable[[FakeProvider], None]:
    return lambda p: p.signed.update(how)


def raw(token: str) -> Callable[[FakeProvider], None]:
    return lambda p: setattr(p, "raw", token)


NOW = int(time.time())
TAMPERED: dict[str, Callable[[FakeProvider], None]] = {
    "another nonce": claim(nonce="another"),
    "no nonce": claim(nonce=None),
    "another issuer": claim(iss="https://evil.example"),
    "issuer with a slash more": lambda p: p.claims.update(iss=p.issuer + "/"),
    "no issuer": claim(iss=None),
    "another audience": claim(aud="somebody"),
    "no audience": claim(aud=None),
    "two audiences without azp": claim(aud=[CLIENT, "somebody"]),
    "two audiences with another azp": claim(aud=[CLIENT, "somebody"], azp="somebody"),
    "too old": claim(exp=NOW - 3600),
    "no end": claim(exp=None),
    "from tomorrow": claim(iat=NOW + 86400),
    "not yet valid": claim(nbf=NOW + 86400),
    "no subject": claim(sub=None),
    "an empty subject": claim(sub=""),
    "another subject": claim(sub="sub-2"),
    "a low level": claim(acr="idporten-loa-low"),
    "no level": claim(acr=None),
    "signed in too long ago": claim(auth_time=NOW - 7200),
    "no time of sign-in": claim(auth_time=None),
    "a time of sign-in in words": claim(auth_time="now"),
    "alg none": tamper_alg_none,
    "alg HS256": tamper_hs256,
    "another key under the same id": signed(key=OTHER_KEY),
    "an unknown key": signed(headers={"kid": "two"}),
    "a truncated token": raw("eyJhbGciOiJSUzI1NiJ9.e30"),
    "no token": raw(""),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_tampered_token_signs_nobody_in(ada: User, provider: FakeProvider, how: str) -> None:
    link(ada, provider)
    client = Client()
    asked = leave(client, provider)
    TAMPERED[how](provider)

    answer = client.get(ANSWER, {"state": asked["state"], "code": "kode"})

    assert answer.status_code in {200, 401}
    assert not is_in(client)
    assert SocialAccount.objects.count() == 1


def test_an_untampered_token_does_sign_in(ada: User, provider: FakeProvider) -> None:
    """The other side of all the above: the same arrangement, nothing changed."""
    link(ada, provider)
    client = Client()
    come_back(client, provider)

    assert is_in(client)


@pytest.mark.parametrize(
    "query",
    [
        {"state": "another"}, {"state": ""}, {"code": ""}, {"iss": "https://evil.example"}, {"iss": ""},
        {"error": "server_error"}, {"error": "access_denied", "code": ""},
    ],
)  # fmt: skip
def test_a_tampered_answer_signs_nobody_in(ada: User, provider: FakeProvider, query: dict[str, str]) -> None:
    link(ada, provider)
    client = Client()
    asked = leave(client, provider)
    sent = {"state": asked["state"], "code": "kode"} | query

    answer = client.get(ANSWER, {key: value for key, value in sent.items() if key == "iss" or value})

    assert answer.status_code in {302, 401}
    assert not is_in(client)


def test_the_answer_must_name_its_issuer_when_that_is_promised(ada: User, provider: FakeProvider) -> None:
    provider.told["authorization_response_iss_parameter_supported"] = True
    link(ada, provider)
    silent, named = Client(), Client()

    come_back(silent, provider)
    come_back(named, provider, {"iss": provider.issuer})

    assert not is_in(silent)
    assert is_in(named)


def test_an_answer_is_used_once(ada: User, provider: FakeProvider) -> None:
    link(ada, provider)
    client = Client()
    asked = leave(client, provider)
    query = {"state": asked["state"], "code": "kode"}
    client.get(ANSWER, query)
    client.post("/konto/logg-ut/")

    assert client.get(ANSWER, query).status_code == 401
    assert not is_in(client)


def test_an_answer_belongs_to_the_browser_that_asked(ada: User, provider: FakeProvider) -> None:
    link(ada, provider)
    asked = leave(Client(), provider)
    other = Client()

    assert other.get(ANSWER, {"state": asked["state"], "code": "kode"}).status_code == 401
    assert not is_in(other)


def test_the_metadata_must_name_the_configured_issuer(ada: User, provider: FakeProvider) -> None:
    provider.told["issuer"] = "https://evil.example"

    assert Client().get(START).status_code == 401


def test_an_answer_to_one_provider_is_not_taken_by_another(
    ada: User, provider: FakeProvider, configured: Callable[..., None]
) -> None:
    configured(app(provider.issuer), app(provider.issuer, "entra"))
    link(ada, provider)
    client = Client()
    asked = leave(client, provider)

    client.get("/konto/inn/entra/svar/", {"state": asked["state"], "code": "kode"})

    assert not is_in(client)


def test_the_same_subject_of_another_issuer_is_somebody_else(ada: User, provider: FakeProvider) -> None:
    SocialAccount.objects.create(user=ada, provider="idporten", uid=f"https://other.example {SUB}")
    client = Client()
    come_back(client, provider)

    assert not is_in(client)


def test_an_unknown_identity_with_a_known_address_links_nothing(ada: User, provider: FakeProvider) -> None:
    provider.claims.update(email=ada.email, email_verified=True)
    client = Client()

    answer = come_back(client, provider)

    assert "Nobody here is linked to that identity" in answer.content.decode()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_an_unconfigured_provider_is_not_found(provider: FakeProvider) -> None:
    assert Client().get("/konto/inn/entra/").status_code == 404
    assert Client().get("/konto/inn/entra/svar/").status_code == 404


def test_without_providers_there_are_no_buttons(configured: Callable[..., None]) -> None:
    assert "/konto/inn/" in Client().get("/konto/logg-inn/").content.decode()
    configured()
    assert "/konto/inn/" not in Client().get("/konto/logg-inn/").content.decode()


def test_without_levels_our_own_second_factor_is_asked_for(
    ada: User, secret: str, provider: FakeProvider, configured: Callable[..., None]
) -> None:
    configured(app(provider.issuer, acr=[]))
    link(ada, provider)
    client = Client()

    assert come_back(client, provider)["Location"].startswith("/konto/sikkerhet/kode/")
    assert not is_in(client)
