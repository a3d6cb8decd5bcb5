"""Row-level security for migrations: one call per private table, written where the table is created.

Every private table gets FORCE ROW LEVEL SECURITY, a restrictive floor on its network that no other policy can
get under, and permissive policies that say who reads and who writes. A table without a write rule is read-only
for the application: only the database's own functions, which check the grantor, write there.
"""

from pathlib import Path

from django.db import migrations

# In FROM the function is taken into the statement when it is planned; as a value it would be called.
MY_NETWORKS = "SELECT mine FROM sec.my_networks() AS mine"


def networks_where(capability: str) -> str:
    return f"SELECT mine FROM sec.networks_where('{capability}') AS mine"  # noqa: S608 a name of ours


def protect(
    table: str,
    *,
    column: str = "network_id",
    read: str = "",
    own: str = "",
    only: str = "",
    write: str = "",
    update: str = "",
) -> migrations.RunSQL:
    """Policies of one private table.

    `read`, `write`, `update` are capabilities; without `read` everyone in the network reads. `own` is a condition
    under which a row is read without the capability, `only` one that every read row must meet. `write` allows
    insert, update and delete; `update` only that; without either the table is read-only.
    """
    reading = f"{column} IN ({networks_where(read)})" if read else "true"
    reading = f"({reading} OR {own})" if own else reading
    reading = f"{reading} AND {only}" if only else reading
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY floor ON {table} AS RESTRICTIVE TO PUBLIC USING ({column} IN ({MY_NETWORKS}))",
        f"CREATE POLICY reading ON {table} FOR SELECT TO portal_app USING ({reading})",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO portal_definer",
        f"GRANT USAGE ON SEQUENCE {table}_id_seq TO portal_definer",
        f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM portal_app",
    ]
    if write:
        statements += changing(table, column, write, "INSERT", "UPDATE", "DELETE")
    if update:
        statements += changing(table, column, update, "UPDATE")
    return migrations.RunSQL(";\n".join(statements), migrations.RunSQL.noop)


def changing(table: str, column: str, capability: str, *verbs: str) -> list[str]:
    """Asked of the tables at that moment: what is written stays when the transaction is over."""
    may = f"({column} IN (SELECT sec.networks_asked('{capability}')))"
    clause = {"INSERT": f"WITH CHECK {may}", "UPDATE": f"USING {may} WITH CHECK {may}", "DELETE": f"USING {may}"}
    policies = [f"CREATE POLICY {verb.lower()}ing ON {table} FOR {verb} TO portal_app {clause[verb]}" for verb in verbs]
    return [f"GRANT {', '.join(verbs)} ON {table} TO portal_app", *policies]


def own(*tables: str) -> migrations.RunSQL:
    """Rows that are one person's and of no network: she alone reads and changes them."""
    hers = "(user_id = (SELECT sec.uid()))"
    statements = [
        statement
        for table in tables
        for statement in (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY own ON {table} TO portal_app USING {hers} WITH CHECK {hers}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO portal_definer",
            f"GRANT USAGE ON SEQUENCE {table}_id_seq TO portal_definer",
        )
    ]
    return migrations.RunSQL(";\n".join(statements), migrations.RunSQL.noop)


def read_only(*tables: str) -> migrations.RunSQL:
    """Public facts: everybody reads, the application never writes."""
    return migrations.RunSQL(
        f"REVOKE INSERT, UPDATE, DELETE ON {', '.join(tables)} FROM portal_app", migrations.RunSQL.noop
    )


def same_network(table: str, column: str, parent: str) -> migrations.RunSQL:
    """A composite foreign key: foreign key checks look past the policies, so they must compare the network too."""
    name = f"{table}_{column.removesuffix('_id')}_same_network"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (network_id, {column}) "
        f"REFERENCES {parent} (network_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def stays(table: str, *, column: str = "network_id") -> migrations.RunSQL:
    """A row never moves to another network. Every private table the application may update needs it."""
    return migrations.RunSQL(
        f"CREATE TRIGGER stays_in_network BEFORE UPDATE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION sec.stay_in_network('{column}')",
        f"DROP TRIGGER stays_in_network ON {table}",
    )


def functions(migration: str) -> migrations.RunSQL:
    """The SQL file that stands beside the migration under the same name. It may call functions of later files."""
    text = Path(migration).with_suffix(".sql").read_text()
    return migrations.RunSQL(f"SET LOCAL check_function_bodies = off;\n{text}", migrations.RunSQL.noop)
