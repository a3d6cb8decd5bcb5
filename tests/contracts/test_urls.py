"""Every address × every method × every person gives the answer in matrix.py. An address that is not there fails."""

import re
from collections.abc import Callable, Iterator, Mapping
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from tests.contracts.expected import EVERYBODY, NOBODY, Expectation, expect
from tests.contracts.matrix import ALLAUTH, ROWS, SENDING, WHY_PUBLIC
from tests.contracts.routes import routes
from tests.contracts.things import FOREIGN, Told, address, all_said, heard, own_canaries

SignedIn = Callable[[str], Client]
FJORDBY = "fjordby"
FOREIGN_NETWORKS = ("skogdal-og-elvestad", "kystnettverket")
REFUSED_METHOD = expect({405: EVERYBODY})
REFUSED_METHOD_PRIVATE = expect({405: EVERYBODY - {NOBODY}})


def template_of(row: str) -> str:
    return row.split(" ", 1)[1]


TEMPLATES = tuple(dict.fromkeys(map(template_of, ROWS)))


def route_of(template: str) -> str:
    """With anything that fits in each place: a key of a text, or else a number."""
    return resolve(re.sub(r"{\w+}", "1", re.sub(r"{(text|tool)}", str(uuid4()), template))).route


def is_public(template: str) -> bool:
    return getattr(routes()[route_of(template)], "door", None) == "public"


def expected(method: str, template: str) -> Expectation:
    """The row, or 405 where the address takes no such method."""
    refused = REFUSED_METHOD if is_public(template) else REFUSED_METHOD_PRIVATE
    return ROWS.get(f"{method} {template}", refused)


def ask(client: Client, method: str, path: str, data: dict[str, str] | None = None) -> HttpResponse:
    """One request of which nothing stays: neither what it wrote nor what it sent."""
    with transaction.atomic():
        send: Callable[..., HttpResponse] = getattr(client, method.lower())
        response = send(path, data or {})
        transaction.set_rollback(True)
    return response


@pytest.fixture
def addresses(full: Told) -> dict[str, str]:
    """Every template of the matrix, filled with real rows of Fjordby."""
    return {template: address(template, full[FJORDBY]) for template in TEMPLATES}


@pytest.fixture
def client_of(signed_in: SignedIn) -> SignedIn:
    return lambda who: signed_in("" if who == NOBODY else who)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_every_answer_is_the_expected_one(client_of: SignedIn, addresses: dict[str, str], who: str) -> None:
    """It tells of no network she is not in, each of which has a row of everything; and no browser keeps it."""
    client, own = client_of(who), own_canaries("" if who == NOBODY else f"{who}@demo.invalid")
    wrong = {}
    for template, path in addresses.items():
        for method in ("GET", "POST"):
            row = f"{method} {template}"
            answer = ask(client_again(client), method, path, SENDING.get(row))
            if found := [*amiss(answer, expected(method, template)[who]), *told_by(answer, row, own, who)]:
                wrong[row] = found

    assert wrong == {}


def amiss(answer: HttpResponse, status: int) -> Iterator[str]:
    if answer.status_code != status:
        yield f"{answer.status_code}, expected {status}"


def told_by(answer: HttpResponse, row: str, own: set[str], who: str) -> Iterator[str]:
    """What is wrong with a page beside its status. Whoever holds a letter reads what it says."""
    if not row.startswith("GET "):
        return
    if who != NOBODY and answer.headers.get("Cache-Control") != "no-store":
        yield "is kept by the browser of somebody signed in"
    if "{letter}" not in row and (foreign := heard(all_said(answer)) - own):
        yield f"tells of {foreign}"


def client_again(client: Client) -> Client:
    """The same session in a browser of its own: what one answer does to the cookies is gone before the next."""
    again = Client()
    again.cookies.load({key: morsel.value for key, morsel in client.cookies.items()})
    return again


