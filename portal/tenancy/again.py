"""Who only asked for a page does not learn that a connection to the database was cut meanwhile: it is asked again, once."""

import sys
from collections.abc import Callable
from typing import Any

import psycopg
from django.core.signals import got_request_exception
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from psycopg_pool import PoolTimeout

from portal.tenancy.middleware import SAFE, addressed

GetResponse = Callable[[HttpRequest], HttpResponse]


class AskedAgain:
    """Stands outside everything that asks the database, so that the session and the person are looked up anew too.

    What is sent is not repeated here, nor a page that `writes`: of a COMMIT without an answer nobody knows whether it
    holds. Whoever wrote it may send it again, and a message is found by its key.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        got_request_exception.connect(note_cut)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "cut", False) and only_reads(request):
            connection.close()
            vars(request).pop("_cached_user", None)
            response = self.get_response(request)
        return response


def only_reads(request: HttpRequest) -> bool:
    return request.method in SAFE and not getattr(addressed(request), "writes", False)


def note_cut(request: HttpRequest, **_: Any) -> None:
    """Django tells of every exception that becomes an answer here, and nowhere else."""
    request.cut = is_cut(sys.exception())  # type: ignore[attr-defined]


def is_cut(error: BaseException | None) -> bool:
    """The connection ended in the middle. What took too long, or was never reached, would only take as long again."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    if not isinstance(cause, psycopg.OperationalError) or isinstance(cause, PoolTimeout) or cause.pgconn:
        return False
    return cause.sqlstate is None or isinstance(cause, psycopg.errors.AdminShutdown | psycopg.errors.CrashShutdown)
