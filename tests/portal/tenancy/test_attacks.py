"""What somebody could try who had got SQL of her own onto the application's connection.

One thing she could do, and it is published as an accepted risk: say that she is another person. Nothing in the
application does so outside portal/tenancy/context.py, and all SQL is parameterised. Everything else is refused.
"""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from networks.directory.models import Network
from portal.audit.models import Entry
from portal.tenancy.context import acting_as
from tests import database
from tests.conftest import SERVER

Acting = Callable[[str], Any]

REFUSED = {
    "take the owner's role": "SET ROLE portal_owner",
    "take the definer's role": "SET ROLE portal_definer",
    "take the maintenance role": "SET ROLE portal_maint",
    "become superuser": "SET SESSION AUTHORIZATION postgres",
    "empty a table": "TRUNCATE networks_organisation CASCADE",
    "switch the policies off on a table": "ALTER TABLE networks_network DISABLE ROW LEVEL SECURITY",
    "drop a policy": "DROP POLICY floor ON networks_network",
    "add a policy": "CREATE POLICY mine ON networks_network USING (true)",
    "drop the trigger": "DROP TRIGGER stays_in_network ON networks_organisation",
    "replace a function": "CREATE OR REPLACE FUNCTION sec.uid() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "make a function of the same name": "CREATE FUNCTION public.uid() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "make a table": "CREATE TABLE public.copy AS SELECT 1",
    "copy to a program": "COPY networks_network TO PROGRAM 'cat'",
    "copy to a file": "COPY networks_network TO '/dev/null'",
    "read a file": "SELECT pg_read_file('/etc/hostname')",
    "write a membership": "UPDATE networks_membership SET role = 'coordinator'",
    "make a membership": "INSERT INTO networks_membership SELECT * FROM networks_membership",
    "end a membership": "DELETE FROM networks_membership",
    "write an invitation": "UPDATE networks_invitation SET expires_at = now() + interval '1 year'",
    "write a visit": "UPDATE networks_grant SET ends_at = now() + interval '1 year'",
    "make a visit": "INSERT INTO networks_grant SELECT * FROM networks_grant",
    "write a handover": "UPDATE networks_handover SET accepted_at = now()",
    "write a join request": "UPDATE networks_joinrequest SET admitted = true",
    "take an office": "INSERT INTO portal_office (user_id, kind, region, starts_on) VALUES (1, 'supervisor', '', now())",
    "widen a role": "INSERT INTO sec.role_capability VALUES ('observer', 'members.manage')",
    "widen what a role gives": "INSERT INTO sec.role_grants VALUES ('observer', 'coordinator')",
    "call the inside of a function": "SELECT sec.add_member(1, 1, 1, '', 'coordinator', 1)",
    "read the heads of the chains": "SELECT * FROM sec.audit_head",
    "check a foreign chain": "SELECT sec.verify_audit(1)",
    "read passwords of the server": "SELECT * FROM pg_authid",
}


@pytest.mark.parametrize("attack", REFUSED.values(), ids=REFUSED.keys())
def test_refused(acting: Acting, fjordby: Network, attack: str) -> None:
    with (
        acting("coordinator"),
        pytest.raises(DatabaseError, match=r"permission denied|must be owner|must be able to SET ROLE"),
        transaction.atomic(),
    ):
        connection.cursor().execute(attack)


def rows(statement: str, *values: int | str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def test_row_security_off_is_an_error_and_shows_nothing(acting: Acting, fjordby: Network) -> None:
    with (
        acting("stranger"),
        pytest.raises(DatabaseError, match="would be affected by row-level security"),
        transaction.atomic(),
    ):
        connection.cursor().execute("SET LOCAL row_security = off; SELECT * FROM networks_network")


def test_copy_shows_only_ones_own(acting: Acting, fjordby: Network) -> None:
    with acting("outsider-coordinator"), connection.cursor() as cursor:
        with cursor.copy("COPY (SELECT * FROM networks_network) TO STDOUT") as copied:
            text = b"".join(bytes(part) for part in copied)

        assert (b"skogkanari" in text, b"fjordkanari" in text) == (True, False)


def test_temporary_tables_do_not_stand_before_ours(acting: Acting, fjordby: Network) -> None:
    """A definer function reads public.networks_membership, whatever stands under that name in pg_temp."""
    with acting("stranger"), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE networks_membership AS "
            "SELECT %s::bigint AS network_id, sec.uid() AS user_id, 'active' AS state, 'coordinator' AS role",
            [fjordby.pk],
        )
        cursor.execute("SELECT count(*) FROM sec.my_roles()")

        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("table", ["networks_organisation", "networks_charter", "networks_territory"])
def test_a_row_is_not_carried_to_a_network_one_also_runs(acting: Acting, fjordby: Network, table: str) -> None:
    """The coordinator founds a network of her own: the policies let her write in both, the trigger keeps rows apart,
    and where the application may not change the column at all it does not come that far."""
    with acting("coordinator"):
        rows(
            "SELECT sec.found_network('annet', 'Annet', 'municipality', 'k', 'Annet kommune', 'municipality', 'fvl', '')"
        )
        move = f"UPDATE {table} SET network_id = (SELECT id FROM networks_network WHERE slug = 'annet') WHERE network_id = %s"  # noqa: S608
        refusal = "a row stays in its network|permission denied"
        with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
            rows(move, fjordby.pk)


