"""The chain holds, nobody of the application changes it, and what a superuser changes is found at its number."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.types.json import Jsonb

from networks.directory.models import Network
from networks.entry import services as entry
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.audit.services import record
from portal.tenancy.context import acting_as
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed
from tests import database
from tests.conftest import SERVER

Acting = Callable[[str], Any]
ENTRIES = 12
COLUMNS = "at, actor_id, actor_label, role, action, subject, subject_id, subject_label, detail, hash"


@pytest.fixture
def superuser(fresh_database: str) -> Iterator[psycopg.Connection]:
    """A chain of twelve entries in a database of its own, and somebody who can do anything to it."""
    with psycopg.connect(database.administrator(SERVER), dbname=fresh_database, autocommit=True) as chain:
        chain.execute("DELETE FROM portal_entry; DELETE FROM sec.audit_head")
        for number in range(ENTRIES):
            chain.execute("SELECT sec.append_entry(1, %s, 'Kari', '', 'note.kept', 'note', 7, 'x', '{}')", [number])
        yield chain


def broken(chain: psycopg.Connection) -> int:
    row = chain.execute("SELECT broken FROM sec.verify_audit(1)").fetchone()
    assert row is not None
    return int(row[0])


def test_an_untouched_chain_holds(superuser: psycopg.Connection) -> None:
    assert superuser.execute("SELECT read, broken FROM sec.verify_audit(1)").fetchone() == (ENTRIES, 0)


@pytest.mark.parametrize(
    ("number", "attack"),
    [
        (5, "UPDATE portal_entry SET actor_id = 99 WHERE seq = 5"),
        (5, "UPDATE portal_entry SET at = at - interval '1 second' WHERE seq = 5"),
        (5, "UPDATE portal_entry SET action = 'note.lost' WHERE seq = 5"),
        (5, "UPDATE portal_entry SET detail = '{\"a\": 1}' WHERE seq = 5"),
        (5, "UPDATE portal_entry SET subject_id = NULL WHERE seq = 5"),
        (5, "UPDATE portal_entry SET role = 'coordinator' WHERE seq = 5"),
        (5, "UPDATE portal_entry SET hash = '\\x00' WHERE seq = 5"),
        (1, "DELETE FROM portal_entry WHERE seq = 1"),
        (5, "DELETE FROM portal_entry WHERE seq = 5"),
        (5, "DELETE FROM portal_entry WHERE seq = 5; UPDATE portal_entry SET seq = seq - 1 WHERE seq > 5"),
        (5, "UPDATE portal_entry SET seq = CASE seq WHEN 5 THEN 106 ELSE 105 END WHERE seq IN (5, 6);"
            "UPDATE portal_entry SET seq = seq - 100 WHERE seq > 100"),
        (11, "DELETE FROM portal_entry WHERE seq > 10"),
        (1, "DELETE FROM portal_entry"),
        (1, "DELETE FROM sec.audit_head"),
        (12, "UPDATE sec.audit_head SET hash = '\\x00'"),
        (13, f"INSERT INTO portal_entry (network_id, seq, {COLUMNS}) SELECT 1, 13, {COLUMNS} FROM portal_entry WHERE seq = 12"),  # noqa: S608
    ],
)  # fmt: skip
def test_tampering_is_found_at_its_number(superuser: psycopg.Connection, number: int, attack: str) -> None:
    superuser.execute("ALTER TABLE portal_entry DROP CONSTRAINT audit_one_entry_per_number")
    superuser.execute(attack)

    assert broken(superuser) == number


def test_a_well_made_entry_the_head_does_not_know_is_found(superuser: psycopg.Connection) -> None:
    """Whoever knows how the hash is made can continue the chain, but not behind the head's back."""
    superuser.execute("CREATE TABLE kept AS SELECT * FROM sec.audit_head")
    superuser.execute("SELECT sec.append_entry(1, 9, 'Kari', '', 'note.kept', 'note', 7, 'x', '{}')")
    superuser.execute("UPDATE sec.audit_head h SET seq = k.seq, hash = k.hash FROM kept k")

    assert broken(superuser) == ENTRIES + 1


def test_erasing_a_name_leaves_the_chain_whole(superuser: psycopg.Connection) -> None:
    superuser.execute("UPDATE portal_entry SET actor_label = '', subject_label = ''")

    assert broken(superuser) == 0


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE portal_entry SET action = 'x'",
        "DELETE FROM portal_entry",
        "TRUNCATE portal_entry",
        "INSERT INTO portal_entry (network_id, seq, at, actor_label, role, action, subject, subject_label, detail, hash)"
        " VALUES (1, 1, now(), '', '', 'x', '', '', '{}', '')",
        "UPDATE sec.audit_head SET seq = 0",
        "SELECT sec.append_entry(1, 1, '', '', 'x', '', 1, '', '{}')",
    ],
)
def test_the_application_cannot_touch_the_chain(acting: Acting, fjordby: Network, attack: str) -> None:
    with acting("coordinator"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(attack)


@pytest.mark.parametrize("attack", ["UPDATE portal_entry SET action = 'x'", "DELETE FROM portal_entry"])
@pytest.mark.parametrize("role", ["portal_maint", "portal_definer"])
def test_no_other_role_of_ours_changes_an_entry(superuser: psycopg.Connection, role: str, attack: str) -> None:
    superuser.execute(f"SET ROLE {role}")

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        superuser.execute(attack)


def test_an_entry_goes_with_what_it_tells_about(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        before = Entry.objects.filter(network_id=fjordby.pk).count()
        organisation = fjordby.organisations.first()
        assert organisation is not None
        with transaction.atomic():
            entry.invite(
                network=fjordby,
                email="a@b.no",
                role="member",
                organisation_id=organisation.pk,
                function="",
                by=coordinator,
            )
            written = Entry.objects.filter(network_id=fjordby.pk).count()
            transaction.set_rollback(True)

        assert (written, Entry.objects.filter(network_id=fjordby.pk).count()) == (before + 1, before)


def test_nobody_leaves_an_entry_namelessly(fjordby: Network) -> None:
    with acting_as(None), pytest.raises(NotAllowed), transaction.atomic():
        call("record", network=fjordby.pk, action="network.read", subject="", subject_id=None, subject_label="",
             detail=Jsonb({}))  # fmt: skip


def test_nobody_leaves_an_entry_in_anothers_name(
    acting: Acting, persona: Callable[[str], User], fjordby: Network
) -> None:
    deputy = persona("deputy")

    with acting("coordinator"), pytest.raises(RuntimeError, match="while acting as"):
        record(fjordby.pk, "network.read", by=deputy)


def test_only_who_reads_the_audit_sees_it(acting: Acting, fjordby: Network) -> None:
    seen = {}
    for who in ("coordinator", "deputy", "member", "observer", "outsider-coordinator", "stranger"):
        with acting(who):
            seen[who] = Entry.objects.filter(network_id=fjordby.pk).exists()

    assert {who for who, sees in seen.items() if sees} == {"coordinator", "deputy"}
