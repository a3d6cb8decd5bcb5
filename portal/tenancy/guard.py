"""A process that could look past the policies refuses to start."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

QUESTION = """
SELECT current_user, r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relowner = r.oid AND n.nspname IN ('public', 'sec') AND c.relkind = 'r')
FROM pg_roles r WHERE r.rolname = current_user
"""


def refuse_powerful_role() -> None:
    """Raises ImproperlyConfigured for a superuser, a table owner or a role that bypasses the policies."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        role, superuser, bypasses, owns = cursor.fetchone() or ("nobody", True, True, True)
    connection.close()
    if superuser or bypasses or owns:
        raise ImproperlyConfigured(
            f"The database role {role} can look past the access policies. Start pages and jobs as portal_app."
        )
