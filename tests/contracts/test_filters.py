"""The doors' own filters suffice without the policies: each of the two nets holds alone."""

from collections.abc import Callable
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import models

from networks.directory.models import Network
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests import database
from tests.conftest import SERVER
from tests.contracts.conftest import coordinators
from tests.contracts.expected import SIGNED_IN
from tests.contracts.rules import VISIBLE_TO
from tests.contracts.things import THINGS, made

OFFICE_ENDED = """
UPDATE portal_office SET ends_on = current_date - 2 FROM portal_user u
WHERE u.id = user_id AND u.email = 'supervisor@demo.invalid'
"""  # her visit to Fjordby would still run


def test_every_filter_suffices_without_the_policies(fresh_database: str, whole_cast_in: Callable[[str], None]) -> None:
    """They show the same rows to a connection that no policy binds."""
    whole_cast_in(fresh_database)
    fill_all_networks(fresh_database)
    differ = []
    with psycopg.connect(database.administrator(SERVER), dbname=fresh_database, autocommit=True) as unbound:
        unbound.execute(OFFICE_ENDED)
        for who in sorted(SIGNED_IN):
            user = User.objects.get(email=f"{who}@demo.invalid")
            with acting_as(user.pk):
                for name, visible_to in VISIBLE_TO.items():
                    found = visible_to(user)
                    under = set(found.values_list("pk", flat=True))
                    differ += [(who, name)] if under != asked_by(unbound, found) else []

    assert differ == []


def asked_by(connection: psycopg.Connection, found: models.QuerySet[Any]) -> set[int]:
    try:
        statement, values = found.values("pk").query.sql_with_params()
    except EmptyResultSet:  # no network at all: Django does not even ask
        return set()
    return {pk for (pk,) in connection.execute(statement.encode(), values)}


def fill_all_networks(name: str) -> None:
    for slug, coordinator in coordinators(name).items():
        by = User.objects.get(pk=coordinator)
        with acting_as(by.pk):
            network = Network.objects.get(slug=slug)
            for model in THINGS:
                made(model, network, by)
