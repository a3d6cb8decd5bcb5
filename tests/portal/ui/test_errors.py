"""Error pages say what happened and what to do, whatever broke."""

import logging
from collections.abc import Callable

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.test import Client, RequestFactory

from portal.config.logs import RefusalsAreShort, SecretsAreLeftOut
from portal.ui import errors


class Broken(HttpRequest):
    """A request whose session and person cannot be read."""

    def __getattribute__(self, name: str) -> object:
        if name in {"user", "session"}:
            raise RuntimeError("no database")
        return super().__getattribute__(name)


def test_server_error_needs_neither_database_nor_session() -> None:
    answer = errors.server_error(Broken())

    assert answer.status_code == 500
    assert "What you did was not saved" in answer.content.decode()
    assert "tel:112" in answer.content.decode()


def test_whoever_only_asked_is_not_told_that_something_was_lost(rf: RequestFactory) -> None:
    said = errors.server_error(rf.get("/")).content.decode()

    assert "The page could not be shown" in said
    assert "not saved" not in said


def test_bad_request_names_the_size(rf: RequestFactory) -> None:
    page = errors.bad_request(rf.get("/"), RequestDataTooBig()).content.decode()

    assert "larger than one megabyte" in page


def test_too_large_a_form_is_answered_in_words(signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("stranger").post("/nettverk/nytt/", {"name": "x" * 1_100_000})

    assert answer.status_code == 400
    assert "larger than one megabyte" in answer.content.decode()


def test_address_with_a_nul_byte_is_answered_in_words(client: Client) -> None:
    answer = client.get("/nettverk/", {"q": "a\x00b"})

    assert answer.status_code == 400
    assert "cannot be stored" in answer.content.decode()


def test_unknown_address_is_not_found(client: Client, db: None) -> None:
    answer = client.get("/finnes-ikke/")

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_stale_form_is_told_to_load_again(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/konto/logg-inn/", {"login": "x"})

    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()


@pytest.mark.parametrize("who", ["observer"])
def test_refusal_says_who_could(signed_in: Callable[[str], Client], who: str) -> None:
    answer = signed_in(who).get("/nettverk/fjordby/medlemmer/")

    assert answer.status_code == 403
    assert "This is not yours to do" in answer.content.decode()


def test_an_address_that_only_takes_what_is_sent_says_so(signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("coordinator").get("/nettverk/fjordby/rutiner/adopter/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "There is no page here" in answer.content.decode()


def logged(status: int) -> logging.LogRecord:
    record = logging.makeLogRecord({"status_code": status, "exc_info": (ValueError, ValueError("x"), None)})
    assert RefusalsAreShort().filter(record)
    return record


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_a_line_in_the_log(status: int) -> None:
    assert logged(status).exc_info is None


def test_a_fault_is_told_whole_in_the_log() -> None:
    assert logged(500).exc_info is not None


def test_the_address_of_a_calendar_is_in_no_line_of_the_log() -> None:
    told = ("OPTIONS", "/kalender/hemmelig.ics")
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Method Not Allowed (%s): %s", told, None)

    assert SecretsAreLeftOut().filter(record)

    assert record.getMessage() == "Method Not Allowed (OPTIONS): /kalender/…"
