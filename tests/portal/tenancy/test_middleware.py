"""One transaction per request: what did not end well leaves nothing behind. A test address of our own, real commits."""

import logging
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InternalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from portal.accounts.marks import signed_in as signed_in_page
from portal.accounts.models import User
from portal.tenancy.context import acting_user_id
from portal.tenancy.refusals import NotAllowed, NotVisible

View = Callable[[HttpRequest], HttpResponseBase]
WRITTEN = "xx"


def write(request: HttpRequest) -> None:
    User.objects.filter(email="member@demo.invalid").update(language=WRITTEN)


def answering(answer: View) -> View:
    """A view that writes and then answers, or fails to."""

    def view(request: HttpRequest) -> HttpResponseBase:
        write(request)
        return answer(request)

    view.door = "signed in"  # type: ignore[attr-defined]
    return view


def marked(view: View) -> View:
    """The same, for a page that says of itself that it writes when one only asks for it."""
    view.writes = True  # type: ignore[attr-defined]
    return view


def raising(error: Exception) -> View:
    def answer(request: HttpRequest) -> HttpResponse:
        raise error

    return answering(answer)


def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(acting_user_id()))


urlpatterns = [
    path("fine/", answering(lambda request: HttpResponse("fine"))),
    path("marked/", marked(answering(lambda request: HttpResponse("fine")))),
    path("boom/", raising(ValueError("boom"))),
    path("absent/", raising(Http404())),
    path("invisible/", raising(NotVisible())),
    path("forbidden/", raising(PermissionDenied())),
    path("not-allowed/", raising(NotAllowed())),
    path("bad/", answering(lambda request: HttpResponseBadRequest())),
    path("broken/", answering(lambda request: HttpResponse(status=503))),
    path("stream/", answering(lambda request: StreamingHttpResponse(iter(["a"])))),
    path("who/", signed_in_page(who)),
    path("", include("portal.config.urls")),
]
handler404 = "portal.ui.errors.not_found"


@pytest.fixture
def client(fresh_database: str) -> Client:
    """Committed for real, in a database of its own."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    client = Client(raise_request_exception=False)
    client.post("/demo/sign-in/", {"persona": "member"})
    return client


def kept() -> str:
    return User.objects.get(email="member@demo.invalid").language


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_answers_keeps_what_it_wrote(client: Client) -> None:
    assert (client.post("/fine/").status_code, kept()) == (200, WRITTEN)


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_page_one_only_asks_for_cannot_write(client: Client, method: str) -> None:
    assert (getattr(client, method)("/fine/").status_code, kept()) == (500, "")


@override_settings(ROOT_URLCONF=__name__)
def test_a_write_on_asking_is_an_error_of_the_database(client: Client) -> None:
    client.raise_request_exception = True

    with pytest.raises(InternalError, match="read-only transaction"):
        client.get("/fine/")


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_marked_as_writing_may(client: Client) -> None:
    assert (client.get("/marked/").status_code, kept()) == (200, WRITTEN)


@override_settings(ROOT_URLCONF=__name__)
def test_after_a_page_that_only_read_the_next_writes(client: Client) -> None:
    client.get("/who/")

    assert (client.post("/fine/").status_code, kept()) == (200, WRITTEN)


@override_settings(ROOT_URLCONF=__name__)
def test_reading_only_costs_no_question(client: Client) -> None:
    def questions(method: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            getattr(client, method)("/who/")
        return len(seen)

    client.get("/who/")  # the first page of a session also writes when it began
    assert questions("get") == questions("post")


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("boom", 500), ("absent", 404), ("invisible", 404), ("forbidden", 403), ("not-allowed", 403), ("bad", 400),
        ("broken", 503), ("stream", 500),
    ],
)  # fmt: skip
def test_a_page_that_refuses_or_fails_keeps_nothing(client: Client, address: str, status: int) -> None:
    assert (client.post(f"/{address}/").status_code, kept()) == (status, "")


@override_settings(ROOT_URLCONF=__name__)
def test_the_next_request_acts_as_its_own_person(client: Client) -> None:
    client.get("/boom/")

    assert client.get("/who/").content.decode() == str(User.objects.get(email="member@demo.invalid").pk)


@override_settings(ROOT_URLCONF=__name__)
def test_nobody_stays_behind_on_the_connection(client: Client) -> None:
    client.get("/who/")

    assert acting_user_id() is None
