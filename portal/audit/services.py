"""Writing to the audit chain, in the transaction of what it tells about; and reading whether it still holds."""

from dataclasses import dataclass

from django.db import connection, models
from psycopg.types.json import Jsonb

from portal.accounts.models import User
from portal.tenancy.context import acting_user_id
from portal.tenancy.functions import call


def record(
    network_id: int, action: str, subject: models.Model | None = None, *, by: User, label: str = "", **detail: object
) -> None:
    """One entry by the acting person. `action` is «noun.verb», `detail` identifiers and closed-list words, no content.

    Raises RuntimeError when the transaction acts as somebody else than `by`: the database would name that one.
    """
    if acting_user_id() != by.pk:
        raise RuntimeError(f"{action} by user {by.pk} while acting as {acting_user_id()}.")
    call(
        "record",
        network=network_id,
        action=action,
        subject=type(subject).__name__.lower() if subject else "",
        subject_id=subject.pk if subject else None,
        subject_label=label,
        detail=Jsonb(detail),
    )


@dataclass(frozen=True)
class Chain:
    """One network's chain: how many entries hold together, and the first number that does not (0: all do)."""

    network_id: int
    entries: int
    broken: int


def verify(network_id: int | None = None) -> list[Chain]:
    """Check one chain, or all. Only the maintenance role and the owner may call the functions behind it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, v.read, v.broken "
            "FROM unnest(coalesce(%s::bigint[], ARRAY(SELECT sec.audited_networks()))) AS n, sec.verify_audit(n) AS v "
            "ORDER BY n",
            [None if network_id is None else [network_id]],
        )
        return [Chain(*row) for row in cursor.fetchall()]
