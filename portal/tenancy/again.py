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
    holds. A view that is `keyed` may be: what it was sent is found by its key, and so done once.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        got_request_exception.connect(note_cut)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "cut", False) and may_repeat(request):
            connection.close()
            vars(request).pop("_cached_user", None)
            response = self.get_response(request)
        return response


def may_repeat(request: HttpRequest) -> bool:
    view = addressed(request)
    if request.method in SAFE:
        return not getattr(view, "writes", False)
    return getattr(view, "keyed", False) and not request.FILES  # a file has been read to its end


def note_cut(request: HttpRequest, **_: Any) -> None:
    """Django tells of every exception that becomes an answer here, and nowhere else."""
    request.cut = is_cut(sys.exception())  # type: ignore[attr-defined]


def is_cut(error: BaseException | None) -> bool:
    """The connection ended in the middle. What took too long, or was never reached, would only take as long again."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    if not isinstance(cause, psycopg.OperationalError) or isinstance(cause, PoolTimeout) or cause.pgconn:
        return False
    return cause.sqlstate is None or isinstance(cause, psycopg.errors.AdminShutdown | psycopg.errors.CrashShutdown)
