"""A connection to the database that was cut costs whoever only asked nothing, and nobody a long wait. In full size: `faults`."""

import logging
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from io import BytesIO

import psycopg
import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from portal.accounts.marks import keyed, signed_in, writes
from portal.accounts.models import User
from portal.tenancy.lines.base import DatabaseWrapper
from tests import database
from tests.conftest import SERVER

CALLS: list[str] = []
POOL = {"min_size": 1, "max_size": 5, "timeout": 10}
SOON = 1.0  # seconds; looked at one after the other, five dead connections take seven


def end_all(name: str) -> None:
    with psycopg.connect(database.administrator(SERVER), dbname=name, autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND usename = 'portal_app'"
        )


def cut_the_first_time(request: HttpRequest) -> HttpResponse:
    CALLS.append(request.method or "")
    if len(CALLS) == 1:
        end_all(connection.settings_dict["NAME"])
    return HttpResponse(str(User.objects.filter(email="member@demo.invalid").count()))


def cut_while_it_writes(request: HttpRequest) -> HttpResponse:
    """A page that changes something although one only asks for it."""
    return cut_the_first_time(request)


def sent_with_a_key(request: HttpRequest) -> HttpResponse:
    _file = request.FILES.get("file")
    return cut_the_first_time(request)


def always_cut(request: HttpRequest) -> HttpResponse:
    CALLS.append(request.method or "")
    end_all(connection.settings_dict["NAME"])
    return HttpResponse(str(User.objects.filter(email="member@demo.invalid").count()))


def too_slow(request: HttpRequest) -> HttpResponse:
    CALLS.append(request.method or "")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 10")
        cursor.execute("SELECT pg_sleep(1)")
    return HttpResponse()


def cut_at_the_end(request: HttpRequest) -> HttpResponse:
    """When the view has answered, at COMMIT."""
    if not CALLS:
        end_all(connection.settings_dict["NAME"])
    CALLS.append(request.method or "")
    return HttpResponse("1")


urlpatterns = [
    path("cut/", signed_in(cut_the_first_time)),
    path("keyed/", signed_in(keyed(sent_with_a_key))),
    path("marked/", signed_in(writes(cut_while_it_writes))),
    path("at-the-end/", signed_in(cut_at_the_end)),
    path("always/", signed_in(always_cut)),
    path("slow/", signed_in(too_slow)),
    path("", include("portal.config.urls")),
]
handler500 = "portal.ui.errors.server_error"


@pytest.fixture
def client(fresh_database: str) -> Client:
    """Connected for real, to a database of its own."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    client = Client(raise_request_exception=False)
    client.post("/demo/sign-in/", {"persona": "member"})
    CALLS.clear()
    return client


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("address", ["cut", "at-the-end"])
def test_a_page_is_asked_for_again(client: Client, address: str) -> None:
    answer = client.get(f"/{address}/")

    assert (answer.status_code, answer.content, CALLS) == (200, b"1", ["GET", "GET"])


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_is_asked_for_again_once(client: Client) -> None:
    assert (client.get("/always/").status_code, CALLS) == (500, ["GET", "GET"])


@override_settings(ROOT_URLCONF=__name__)
def test_what_is_sent_is_not_repeated(client: Client) -> None:
    assert (client.post("/cut/").status_code, CALLS) == (500, ["POST"])


@override_settings(ROOT_URLCONF=__name__)
def test_what_is_sent_with_a_key_of_its_own_is_repeated(client: Client) -> None:
    assert (client.post("/keyed/").status_code, CALLS) == (200, ["POST", "POST"])


@override_settings(ROOT_URLCONF=__name__)
def test_a_file_is_not_sent_again(client: Client) -> None:
    """It has been read to its end."""
    assert (client.post("/keyed/", {"file": BytesIO(b"x")}).status_code, CALLS) == (500, ["POST"])


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_writes_is_not_repeated(client: Client) -> None:
    assert (client.get("/marked/").status_code, CALLS) == (500, ["GET"])


@override_settings(ROOT_URLCONF=__name__)
def test_what_took_too_long_is_not_repeated(client: Client) -> None:
    assert (client.get("/slow/").status_code, CALLS) == (503, ["GET"])


@override_settings(ROOT_URLCONF=__name__)
def test_after_the_break_everything_is_as_before(client: Client) -> None:
    client.post("/cut/")

    assert (client.post("/cut/").status_code, CALLS) == (200, ["POST", "POST"])


@pytest.fixture
def pooled(fresh_database: str) -> Iterator[Callable[[], DatabaseWrapper]]:
    """A connection from one pool, as each thread has its own."""
    told = deepcopy(connection.settings_dict) | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    told["OPTIONS"]["pool"] = POOL
    made = DatabaseWrapper(told, alias="pooled")
    yield lambda: DatabaseWrapper(told, alias="pooled")
    made.close_pool()


def test_a_pool_whose_connections_all_died_gives_a_living_one_soon(
    fresh_database: str, pooled: Callable[[], DatabaseWrapper]
) -> None:
    lines = [pooled() for _ in range(POOL["max_size"])]
    for line in lines:
        line.connection = line.get_new_connection({})
    for line in lines:
        line.close()
    end_all(fresh_database)

    begun = time.monotonic()
    alive = pooled()
    alive.connection = alive.get_new_connection({})
    waited = time.monotonic() - begun

    assert alive.is_usable()
    assert waited < SOON
    alive.close()
