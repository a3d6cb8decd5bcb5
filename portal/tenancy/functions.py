"""Calls the database's own functions: the only way to write what decides access."""

import json
from functools import cache
from typing import Any, LiteralString

import psycopg
from django.db import InternalError, ProgrammingError, connection
from psycopg import sql

from portal.tenancy.context import forget_standings
from portal.tenancy.refusals import NotAllowed, Refused


def call(name: str, /, **arguments: Any) -> Any:
    """`SELECT sec.<name>(argument => value, …)` and its single value.

    Raises NotAllowed when the database says the person may not, and Refused with the rule's key
    (`last_coordinator`, `already_member`…) when a rule stands in the way.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement("SELECT sec.{}({})", name, *arguments), arguments)
            row = cursor.fetchone()
    except (ProgrammingError, InternalError) as error:
        raise translated(error) from error
    forget_standings()
    return row[0] if row else None


def call_record(name: str, /, **arguments: Any) -> dict[str, Any] | None:
    """Like `call`, for a function that answers with one JSON object or nothing."""
    found = call(name, **arguments)
    return None if found is None else json.loads(found)


def translated(error: Exception) -> Exception:
    cause = error.__cause__
    if isinstance(cause, psycopg.errors.InsufficientPrivilege):
        return NotAllowed()
    if isinstance(cause, psycopg.errors.RaiseException):
        return Refused(cause.diag.message_primary or "refused")
    return error


def call_rows(name: str, /, **arguments: Any) -> list[Any]:
    """The single column of `SELECT * FROM sec.<name>(…)`."""
    with connection.cursor() as cursor:
        cursor.execute(statement("SELECT * FROM sec.{}({})", name, *arguments), arguments)
        return [row[0] for row in cursor.fetchall()]


@cache
def statement(form: LiteralString, name: str, *arguments: str) -> str:
    """Put together once: some of these stand on every page."""
    named = [sql.SQL("{} => {}").format(sql.Identifier(each), sql.Placeholder(each)) for each in arguments]
    return sql.SQL(form).format(sql.Identifier(name), sql.SQL(", ").join(named)).as_string()
