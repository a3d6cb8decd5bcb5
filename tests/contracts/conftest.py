"""Beside the demo's people: a supervisor whom nobody has let in yet, and coordinators of each network to act as."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection

from networks.directory.models import Network
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests import database
from tests.conftest import SERVER
from tests.contracts.things import CANARIES, GUEST

GUEST_SUPERVISOR = """
INSERT INTO portal_user (email, name, password, language, is_active, is_superuser, joined_at)
VALUES (%(email)s, %(email)s, '!', '', true, false, now());
INSERT INTO portal_office (user_id, kind, region, starts_on)
SELECT id, 'supervisor', '', current_date - 100 FROM portal_user WHERE email = %(email)s
"""


@pytest.fixture(scope="session", autouse=True)
def guest_supervisor(django_db_setup: None) -> None:
    complete(connection.settings_dict["NAME"])


@pytest.fixture
def whole_cast_in() -> Callable[[str], None]:
    """For a database of a test's own."""
    return complete


def complete(name: str) -> None:
    with psycopg.connect(database.administrator(SERVER), dbname=name) as admin:
        for statement in GUEST_SUPERVISOR.split(";"):
            admin.execute(statement.encode(), {"email": GUEST})


def coordinators(name: str) -> dict[str, int]:
    """Network → its first coordinator, asked past the policies."""
    with psycopg.connect(database.administrator(SERVER), dbname=name) as admin:
        return dict(
            admin.execute(
                "SELECT n.slug, min(m.user_id) FROM networks_membership m JOIN networks_network n ON n.id = m.network_id "
                "WHERE m.role = 'coordinator' AND m.state = 'active' GROUP BY n.slug"
            ).fetchall()
        )


@pytest.fixture
def running(db: None) -> Callable[[str], Any]:
    """`with running("skogdal-og-elvestad") as (network, coordinator)`: acting as a coordinator of that network."""
    known = coordinators(connection.settings_dict["NAME"])

    @contextmanager
    def run(slug: str) -> Iterator[tuple[Network, User]]:
        user = User.objects.get(pk=known[slug])
        with acting_as(user.pk):
            yield Network.objects.get(slug=slug), user

    return run


@pytest.fixture(params=CANARIES)
def each_network(request: pytest.FixtureRequest) -> str:
    slug: str = request.param
    return slug
