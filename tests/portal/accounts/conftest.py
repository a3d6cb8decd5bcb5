"""People with passwords and factors, a site in a process of its own, and a browser with a passkey in it."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from networks.directory.models import Network
from networks.entry import services as entry
from portal.accounts.models import User
from portal.accounts.services import open_account
from portal.bootstrap import ROOT
from tests.conftest import SERVER
from tests.portal.accounts.asking import app
from tests.portal.accounts.fake_provider import FakeProvider, running_provider
from tests.portal.accounts.ports import free_port

PASSWORD = "blå hester spiser drops"
EMAIL = "ada@fjordby.example"


@pytest.fixture(autouse=True)
def steady(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test starts with nothing counted against it, at the beginning of a code's half minute."""
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        cache.clear()
    if "site" in request.fixturenames:  # another process, by the real clock
        yield
        return
    with time_machine.travel((time.time() // 30 + 1) * 30 + 1, tick=True):
        yield


@pytest.fixture
def ada(db: None) -> User:
    """Somebody with a password and nothing else."""
    return open_account(email=EMAIL, name="Ada Vik", password=PASSWORD)


def code_of(secret: str, *, at: float | None = None) -> str:
    """What the app on the phone shows."""
    return str(format_hotp_value(hotp_value(secret, int(at or time.time()) // 30)))


@pytest.fixture
def secret(ada: User) -> str:
    """Ada has an app too; this is what it holds."""
    secret = str(generate_totp_secret())
    TOTP.activate(ada, secret)
    return secret


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/konto/logg-inn/", {"login": email, "password": password, **more})


@pytest.fixture
def fully(ada: User, secret: str) -> Client:
    """Ada signed in with two factors."""
    client = Client()
    sign_in(client)
    client.post("/konto/sikkerhet/kode/", {"code": code_of(secret)})
    assert client.get("/hjem/").status_code == 200
    forget_codes()
    return client


def forget_codes() -> None:
    """The app's next code, without the half minute in between."""
    cache.clear()


Letter = Callable[..., str]


@pytest.fixture
def letter(acting: Callable[[str], Any], fjordby: Network) -> Letter:
    """letter("a@b.no"): the address of a letter the coordinator sent."""

    def send(email: str = EMAIL, role: str = "member") -> str:
        with acting("coordinator") as coordinator:
            organisation = fjordby.organisations.order_by("pk")[0]
            token = entry.invite(
                network=fjordby,
                email=email,
                role=role,
                organisation_id=organisation.pk,
                function="Lærer",
                by=coordinator,
            )
        return f"/nettverk/invitasjon/{token}/"

    return send


@contextmanager
def running(*command: str, address: str, **environment: str) -> Iterator[str]:
    """A program of its own that answers at `address` before the block begins, and is gone after it."""
    process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        wait_for(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(10)
        if process.stderr:
            process.stderr.close()


def wait_for(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 our own address
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                told = process.stderr.read().decode() if process.stderr else ""
                raise RuntimeError(f"It ended before it answered:\n{told[-2000:]}") from None
        else:
            return
    raise RuntimeError(f"{address} did not answer within a minute.")


@pytest.fixture(scope="session")
def static_files() -> None:
    """Gathered as at a real start; a page without its script would be tested otherwise."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture
def site(fresh_database: str, static_files: None) -> Iterator[str]:
    """The portal in a process of its own, on a database of its own. Passkeys want a name, so it is localhost."""
    port = free_port()
    with running(
        sys.executable, str(ROOT / "manage.py"), "runserver", "--noreload", f"127.0.0.1:{port}",
        address=f"http://localhost:{port}/livez",
        DJANGO_SETTINGS_MODULE="portal.config.settings_test",
        PORTAL_ORIGIN=f"http://localhost:{port}",
        PORTAL_DB_NAME=fresh_database, PORTAL_DB_SOCKET=str(SERVER.socket),
    ):  # fmt: skip
        yield f"http://localhost:{port}"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="nb-NO")
    yield context
    context.close()


def with_passkeys(context: BrowserContext) -> Page:
    """A page whose machine has a screen lock that says yes."""
    page = context.new_page()
    page.bring_to_front()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    lock = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": lock})
    return page


def text_secret(page: Page) -> str:
    """The secret as the page writes it for who cannot photograph the square."""
    return re.sub(r"\s", "", page.locator("figure code").inner_text())


def kinds_of(user: User) -> set[str]:
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


@pytest.fixture
def provider(db: None) -> Iterator[FakeProvider]:
    with running_provider() as fake:
        yield fake


@pytest.fixture
def configured(provider: FakeProvider, settings: Any) -> Callable[..., None]:
    """configured(app(…), …): these providers and no others."""

    def configure(*apps: dict[str, Any]) -> None:
        held = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": held | {"APPS": list(apps)}}

    configure(app(provider.issuer))
    return configure
