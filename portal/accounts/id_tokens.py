"""What a provider says of itself and of a person, believed only after every check (security.md 3.5)."""

import hashlib
import time
from dataclasses import dataclass
from typing import Any

import jwt
import requests
from django.core.cache import cache

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")  # no none, no HS*
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce", "auth_time"]
LEEWAY = 30  # seconds between two clocks
TIMEOUT = (3, 5)  # seconds to connect, to answer
KEPT = 3600  # seconds that metadata and keys are cached


class Disbelieved(Exception):
    """A check failed; the text names it for the log and is never shown."""


@dataclass(frozen=True)
class Expected:
    """What the token must say."""

    issuer: str
    client_id: str
    nonce: str
    levels: tuple[str, ...]
    max_age: int


def metadata(issuer: str) -> dict[str, Any]:
    """The provider's own description, if it names itself exactly as configured."""
    found = fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise Disbelieved("the metadata names another issuer")
    secure = issuer.startswith("https://")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if secure and not str(found.get(name, "")).startswith("https://"):
            raise Disbelieved(f"{name} is not https")
    return found


def fetch(address: str, *, afresh: bool = False) -> dict[str, Any]:
    """A JSON document of the provider's, cached for an hour."""
    key = f"oidc:{hashlib.sha256(address.encode()).hexdigest()}"
    found: dict[str, Any] | None = None if afresh else cache.get(key)
    if found is None:
        answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
        if answer.status_code != requests.codes.ok:
            raise Disbelieved(f"{address} answered {answer.status_code}")
        found = dict(answer.json())
        cache.set(key, found, KEPT)
    return found


def verified(token: str, *, keys_at: str, expected: Expected) -> dict[str, Any]:
    """The token's claims. Raises Disbelieved, or jwt.PyJWTError for signature, audience, issuer and time."""
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise Disbelieved("algorithm")
    claims: dict[str, Any] = jwt.decode(
        token,
        key=signing_key(header, keys_at),
        algorithms=[header["alg"]],
        audience=expected.client_id,
        issuer=expected.issuer,
        leeway=LEEWAY,
        options={"require": REQUIRED},
    )
    check(claims, expected)
    return claims


def signing_key(header: dict[str, Any], keys_at: str) -> Any:
    """The provider's public key of that id; an unknown id asks the provider once more, for keys are replaced."""
    for afresh in (False, True):
        for key in fetch(keys_at, afresh=afresh).get("keys", []):
            if key.get("kid") == header.get("kid") and key.get("use", "sig") == "sig" and key.get("kty") != "oct":
                return jwt.PyJWK(key, algorithm=header["alg"]).key
    raise Disbelieved("unknown key")


def check(claims: dict[str, Any], expected: Expected) -> None:
    """What the library does not check."""
    if claims["nonce"] != expected.nonce:
        raise Disbelieved("nonce")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise Disbelieved("sub")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != expected.client_id:
        raise Disbelieved("azp")
    if not isinstance(claims["auth_time"], int) or time.time() - claims["auth_time"] > expected.max_age + LEEWAY:
        raise Disbelieved("auth_time")
    if expected.levels and claims.get("acr") not in expected.levels:
        raise Disbelieved("acr")
