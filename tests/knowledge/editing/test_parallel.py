"""The tool saves while one types: what is being read stands still all the same."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from wagtail.models import Page

from knowledge.editing.models import open_readings
from knowledge.library.models import Article, Section
from knowledge.library.services import hold
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.knowledge.editing.conftest import sat_down
from tests.knowledge.forms import form_of

pytestmark = pytest.mark.usefixtures("fresh_database")
PATIENCE = 30  # seconds


def test_a_save_on_its_way_when_the_text_is_sent_changes_nothing() -> None:
    author = User.objects.get(email="editor@demo.invalid")
    draft = Article(title="Utkast", slug="utkast", lead="Kort.", live=False, reading_centre="vest", owner=author)
    with acting_as(None):
        Section.objects.get(slug="ressurser").add_child(instance=draft)
        draft.save_revision(user=author)
    form = form_of(draft, lead="Skrevet mens den ble sendt.", reading_centre="vest")

    with ThreadPoolExecutor(1) as other:
        with acting_as(None):
            hold(draft.pk)
            saved = other.submit(save, author, draft, form)
            until(somebody_waits)
            draft.get_workflow().start(draft, author)
        saved.result(timeout=PATIENCE)

    with acting_as(None):
        (reading,) = open_readings()
        assert reading.revision == Page.objects.get(pk=draft.pk).latest_revision


def save(author: User, draft: Article, form: dict[str, str]) -> None:
    try:
        sat_down(author).post(f"/redaktor/pages/{draft.pk}/edit/", form)
    finally:
        connection.close()


def somebody_waits() -> bool:
    """For this transaction to be over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid")
        return bool(cursor.fetchone()[0])


def until(told: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not told():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)  # between two looks
