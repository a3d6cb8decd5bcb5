"""The house's test bench: a real PostgreSQL, everybody as portal_app, the demo's people as the cast."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from networks.directory.models import Network
from portal.accounts.models import User
from portal.tenancy.context import acting_as, forget_standings
from tests import database

SERVER = database.server()


def pytest_configure(config: pytest.Config) -> None:
    """The controller starts the server and builds the template before any worker asks for it."""
    if not hasattr(config, "workerinput"):
        SERVER.start()
        os.environ["PORTAL_TEST_TEMPLATE"] = database.build_template(SERVER)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and not os.environ.get("PORTAL_TEST_KEEP"):
        SERVER.stop()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Of what is read in before the first test nothing is given up: it is not looked through for waste, then or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those who drive a browser come last: its loop keeps the thread, and no test after it could run one of its own."""
    items.sort(key=lambda item: "chromium" in getattr(item, "fixturenames", ()))


def point_at(name: str) -> None:
    connection.close()
    for settings in (connection.settings_dict, connections.settings["default"]):
        settings.update(NAME=name, HOST=str(SERVER.socket), USER="portal_app", PORT="5432", PASSWORD="")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """A clone per worker. Each test's transaction is rolled back; nobody is superuser here."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with database.clone(SERVER, os.environ["PORTAL_TEST_TEMPLATE"], f"test_{worker}") as name:
        point_at(name)
        yield
        connection.close()


@pytest.fixture
def fresh_database(django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[str]:
    """A clone of its own for a test that must commit, with the connection pointed at it."""
    before = connection.settings_dict["NAME"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with database.clone(SERVER, os.environ["PORTAL_TEST_TEMPLATE"], f"fresh_{worker}") as name:
        point_at(name)
        with django_db_blocker.unblock():
            yield name
            connection.close()
        connection.settings_dict["NAME"] = connections.settings["default"]["NAME"] = before


Persona = Callable[[str], User]


@pytest.fixture
def persona(db: None) -> Persona:
    """persona("coordinator"): one of the demo's people, fresh from the database."""
    return lambda slug: User.objects.get(email=f"{slug}@demo.invalid")


@pytest.fixture
def signed_in(db: None) -> Callable[[str], Client]:
    """signed_in("member"): a client with her session; signed_in("") is nobody."""

    def sign_in(slug: str) -> Client:
        client = Client()
        if slug:
            client.post("/demo/sign-in/", {"persona": slug})
        return client

    return sign_in


@pytest.fixture
def acting(persona: Persona) -> Callable[[str], Any]:
    """`with acting("member") as user:` the database knows who asks."""
    from contextlib import contextmanager  # noqa: PLC0415 slow

    @contextmanager
    def act(slug: str) -> Iterator[User]:
        user = persona(slug)
        with acting_as(user.pk):
            yield user

    return act


@pytest.fixture
def fjordby(acting: Callable[[str], Any]) -> Network:
    with acting("coordinator"):
        return Network.objects.get(slug="fjordby")


@pytest.fixture
def later(db: None) -> Callable[[str], None]:
    """later("91 days") moves the database's clock for the rest of the test's transaction."""

    def move(interval: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('test.shift', %s, true)", [interval])
        forget_standings()

    return move


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The one browser of a worker: Playwright allows no second in the same thread.

    It keeps a loop in this thread; Django must not take the tests after it for asynchronous code.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 slow

    from tests.browser.app import launch  # noqa: PLC0415 slow

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
