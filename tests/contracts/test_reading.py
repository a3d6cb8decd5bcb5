"""Whoever only asks for a page changes nothing. The few pages that must, say so, and why stands here.

For a signed-in person the database itself refuses (portal/tenancy/middleware.py): every GET of test_urls.py would fail
that tried to write. Nobody has no transaction of her own, so here one is laid round each page she may ask for.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.test import Client

from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.contracts.expected import NOBODY
from tests.contracts.matrix import ROWS
from tests.contracts.routes import routes
from tests.contracts.things import address, parts

Running = Callable[[str], Any]

WRITES_WHEN_ASKED = {
    "konto/bekreftet/": "Does what was put aside until the person had proved herself: it was sent as a POST.",
    "konto/inn/<slug:provider_id>/": "Saves in the session at once what the provider's answer is held against.",
    "konto/inn/<slug:provider_id>/svar/": "The provider sends the browser back by GET: it signs in, or links.",
    "konto/sikkerhet/reservekoder/": "Notes that the codes have been shown.",
    "konto/sikkerhet/reservekoder/fil/": "The same, of the codes as a file.",
}


def test_every_page_that_writes_when_asked_has_its_reason() -> None:
    assert {route for route, view in routes().items() if hasattr(view, "writes")} == set(WRITES_WHEN_ASKED)


@pytest.fixture
def asked_by_nobody(running: Running) -> dict[str, str]:
    """Template → path, of all that nobody may ask for."""
    with running("fjordby") as (network, by):
        told = parts(network, by)
    rows = (row.split(" ", 1)[1] for row, answers in ROWS.items() if row.startswith("GET") and answers[NOBODY] < 400)
    return {template: address(template, told) for template in rows}


def test_nobody_changes_anything_by_asking(asked_by_nobody: dict[str, str]) -> None:
    wrote = set()
    for template, path in asked_by_nobody.items():
        try:
            with transaction.atomic(), acting_as(None, read_only=True):
                Client().get(path)
        except InternalError:
            wrote.add(template)

    assert wrote == set()


def test_the_walk_bites(db: None) -> None:
    with (
        pytest.raises(InternalError, match="read-only transaction"),
        transaction.atomic(),
        acting_as(None, read_only=True),
    ):
        User.objects.update(language="nn")


def test_reading_only_ends_with_its_block(db: None) -> None:
    with acting_as(None):
        with acting_as(None, read_only=True), connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            inside = cursor.fetchone()
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")

            assert (inside, cursor.fetchone()) == (("on",), ("off",))