def test_writing_into_a_foreign_network_is_refused(acting: Acting, fjordby: Network) -> None:
    insert = "INSERT INTO networks_territory (network_id, municipality_id) VALUES (%s, '0301')"
    with acting("coordinator"):
        allowed = rows(insert, fjordby.pk)

    with acting("outsider-coordinator"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        rows(insert, fjordby.pk)
    assert allowed == 1


def test_a_foreign_row_cannot_be_pointed_at(db: None) -> None:
    """Foreign key checks look past the policies, so the composite key compares the network: even for a superuser."""
    point = (
        "UPDATE networks_invitation i SET organisation_id = "
        "(SELECT min(o.id) FROM networks_organisation o WHERE o.network_id <> i.network_id)"
    )
    with psycopg.connect(database.administrator(SERVER), dbname=connection.settings_dict["NAME"]) as admin:
        admin.execute("SET CONSTRAINTS ALL IMMEDIATE")

        with pytest.raises(psycopg.errors.ForeignKeyViolation, match="same_network"):
            admin.execute(point)


def test_setting_another_person_works_and_is_the_published_risk(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        chosen = str(coordinator.pk)
    with acting("stranger"):
        before = Network.objects.count()
        rows("SELECT sec.act_as(%s, false)", chosen)

        assert (before, Network.objects.count()) == (0, 1)


TOLD = ("network.manage", "organisations.manage", "members.invite")
WRITING = {
    "a network": "UPDATE networks_network SET name = 'owned' WHERE id = %s",
    "an organisation": "UPDATE networks_organisation SET name = 'owned' || id WHERE network_id = %s",
    "a municipality": "DELETE FROM networks_territory WHERE network_id = %s",
}


def tell_oneself(network: Network) -> None:
    for name in ("app.networks", *(f"app.may.{capability}" for capability in TOLD)):
        rows("SELECT set_config(%s, %s, true)", name, f"{{{network.pk}}}")


@pytest.mark.parametrize("statement", WRITING.values(), ids=WRITING.keys())
def test_what_one_tells_oneself_writes_nothing(acting: Acting, fjordby: Network, statement: str) -> None:
    """Reading is filtered by what the transaction was told; whatever writes asks the tables."""
    with acting("coordinator"):
        allowed = rows(statement, fjordby.pk)

    with acting("stranger"):
        tell_oneself(fjordby)
        assert (bool(allowed), rows(statement, fjordby.pk)) == (True, 0)


def test_what_one_tells_oneself_opens_no_function_that_writes(acting: Acting, fjordby: Network) -> None:
    with acting("stranger"):
        tell_oneself(fjordby)
        party = fjordby.organisations.order_by("pk")[0].pk

        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            rows("SELECT sec.invite(%s, 'a@b.no', 'member', %s, '', 'hash')", fjordby.pk, party)


@pytest.mark.parametrize("slug", ["fjordby", "finnes-ikke"])
def test_a_refusal_tells_who_tried_nothing(acting: Acting, fjordby: Network, slug: str) -> None:
    """Not even how long the log of a network is that she cannot see."""
    with acting("stranger"), connection.cursor() as cursor:
        cursor.execute("SELECT sec.note_denial(%s, 'x', 404)", [slug])

        assert cursor.fetchone()[0] in {None, ""}


def test_whoever_has_left_learns_nothing_of_what_she_held(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator"):
        left = fjordby.memberships.get(user__email="ex-member@demo.invalid").pk

    with acting("ex-member"), pytest.raises(DatabaseError, match="not visible"), transaction.atomic():
        rows("SELECT sec.held_by(%s)", left)


def test_nobody_ends_no_visit(acting: Acting, fjordby: Network) -> None:
    """Compared with nobody, whose visit it is becomes NULL, which is neither yes nor no."""
    with acting("coordinator"):
        visit = fjordby.grants.get().pk

    with acting_as(None), pytest.raises(DatabaseError, match="not visible"), transaction.atomic():
        rows("SELECT sec.end_grant(%s)", visit)


@pytest.mark.parametrize("what", ["sec.end_member(%s, 'left')", "sec.held_by(%s)"])
def test_nobody_ends_no_membership(acting: Acting, fjordby: Network, what: str) -> None:
    with acting("coordinator"):
        member = fjordby.memberships.get(role="observer").pk

    with acting_as(None), pytest.raises(DatabaseError, match="not visible"), transaction.atomic():
        rows(f"SELECT {what}", member)


@pytest.mark.parametrize("who", ["stranger", "outsider-coordinator", "operator"])
def test_nobody_writes_in_the_audit_of_a_network_she_has_nothing_to_do_with(
    acting: Acting, fjordby: Network, who: str
) -> None:
    entry = "SELECT sec.record(%s, 'member.ended', 'membership', 1, 'Kari Lunde', '{}')"
    for network in (fjordby.pk, 987_654):
        with acting(who), pytest.raises(DatabaseError, match="not of this network"), transaction.atomic():
            rows(entry, network)


def test_a_refusal_is_noted_in_few_words(acting: Acting, fjordby: Network) -> None:
    with acting("stranger"):
        rows("SELECT sec.note_denial('fjordby', %s, 404)", "x" * 100_000)

    with acting("coordinator"):
        told = Entry.objects.filter(network_id=fjordby.pk, action="access.denied").latest("seq").detail
    assert len(told["address"]) == 100


def test_only_the_keeper_keeps_confirmations(acting: Acting, fjordby: Network, later: Callable[[str], None]) -> None:
    later("400 days")
    with acting("stranger"), connection.cursor() as cursor:
        cursor.execute("SELECT sec.keep_confirmations()")

        assert cursor.fetchone() == (0,)
