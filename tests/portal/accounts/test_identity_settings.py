"""Providers by environment: none named, none offered; half of one, a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.config.identity import providers

NAME = "PORTAL_OIDC_IDPORTEN"


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IDPORTEN", "ANSATTPORTEN", "ENTRA"):
        monkeypatch.delenv(f"PORTAL_OIDC_{name}_ISSUER", raising=False)


def tell(monkeypatch: pytest.MonkeyPatch, **told: str) -> None:
    for key, value in told.items():
        monkeypatch.setenv(f"{NAME}_{key}", value)


def test_none_named_none_offered() -> None:
    assert providers() == []


def test_a_named_provider_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    tell(monkeypatch, ISSUER="https://idporten.example", CLIENT_ID="a", CLIENT_SECRET="b", ACR="high,substantial")

    found = providers()[0]

    assert (found["provider_id"], found["name"], found["secret"]) == ("idporten", "ID-porten", "b")
    assert found["settings"]["acr"] == ["high", "substantial"]


def test_a_key_may_be_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text("-----BEGIN PRIVATE KEY-----")
    tell(monkeypatch, ISSUER="https://idporten.example", CLIENT_ID="a", PRIVATE_KEY=str(file))

    assert providers()[0]["settings"]["private_key"] == "-----BEGIN PRIVATE KEY-----"


@pytest.mark.parametrize("half", [{}, {"CLIENT_ID": "a"}, {"CLIENT_SECRET": "b"}])
def test_half_a_provider_is_refused_with_what_is_missing(monkeypatch: pytest.MonkeyPatch, half: dict[str, str]) -> None:
    tell(monkeypatch, ISSUER="https://idporten.example", **half)

    with pytest.raises(ImproperlyConfigured, match=f"{NAME}_CLIENT_ID"):
        providers()
