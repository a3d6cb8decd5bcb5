"""The roles as rows, for migrations: policies and functions read the same data as the doors."""

from django.db import migrations

from portal.access.roles import GRANTABLE, ROLES


def lay_roles() -> migrations.RunSQL:
    """Lay the roles of portal/access/roles.py into the database. A new migration calls it when they change."""
    capabilities = [f"('{role}', '{may}')" for role, held in ROLES.items() for may in sorted(held)]
    grants = [f"('{role}', '{given}')" for role, grantable in GRANTABLE.items() for given in sorted(grantable)]
    return migrations.RunSQL(
        "SET ROLE portal_definer; DELETE FROM sec.role_capability; DELETE FROM sec.role_grants;"
        f"INSERT INTO sec.role_capability VALUES {', '.join(capabilities)};"
        f"INSERT INTO sec.role_grants VALUES {', '.join(grants)}; RESET ROLE",
        migrations.RunSQL.noop,
    )
