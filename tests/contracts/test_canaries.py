"""No page and no letter tells of a network one is not in: every text of a network holds a word that is nowhere else."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from networks.directory.models import Network
from portal.accounts.personas import PERSONAS
from portal.notices.services import deliver
from tests.contracts.expected import EVERYBODY, NOBODY, SIGNED_IN
from tests.contracts.matrix import ROWS
from tests.contracts.test_urls import ask, template_of
from tests.contracts.things import CANARIES, THINGS, Told, address, all_said, heard, own_canaries

SignedIn = Callable[[str], Client]
Running = Callable[[str], Any]
# Whoever holds a letter reads what it says; what it says is the inviting network's.
GET_PAGES = [template_of(row) for row in ROWS if row.startswith("GET ") and "{letter}" not in row]


def addresses_of(told: Mapping[str, str]) -> set[str]:
    return {address(template, told) for template in GET_PAGES}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_no_page_of_another_network_holds_a_foreign_canary(signed_in: SignedIn, full: Told, who: str) -> None:
    """The pages of Fjordby, and those of no network, are listened to where test_urls.py asks for them."""
    client = signed_in("" if who == NOBODY else who)
    own = own_canaries("" if who == NOBODY else f"{who}@demo.invalid")
    elsewhere = set().union(*(addresses_of(told) for told in full.values())) - addresses_of(full["fjordby"])

    leaks = {}
    for path in sorted(elsewhere):
        response = ask(client, "GET", path)
        if foreign := heard(all_said(response)) - own:
            leaks[path] = foreign

    assert (leaks, len(elsewhere) > len(GET_PAGES) / 2) == ({}, True)


@pytest.mark.parametrize(
    ("who", "path", "canary"),
    [
        ("coordinator", "/nettverk/fjordby/", "fjordkanari"),
        ("supervisor", "/nettverk/fjordby/", "fjordkanari"),
        ("member", "/nettverk/fjordby/medlemmer/", "fjordkanari"),
        ("outsider-coordinator", "/nettverk/skogdal-og-elvestad/", "skogkanari"),
    ],
)
def test_ones_own_canary_is_heard(signed_in: SignedIn, full: Told, who: str, path: str, canary: str) -> None:
    """The scan bites: the pages it reads do hold what it listens for."""
    assert heard(signed_in(who).get(path).content.decode()) == {canary}


def test_every_private_text_holds_its_canary(running: Running, full: Told, each_network: str) -> None:
    """Every private table has at least one row that would be heard; a table without text is named."""
    silent = set()
    with running(each_network) as (network, _), connection.cursor() as cursor:
        for model in THINGS:
            column = "id" if model is Network else "network_id"
            cursor.execute(
                f"SELECT count(*) FROM {model._meta.db_table} t WHERE {column} = %s AND t::text LIKE %s",  # noqa: S608
                [network.pk, f"%{CANARIES[each_network]}%"],
            )
            if cursor.fetchone() == (0,):
                silent.add(model.__name__)

    assert silent == {
        "Backing",
        "CalendarFeed",
        "CaseDocument",
        "Holding",
        "Mention",
        "Mute",
        "Placement",
        "Reaction",
        "ReadMark",
        "Routine",
        "Territory",
    }


def deliver_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'deliver' ORDER BY id")
        letters = [args for (args,) in cursor.fetchall()]
    for args in letters:
        deliver(**json.loads(args))


def test_no_letter_names_a_network_a_person_or_a_room(full: Told) -> None:
    """The neutral face: what lies in an inbox tells a passer-by nothing (PR-5)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM portal_user")
        names = {name for (name,) in cursor.fetchall()} | {persona.name for persona in PERSONAS}
    words = {*CANARIES.values(), "fjordby", "skogdal", "kystnett", "radikal", "ekstrem", *map(str.lower, names)}

    deliver_all()

    said = {word for letter in mail.outbox for word in words if word in f"{letter.subject}\n{letter.body}".lower()}
    assert mail.outbox
    assert said == set()


def test_the_cast_covers_every_persona() -> None:
    assert {persona.slug for persona in PERSONAS} == SIGNED_IN
