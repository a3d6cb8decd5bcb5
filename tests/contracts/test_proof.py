"""Whatever changes who belongs to a network, or takes out what it holds, asks for a proof from the last five minutes."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from networks.directory.models import Network
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.accounts.proof import Proof
from portal.audit.models import Entry
from tests.contracts.matrix import ALLAUTH, ROWS, SENDING, WHY_NO_PROOF
from tests.contracts.routes import routes
from tests.contracts.test_urls import FJORDBY, ask, client_again, route_of, template_of
from tests.contracts.things import address, membership, parts

PASSWORD = "grønn elg på sykkel i mars"
REFUSED = {403, 404}
Stale = Callable[[str], Client]
Running = Callable[[str], Any]


def proof_of(template: str) -> Proof | None:
    return getattr(routes()[route_of(template)], "proof", None)


SENT = [row for row in ROWS if row.startswith(("POST /nettverk/", "POST /kommuner/"))]
ASKING = [row for row in SENT if proof_of(template_of(row))]
READ = [
    row for row in ROWS if row.startswith("GET /nettverk/") and getattr(proof_of(template_of(row)), "to_read", False)
]


@pytest.fixture
def stale(persona: Callable[[str], User], signed_in: Callable[[str], Client]) -> Stale:
    """stale("deputy"): the person as a real account, with a password, in a session whose proof is too old."""

    def sign_in(who: str) -> Client:
        user = persona(who)
        user.set_password(PASSWORD)
        user.save()
        return signed_in(who)

    return sign_in


@pytest.fixture(scope="module")
def laid(laying: Running) -> dict[str, str]:
    with laying(FJORDBY) as (network, by):
        return parts(network, by)


@pytest.fixture
def told(db: None, laid: dict[str, str]) -> dict[str, str]:
    """What stands in the addresses of Fjordby."""
    return laid


def asks_for_proof(answer: Any) -> bool:
    return answer.status_code == 302 and str(answer["Location"]).startswith("/konto/bekreft/?")


def prove(client: Client, answer: Any) -> Any:
    page = answer["Location"]
    onward = parse_qs(urlsplit(page).query)["next"][0]
    return client.post(page, {"password": PASSWORD, "next": onward}, follow=True)


# Who is asked


def test_everything_sent_asks_for_a_proof_or_says_why_not() -> None:
    silent = {route_of(template_of(row)) for row in SENT if not proof_of(template_of(row))}

    assert silent == set(WHY_NO_PROOF)


def test_every_address_that_is_sent_to_is_counted() -> None:
    """Outside networks and municipalities: the account, the demo's door, and what a reader says without an account."""
    others = {template_of(row) for row in ROWS if row.startswith("POST ")} - {template_of(row) for row in SENT}

    elsewhere = (f"/{ALLAUTH}", "/bibliotek/rutiner/")  # of the library two supervisors answer for every word
    assert {template for template in others if not template.startswith(elsewhere)} == {
        "/demo/sign-in/", "/fagstoff/{text}/stem/", "/faglesing/brukt/", "/hjem/varsler/lest/",
    }  # fmt: skip


def test_the_audit_is_the_only_page_that_asks_before_it_is_read() -> None:
    assert READ == ["GET /nettverk/{fjordby}/innsyn/"]


@pytest.mark.parametrize("who", ["coordinator", "deputy", "contact", "member", "observer", "supervisor", "stranger"])
def test_who_may_is_asked_and_who_may_not_is_refused_first(stale: Stale, told: dict[str, str], who: str) -> None:
    client = stale(who)
    wrong = {}
    for row in ASKING + READ:
        path = address(template_of(row), told)
        answer = ask(client_again(client), row.split()[0], path, SENDING.get(row))
        expected = ROWS[row][who]
        right = answer.status_code == expected if expected in REFUSED else asks_for_proof(answer)
        if not right:
            wrong[row] = f"{answer.status_code}, where a fresh proof gives {expected}"

    assert wrong == {}


def test_no_other_page_of_a_network_asks_before_it_is_read(stale: Stale, told: dict[str, str]) -> None:
    client = stale("coordinator")
    pages = [row for row in ROWS if row.startswith("GET /nettverk/{fjordby}/") and row not in READ]

    asking = {row for row in pages if asks_for_proof(ask(client, "GET", address(template_of(row), told)))}

    assert (asking, len(pages) > 20) == (set(), True)


