"""Who acts, and so what she sees: told to the database in this module and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

ACT_AS = "SELECT network_id, roles FROM sec.act_as(%s, %s)"
TELL = "SELECT network_id, roles FROM sec.tell()"
Roles = dict[int, frozenset[str]]


@contextmanager
def acting_as(user_id: int | None, *, read_only: bool = False, using: str = "default") -> Iterator[None]:
    """One transaction in which the database knows who asks. `None` asks as nobody and sees nothing private.

    The variable is local to the transaction, so a pooled connection carries it to no one. Nesting restores the
    outer person; an exception rolls back, which also undoes the variable. With `read_only` the database refuses every
    write until the block ends; said in the same statement, it costs no question more. So are her roles.
    """
    connection = connections[using]
    nested = connection.in_atomic_block
    outer = getattr(connection, "acting_user_id", None) if nested else None
    try:
        with transaction.atomic(using=using):
            set_user(user_id, read_only=read_only, using=using)
            yield
        if nested:
            set_user(outer, using=using)
    finally:
        connection.acting_user_id = outer  # type: ignore[attr-defined] # kept beside its transaction
        forget_roles(using=using)


def set_user(user_id: int | None, *, using: str, read_only: bool = False) -> None:
    connection = connections[using]
    roles = asked(ACT_AS, "" if user_id is None else str(int(user_id)), read_only, using=using)
    connection.acting_user_id = user_id  # type: ignore[attr-defined]
    connection.acting_roles = (tuple(connection.savepoint_ids), roles)  # type: ignore[attr-defined]


def asked(statement: str, *arguments: str | bool, using: str) -> Roles:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, arguments)
        return {network: frozenset(roles) for network, roles in cursor.fetchall()}


def acting_user_id(*, using: str = "default") -> int | None:
    """Whom the current transaction acts as; for asserting, never for deciding."""
    user_id: int | None = getattr(connections[using], "acting_user_id", None)
    return user_id


def my_roles(*, using: str = "default") -> Roles:
    """Network id → live roles of the acting person, told with who acts and asked again after each change.

    What was told inside a savepoint is not believed after it: if that was rolled back, so were the roles.
    """
    connection = connections[using]
    now = tuple(connection.savepoint_ids)
    at, roles = getattr(connection, "acting_roles", None) or ((), None)
    if roles is None or now[: len(at)] != at:
        roles = asked(TELL, using=using)
        connection.acting_roles = (now, roles)  # type: ignore[attr-defined]
    return roles


def forget_roles(*, using: str = "default") -> None:
    connections[using].acting_roles = None  # type: ignore[attr-defined]