@pytest.mark.parametrize("who", ["coordinator", "outsider-coordinator"])
def test_other_methods_are_not_taken(client_of: SignedIn, addresses: dict[str, str], who: str) -> None:
    client = client_of(who)
    ours = {t: path for t, path in addresses.items() if not route_of(t).startswith(ALLAUTH)}

    taken = {
        (m, t)
        for t, path in ours.items()
        for m in ("PUT", "PATCH", "DELETE")
        if ask(client, m, path).status_code != 405
    }

    assert taken == set()


def test_every_address_has_a_row() -> None:
    assert set(routes()) - {route_of(template) for template in TEMPLATES} == set()


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_row_has_an_address(template: str) -> None:
    assert route_of(template) in routes()


@pytest.mark.parametrize("row", SENDING)
def test_what_is_sent_belongs_to_a_row(row: str) -> None:
    assert row in ROWS


@pytest.mark.parametrize("route", routes())
def test_every_view_carries_a_door(route: str) -> None:
    assert hasattr(routes()[route], "door"), f"{route} says neither @door, @signed_in, @one_factor nor @public."


def test_every_public_view_has_its_reason() -> None:
    public = {route for route, view in routes().items() if getattr(view, "door", None) == "public"}

    assert public == set(WHY_PUBLIC)


@pytest.mark.parametrize("route", [route for route in routes() if "slug:slug" in route])
def test_an_address_in_a_network_has_a_door_that_fetches(route: str) -> None:
    assert isinstance(getattr(routes()[route], "door", None), tuple), "A page of a network needs @door(fetch, may)."


# A network one is not in

WORKSPACE = tuple(template for template in TEMPLATES if "{fjordby}" in template)


def methods(template: str) -> list[str]:
    return [method for method in ("GET", "POST") if f"{method} {template}" in ROWS]


def foreign_addresses(told: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(method, template, path in the foreign network)."""
    for template in WORKSPACE:
        for method in methods(template):
            yield method, template, address(template, told)


@pytest.mark.parametrize("slug", FOREIGN_NETWORKS)
@pytest.mark.parametrize("who", ["coordinator", "deputy", "supervisor", "stranger"])
def test_a_foreign_network_does_not_exist(full: Told, client_of: SignedIn, who: str, slug: str) -> None:
    client = client_of(who)

    answers = {(m, path): ask(client, m, path).status_code for m, _, path in foreign_addresses(full[slug])}

    assert {row: status for row, status in answers.items() if status != 404} == {}


@pytest.mark.parametrize("slug", FOREIGN_NETWORKS)
def test_a_foreign_row_does_not_exist_under_ones_own_network(full: Told, client_of: SignedIn, slug: str) -> None:
    client = client_of("coordinator")
    with_ids = [
        (m, path.replace(f"/{slug}/", f"/{FJORDBY}/"))
        for m, template, path in foreign_addresses(full[slug])
        if any(f"{{{word}}}" in template for word in FOREIGN)
    ]

    answers = {(m, path): ask(client, m, path).status_code for m, path in with_ids}

    assert with_ids
    assert {row: status for row, status in answers.items() if status != 404} == {}


def neutral(response: HttpResponse, path: str) -> str:
    """The page without what differs between any two loads: the address itself, nonces and form keys."""
    text = response.content.decode().replace(path, "")
    return re.sub(r'(nonce|value)="[^"]*"', "", text)


def test_what_is_foreign_and_what_is_absent_look_the_same(client_of: SignedIn) -> None:
    client = client_of("stranger")
    pages = [neutral(ask(client, "GET", path), path) for path in ("/nettverk/fjordby/", "/nettverk/finnes-ikke/")]

    assert pages[0] == pages[1]


# One factor


def test_one_factor_reaches_enrolment_only(client_of: SignedIn, addresses: dict[str, str]) -> None:
    client = client_of("coordinator")
    session = client.session
    del session["two_factors"]
    session.save()
    private = [template for template in TEMPLATES if not is_public(template)]
    enrolment = {t for t in private if getattr(routes()[route_of(t)], "door", None) == "one factor"}

    sent_on = {t for t in private if getattr(ask(client, "GET", addresses[t]), "url", "") == "/konto/sikkerhet/"}

    assert (sent_on, enrolment & sent_on) == (set(private) - enrolment, set())
