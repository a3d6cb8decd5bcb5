"""No page and no letter tells of a network one is not in: every text of a network holds a word that is nowhere else."""

import html
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from networks.directory.models import Network
from portal.accounts.models import User
from portal.accounts.personas import PERSONAS
from portal.notices.services import deliver
from portal.tenancy.context import acting_as
from tests.contracts.matrix import EVERYBODY, NOBODY, ROWS, SIGNED_IN
from tests.contracts.test_urls import ask, template_of
from tests.contracts.things import CANARIES, THINGS, address, made, parts

SignedIn = Callable[[str], Client]
Running = Callable[[str], Any]
# Whoever holds a letter reads what it says; what it says is the inviting network's.
GET_PAGES = [template_of(row) for row in ROWS if row.startswith("GET ") and "{letter}" not in row]


@pytest.fixture
def full(running: Running) -> list[str]:
    """All networks with a row of everything in each, and the address of every page there."""
    paths = []
    for slug in CANARIES:
        with running(slug) as (network, by):
            for model in THINGS:
                made(model, network, by)
            told = parts(network, by)
            paths += [address(template, told) for template in GET_PAGES]
    return list(dict.fromkeys(paths))


def own_canaries(who: str) -> set[str]:
    if who == NOBODY:
        return set()
    user = User.objects.get(email=f"{who}@demo.invalid")
    with acting_as(user.pk), connection.cursor() as cursor:
        cursor.execute("SELECT slug FROM networks_network WHERE id IN (SELECT network_id FROM sec.my_roles())")
        return {CANARIES[slug] for (slug,) in cursor.fetchall()}


def heard(text: str) -> set[str]:
    return {canary for canary in CANARIES.values() if canary in html.unescape(text).lower()}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_no_page_holds_a_foreign_canary(signed_in: SignedIn, full: list[str], who: str) -> None:
    client = signed_in("" if who == NOBODY else who)
    own = own_canaries(who)

    leaks = {}
    for path in full:
        response = ask(client, "GET", path)
        if foreign := heard(response.content.decode() + str(response.headers)) - own:
            leaks[path] = foreign

    assert leaks == {}


@pytest.mark.parametrize(
    ("who", "path", "canary"),
    [
        ("coordinator", "/nettverk/fjordby/", "fjordkanari"),
        ("supervisor", "/nettverk/fjordby/", "fjordkanari"),
        ("member", "/nettverk/fjordby/medlemmer/", "fjordkanari"),
        ("outsider-coordinator", "/nettverk/skogdal-og-elvestad/", "skogkanari"),
    ],
)
def test_ones_own_canary_is_heard(signed_in: SignedIn, full: list[str], who: str, path: str, canary: str) -> None:
    """The scan bites: the pages it reads do hold what it listens for."""
    assert heard(signed_in(who).get(path).content.decode()) == {canary}


def test_every_private_text_holds_its_canary(running: Running, full: list[str], each_network: str) -> None:
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

    assert silent == {"CaseDocument", "Mention", "Mute", "Placement", "Reaction", "ReadMark", "Territory"}


def deliver_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'deliver' ORDER BY id")
        letters = [args for (args,) in cursor.fetchall()]
    for args in letters:
        deliver(**json.loads(args))


def test_no_letter_names_a_network_a_person_or_a_room(full: list[str]) -> None:
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
