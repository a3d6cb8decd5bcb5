"""Nobody waits for ever: the database ends what takes too long, and the page says so. Real locks, real commits."""

import logging
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from networks.directory.models import Network
from portal.accounts.marks import signed_in
from portal.accounts.models import User
from portal.config import environment
from portal.tenancy.context import acting_as
from tests import database
from tests.conftest import SERVER

SETTINGS = "/nettverk/fjordby/innstillinger/"


@signed_in
def slow(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        cursor.execute("SELECT pg_sleep(20)")
    return HttpResponse("done")


urlpatterns = [path("slow/", slow), path("", include("portal.config.urls"))]
handler500 = "portal.ui.errors.server_error"


@pytest.fixture
def client(fresh_database: str) -> Client:
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    client = Client(raise_request_exception=False)
    client.post("/demo/sign-in/", {"persona": "coordinator"})
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def locked(fresh_database: str) -> Iterator[psycopg.Connection]:
    """Somebody else holds Fjordby's row and does not let go."""
    with psycopg.connect(database.administrator(SERVER), dbname=fresh_database) as other:
        other.execute("SELECT 1 FROM networks_network WHERE slug = 'fjordby' FOR UPDATE")
        yield other


def note() -> str:
    with acting_as(User.objects.get(email="coordinator@demo.invalid").pk):
        return Network.objects.get(slug="fjordby").note


def changed() -> dict[str, str]:
    return {"name": "Fjordby", "note": "Another note", "preset": "municipality"}


def test_who_waits_for_anothers_lock_is_told_so(client: Client, locked: psycopg.Connection) -> None:
    before = note()

    answer = client.post(SETTINGS, changed())

    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], note()) == (503, "60", before)
    assert "Somebody was changing the same thing" in page
    assert "your text is still in the form" in page
    assert "<title>The portal is busy – Utveier</title>" in page


def test_reading_does_not_wait(client: Client, locked: psycopg.Connection) -> None:
    assert client.get(SETTINGS).status_code == 200


def test_who_tries_again_has_what_she_wanted(client: Client, locked: psycopg.Connection) -> None:
    client.post(SETTINGS, changed())
    locked.rollback()

    answer = client.post(SETTINGS, changed())

    assert (answer.status_code, note()) == (302, "Another note")


@override_settings(ROOT_URLCONF=__name__)
def test_a_statement_that_takes_too_long_is_ended(client: Client) -> None:
    answer = client.get("/slow/")

    assert answer.status_code == 503
    assert "It took longer than it should" in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_the_connection_serves_the_next_request(client: Client) -> None:
    client.get("/slow/")

    assert client.get("/nettverk/fjordby/").status_code == 200


def test_the_limits_stand_on_every_connection_of_the_application(db: None) -> None:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in names))

        assert cursor.fetchone() == ("10s", "2s", "15s")


def test_a_job_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_STATEMENT_SECONDS", "300")

    assert "statement_timeout=300s" in str(environment.database("app")["OPTIONS"])


@pytest.mark.parametrize("role", ["owner", "maint", "backup"])
def test_set_up_and_backup_take_the_time_they_need(role: str) -> None:
    assert "statement_timeout" not in str(environment.database(role)["OPTIONS"])


def test_what_the_operator_says_in_the_address_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/portal?options=-c%20lock_timeout%3D5s")
    monkeypatch.setenv("PORTAL_APP_PASSWORD", "x")

    told = environment.database("app")["OPTIONS"]

    assert isinstance(told, dict)
    assert str(told["options"]).endswith("-c lock_timeout=5s")
