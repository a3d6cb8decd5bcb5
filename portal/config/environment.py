"""Reads the environment once, with a sentence for what is missing. No default for a secret."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.bootstrap import ROOT
from portal.config import address, keys, postgres

SERVING = frozenset({"app", "live"})  # the others set up, keep and copy: they take the time they need
ROLES = ("owner", "app", "live", "maint", "backup")
DATA = Path(os.environ.get("PORTAL_DATA", ROOT / ".portal" / "data")).resolve()


def flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(name: str, *, needed: bool = True) -> str:
    """`PORTAL_<NAME>` from the environment, or what the first `up` wrote into the data folder."""
    if given := text(f"PORTAL_{name.upper()}"):
        return given
    try:
        known = keys.read(DATA)
    except keys.KeysError as error:
        raise ImproperlyConfigured(str(error)) from error
    if name in known or not needed:
        return known.get(name, "")
    raise ImproperlyConfigured(
        f"PORTAL_{name.upper()} is missing. Set it, or run `python3 manage.py up` once, which makes it."
    )


def hosts(origin: str) -> str:
    """The names this portal answers to: its own, and the loopback for health checks."""
    return ",".join(dict.fromkeys([urlsplit(origin).hostname or "localhost", "127.0.0.1", "localhost", "[::1]"]))


def database(role: str) -> dict[str, object]:
    """Connection settings of one role. `DATABASE_URL` names the server; without it the embedded one is meant."""
    if role not in ROLES:
        raise ImproperlyConfigured(f"PORTAL_DB_ROLE is {role!r}; it must be one of {', '.join(ROLES)}.")
    url = text("DATABASE_URL")
    place, options = elsewhere(url, role) if url else (embedded(), {})
    options |= {"application_name": f"portal-{role}", "connect_timeout": 5}
    # A statement seen five times is planned once: with policies in it the plan costs as much as the answer.
    options |= {"server_side_binding": True, "prepare_threshold": 5}
    if role in SERVING:
        options["options"] = f"{limits()} {options.get('options', '')}".strip()
    if flag("PORTAL_DB_POOL"):
        options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "USER": f"portal_{role}",
        "CONN_MAX_AGE": 0 if flag("PORTAL_DB_POOL") else 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        **place,
    }


def limits() -> str:
    """How long a statement may run, wait for a lock, and leave a transaction idle, before the database ends it."""
    seconds = int(text("PORTAL_STATEMENT_SECONDS", "10"))
    return f"-c statement_timeout={seconds}s -c lock_timeout=2s -c idle_in_transaction_session_timeout=15s"


def embedded() -> dict[str, object]:
    return {
        "HOST": text("PORTAL_DB_SOCKET") or str(postgres.socket_folder(DATA / "postgres")),
        "PORT": "5432",
        "NAME": text("PORTAL_DB_NAME", address.DEFAULT_NAME),
        "PASSWORD": "",
    }


def elsewhere(url: str, role: str) -> tuple[dict[str, object], dict[str, object]]:
    """Where the address points, and libpq's further options from it, such as sslmode."""
    try:
        parts = address.parts(url)
    except address.AddressError as error:
        raise ImproperlyConfigured(str(error)) from error
    place: dict[str, object] = {
        "HOST": parts.pop("host", "/var/run/postgresql"),
        "PORT": parts.pop("port", "5432"),
        "NAME": parts.pop("dbname", address.DEFAULT_NAME),
        "PASSWORD": secret(f"{role}_password"),
    }
    return place, {word: value for word, value in parts.items() if word not in address.PERSON}
