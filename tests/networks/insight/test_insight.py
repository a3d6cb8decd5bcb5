"""Who has done what, and who can see this."""

import ast
import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from networks.directory.models import Network
from networks.insight import queries, services
from networks.insight.choices import SENTENCES, TRIED
from networks.membership.models import Membership
from networks.membership.services import change_role
from portal.audit.models import Entry
from portal.audit.services import record
from portal.bootstrap import ROOT

Acting = Callable[[str], Any]


def test_audit_reads_in_plain_words(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        record(fjordby.pk, "organisation.added", fjordby, label="Fjordby bibliotek", by=coordinator)

        newest = queries.lines(queries.entries(coordinator, fjordby)[:1])[0]

    assert newest.sentence == str(SENTENCES["organisation.added"]) % {"who": "Kari Lunde", "what": "Fjordby bibliotek"}


def test_every_action_a_service_records_has_its_sentence() -> None:
    trees = [ast.parse(file.read_text()) for file in (ROOT / "networks").glob("*/services.py")]
    texts = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    actions = {text for text in texts if isinstance(text, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", text)}

    assert "member.joined" in actions
    assert actions - SENTENCES.keys() == set()


def test_audit_is_empty_for_a_member(acting: Acting, fjordby: Network) -> None:
    with acting("member") as member:
        assert not queries.entries(member, fjordby).exists()


def test_audit_filters_by_kind_and_person(acting: Acting, fjordby: Network, persona: Any) -> None:
    with acting("coordinator") as coordinator:
        found = queries.entries(coordinator, fjordby, action="charter", person=persona("contact").pk)

        assert {(e.action, e.actor_label) for e in found} == {("charter.signed", "Rune Solheim")}


@pytest.mark.parametrize(
    "start",
    [
        "=1+1",
        "+47",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "|cmd",
        "%0",
        " =1+1",
        "\uff1d1",
        "\uff0b47",
        "\u200b=1",
        "\ufeff@x",
    ],
)
def test_export_disarms_formulas(start: str) -> None:
    row = queries.AuditLine(1, datetime(2026, 11, 22, tzinfo=UTC), start, "", start, "a.b")

    cells = list(csv.reader(io.StringIO(services.as_csv([row])), delimiter=";"))[1]

    assert cells[2].startswith("'")


def test_export_holds_the_rows_of_the_screen(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        body = services.export_audit(network=fjordby, by=coordinator).decode("utf-8-sig")
        on_screen = [line.sentence for line in queries.lines(queries.entries(coordinator, fjordby))]

    in_file = [row[4] for row in list(csv.reader(io.StringIO(body), delimiter=";"))[1:]]
    assert in_file == on_screen[1:]  # the newest line is about the file itself


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("deputy", 403), ("member", 403), ("ex-member", 404)]
)
def test_export_is_the_coordinators(signed_in: Callable[[str], Client], who: str, status: int) -> None:
    assert signed_in(who).post("/nettverk/fjordby/innsyn/fil/").status_code == status


def test_refusal_names_who_could(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("member").get("/nettverk/fjordby/innsyn/").content.decode()

    assert "Kari Lunde" in page


def test_people_with_access_counts_live_guests_only(acting: Acting, fjordby: Network) -> None:
    with acting("member") as member:
        names = {person.name for person in queries.people_with_access(member, fjordby)}

    assert "Thea Dahl" in names
    assert names.isdisjoint({"Per Kleven", "Geir Aune"})


def test_matrix_marks_what_is_ones_own(acting: Acting, fjordby: Network) -> None:
    with acting("observer") as observer:
        mine = [row for row in queries.role_matrix(observer, fjordby) if row.mine]

    assert len(mine) == 1


@pytest.mark.parametrize(("who", "links"), [("member", 1), ("observer", 0)])
def test_names_are_offered_to_those_who_may_read_them(signed_in: Callable[[str], Client], who: str, links: int) -> None:
    text = signed_in(who).get("/nettverk/fjordby/tilgang/").content.decode()

    assert text.count("/nettverk/fjordby/tilgang/hvem/") == links


def test_each_line_of_the_matrix_names_its_roles(acting: Acting, fjordby: Network) -> None:
    with acting("observer") as observer:
        rows = queries.role_matrix(observer, fjordby)

    assert [str(name) for name in rows[0].holders][-2:] == ["Observer", "Supervisor on a visit"]
    assert all(len(row.holders) == sum(row.held) for row in rows)


@pytest.mark.parametrize("query", ["since=0001-01-01", "until=9999-12-31", "since=0001-01-01&until=9999-12-31"])
def test_a_day_at_the_calendars_end_is_refused_in_words(
    signed_in: Callable[[str], Client], fjordby: Network, query: str
) -> None:
    assert signed_in("coordinator").get(f"/nettverk/fjordby/innsyn/?{query}").status_code == 200


def an_entry(action: str, what: str = "", **detail: object) -> Entry:
    at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # the 23rd in Oslo
    return Entry(action=action, actor_label="Kari Lunde", subject_label=what, at=at, detail=detail)


FACTS = {
    "a role from what to what": (
        an_entry("member.role_changed", "Eva Nilsen", before="member", after="contact"),
        "Kari Lunde changed the role of Eva Nilsen from member to organisation's contact",
    ),
    "a role of an older entry": (
        an_entry("member.role_changed", "Eva Nilsen"),
        "Kari Lunde changed the role of Eva Nilsen",
    ),
    "how many letters": (
        an_entry("invitation.imported", invitations=[4, 5, 6, 7]),
        "Kari Lunde sent 4 invitations from a list",
    ),
    "one letter": (an_entry("invitation.imported", invitations=[4]), "Kari Lunde sent 1 invitation from a list"),
    "the last day of a visit": (
        an_entry("guest.let_in", "Per Kleven", days=14),
        "Kari Lunde let in Per Kleven up to and including 7 December",
    ),
    "what was refused": (
        an_entry("access.denied", address="networks:insight:audit", answer=403),
        "Kari Lunde was refused and could not open the log",
    ),
    "a page without a name": (
        an_entry("access.denied", address="networks:rooms:room", answer=404),
        "Kari Lunde was refused and could not open a page",
    ),
}


@pytest.mark.parametrize("fact", FACTS)
def test_the_log_says_what_an_auditor_asks(fact: str) -> None:
    entry, sentence = FACTS[fact]

    with translation.override("en"):
        assert queries.sentence(entry) == sentence


def test_what_can_be_refused_is_named_after_views_that_exist() -> None:
    assert [name for name in TRIED if not named(name)] == []


def named(view: str) -> bool:
    namespace, name = view.split(":")
    return name in {pattern.name for pattern in import_module(f"networks.{namespace}.urls").urlpatterns}


def test_a_change_of_role_is_written_down_with_the_old_role(acting: Acting, fjordby: Network, persona: Any) -> None:
    with acting("coordinator") as coordinator:
        member = Membership.objects.get(network=fjordby, user=persona("member"))
        change_role(member=member, role="contact", by=coordinator)

        assert queries.entries(coordinator, fjordby)[0].detail == {"before": "member", "after": "contact"}


def test_a_filter_that_makes_no_sense_shows_no_lines(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("coordinator").get("/nettverk/fjordby/innsyn/?since=2026-11-20&until=2026-11-01")

    assert not page.context["lines"]
    assert page.context["form"].errors["until"]


def test_the_file_calls_its_technical_column_a_code() -> None:
    with translation.override("nb"):
        assert services.as_csv([]).strip().endswith('"Kode"')