def test_a_fragment_takes_the_whole_window_to_the_proof(stale: Stale, told: dict[str, str]) -> None:
    client = stale("coordinator")
    path = address("/nettverk/{fjordby}/medlemmer/{member}/pause/", told)

    answer = client.post(path, headers={"HX-Request": "true"})

    assert answer["HX-Redirect"].startswith("/konto/bekreft/?")


# What goes on


@pytest.fixture
def member(running: Running) -> Membership:
    with running(FJORDBY) as (network, by):
        held: Membership = membership(network, by)
        return held


def role_of(running: Running, member: Membership) -> str:
    with running(FJORDBY):
        return str(Membership.objects.get(pk=member.pk).role)


def changes_noted(running: Running, member: Membership) -> int:
    with running(FJORDBY):
        return Entry.objects.filter(network_id=member.network_id, action="member.role_changed").count()


def test_nothing_happens_before_the_proof_and_once_after_it(stale: Stale, running: Running, member: Membership) -> None:
    client, before = stale("coordinator"), changes_noted(running, member)

    asked = client.post(f"/nettverk/fjordby/medlemmer/{member.pk}/rolle/", {"role": "mentor"})
    assert asks_for_proof(asked)
    assert (role_of(running, member), changes_noted(running, member)) == ("member", before)

    shown = prove(client, asked)
    assert shown.redirect_chain[-1][0] == f"/nettverk/fjordby/medlemmer/{member.pk}/"
    assert (role_of(running, member), changes_noted(running, member)) == ("mentor", before + 1)

    prove(client, asked)
    assert changes_noted(running, member) == before + 1


def test_the_page_of_proof_names_the_step_and_nobody(stale: Stale, member: Membership) -> None:
    client = stale("coordinator")
    asked = client.post(f"/nettverk/fjordby/medlemmer/{member.pk}/rolle/", {"role": "mentor"})

    page = client.get(asked["Location"]).content.decode()

    assert "Then «Change the role» goes on" in page
    assert "fjordby" not in re.sub(r"(?s)<header.*?</header>", "", page).lower()


def test_who_has_lost_her_role_meanwhile_is_refused_after_the_proof(
    stale: Stale, running: Running, member: Membership, persona: Callable[[str], User]
) -> None:
    from networks.membership.services import change_role  # noqa: PLC0415 the one use

    client = stale("deputy")
    asked = client.post(f"/nettverk/fjordby/medlemmer/{member.pk}/rolle/", {"role": "mentor"})
    with running(FJORDBY) as (network, by):
        deputy = Membership.objects.get(network=network, user=persona("deputy"))
        change_role(member=deputy, role="member", by=by)

    assert prove(client, asked).status_code == 403
    assert role_of(running, member) == "member"


def test_a_form_says_where_it_is_sent(signed_in: Callable[[str], Client], told: dict[str, str]) -> None:
    """Drawn again after a proof, with its errors, it stands at another address; it must not be sent to that."""
    pages = [template_of(row) for row in ASKING if row.replace("POST", "GET") in ROWS]
    client, astray = signed_in("coordinator"), {}
    for template in pages:
        text = ask(client, "GET", address(template, told)).content.decode()
        if forms := re.findall(r'<form(?![^>]* action="/)[^>]*method="post"[^>]*>', text):
            astray[template] = forms

    assert (astray, len(pages) > 10) == ({}, True)


def test_errors_after_the_proof_are_shown_with_what_was_written(stale: Stale) -> None:
    client = stale("coordinator")

    shown = prove(client, client.post("/nettverk/nytt/", {"name": "Et nytt nett"}))

    assert 'value="Et nytt nett"' in shown.content.decode()
    assert '<form method="post" action="/nettverk/nytt/"' in shown.content.decode()


def test_the_rail_marks_the_room_of_the_step(stale: Stale) -> None:
    client = stale("coordinator")

    shown = prove(client, client.post("/nettverk/fjordby/medlemmer/inviter/"))

    assert re.search(r'<a[^>]*href="/nettverk/fjordby/medlemmer/"[^>]*aria-current="true"', shown.content.decode())


def test_an_audit_is_read_and_taken_out_after_one_proof(stale: Stale, fjordby: Network) -> None:
    client = stale("coordinator")

    page = prove(client, client.get("/nettverk/fjordby/innsyn/?side=1"))

    assert page.redirect_chain[-1][0] == "/nettverk/fjordby/innsyn/?side=1"
    assert client.post("/nettverk/fjordby/innsyn/fil/")["Content-Type"].startswith("text/csv")
