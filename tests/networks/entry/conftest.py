"""What the tests of the ways in share: letters, join requests and visits made through the services."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from networks.directory.models import Network, Organisation
from networks.entry import access, services
from networks.entry.models import Grant, Invitation, JoinRequest
from portal.accounts.models import User
from portal.notices.services import deliver
from tests import database

Acting = Callable[[str], Any]


@pytest.fixture
def party(acting: Acting, fjordby: Network) -> Organisation:
    with acting("coordinator"):
        return fjordby.organisations.get(name="NAV Fjordby")


@pytest.fixture
def send(acting: Acting, fjordby: Network, party: Organisation) -> Callable[..., str]:
    """send("a@b.example"): a letter from the coordinator; returns its token."""

    def write(email: str, role: str = "member", sender: str = "coordinator") -> str:
        with acting(sender) as by:
            return services.invite(
                network=fjordby, email=email, role=role, organisation_id=party.pk, function="Adviser", by=by
            )

    return write


@pytest.fixture
def asked(acting: Acting, fjordby: Network) -> JoinRequest:
    """The stranger has asked to join Fjordby, as the coordinator sees it."""
    with acting("stranger") as stranger:
        code = fjordby.join_code or ""
        services.ask(network_id=fjordby.pk, code=code, organisation="NAV Fjordby", function="Adviser", by=stranger)
    with acting("coordinator") as coordinator:
        return access.requests_visible_to(coordinator).select_related("network", "user").get(user=stranger)


@contextmanager
def in_office(
    user: User, *, kind: str = "supervisor", since: date = date(2024, 1, 1), until: date | None = None
) -> Iterator[User]:
    """A supervisor, or another, while it lasts. The application may not give offices, so another role lays the row."""
    place = database.administrator(database.server())
    with psycopg.connect(place, dbname=connection.settings_dict["NAME"], autocommit=True) as administrator:
        office = administrator.execute(
            "INSERT INTO portal_office (user_id, kind, region, starts_on, ends_on) "
            "VALUES (%s, %s, 'vest', %s, %s) RETURNING id",
            [user.pk, kind, since, until],
        ).fetchone()
        yield user
        administrator.execute("DELETE FROM portal_office WHERE id = %s", office)


@pytest.fixture
def supervisor(persona: Callable[[str], User]) -> Iterator[User]:
    with in_office(persona("supervisor")) as user:
        yield user


@pytest.fixture
def visit(acting: Acting, fjordby: Network, supervisor: User) -> Grant:
    """The supervisor is let in to Fjordby for thirty days."""
    with acting("coordinator") as coordinator:
        services.let_in(
            network=fjordby, email="supervisor@demo.invalid", days=30, purpose="Guidance of the network", by=coordinator
        )
        return access.visits_visible_to(coordinator).select_related("content_object", "user").get(user=supervisor)


@pytest.fixture
def latest(acting: Acting) -> Callable[[str], Invitation]:
    """latest("a@b.example"): the newest letter to an address, as the coordinator sees it."""

    def find(email: str) -> Invitation:
        with acting("coordinator") as coordinator:
            letters = access.invitations_visible_to(coordinator).select_related("network", "organisation")
            return letters.filter(email=email).latest("pk")

    return find


@pytest.fixture
def coordinator(signed_in: Callable[[str], Client]) -> Client:
    """The coordinator's client, in the language in which the sentences are written."""
    client = signed_in("coordinator")
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def run_mail() -> Callable[[], None]:
    """Deliver what is queued, oldest first, as the worker would."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT args FROM procrastinate_jobs WHERE task_name = 'deliver' AND status = 'todo' ORDER BY id"
            )
            for (args,) in cursor.fetchall():
                deliver(**json.loads(args))

    return run
