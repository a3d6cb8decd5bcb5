"""A provider configured and asked, for the tests of signing in by one."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from allauth.socialaccount.models import SocialAccount
from django.test import Client

from portal.accounts.models import User
from tests.portal.accounts.fake_provider import CLIENT, LEVEL, SECRET, FakeProvider

SUB = "sub-1"
START, ANSWER = "/konto/inn/idporten/", "/konto/inn/idporten/svar/"


def app(issuer: str, name: str = "idporten", **more: Any) -> dict[str, Any]:
    told = {"server_url": issuer, "acr": [LEVEL], "private_key": "", "key_id": ""} | more
    return {"provider_id": name, "name": name.title(), "client_id": CLIENT, "secret": SECRET, "settings": told}


def leave(client: Client, provider: FakeProvider, **query: str) -> dict[str, str]:
    """Off to the provider; what we sent along."""
    there = client.get(START, query)
    assert there["Location"].startswith(f"{provider.issuer}/authorize?")
    asked = {key: values[0] for key, values in parse_qs(urlsplit(there["Location"]).query).items()}
    provider.nonce = asked["nonce"]
    return asked


def come_back(client: Client, provider: FakeProvider, query: dict[str, str] | None = None, **start: str) -> Any:
    asked = leave(client, provider, **start)
    return client.get(ANSWER, {"state": asked["state"], "code": "kode"} | (query or {}))


def link(user: User, provider: FakeProvider, sub: str = SUB) -> SocialAccount:
    return SocialAccount.objects.create(user=user, provider="idporten", uid=f"{provider.issuer} {sub}")


def is_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200
