"""Who acts, and so what she sees: told to the database in this module and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections, transaction

ACT_AS = "SELECT network_id, roles, rooms FROM sec.act_as(%s, %s)"
TELL = "SELECT network_id, roles, rooms FROM sec.tell()"


@dataclass(frozen=True)
class Standing:
    """What a person is in one network at the moment: her live roles, and the rooms she is placed in."""

    roles: frozenset[str]
    rooms: frozenset[int]


Standings = dict[int, Standing]
NOWHERE = Standing(frozenset(), frozenset())


@contextmanager
def acting_as(user_id: int | None, *, read_only: bool = False, using: str = "default") -> Iterator[None]:
    """One transaction in which the database knows who asks. `None` asks as nobody and sees nothing private.

    The variable is local to the transaction, so a pooled connection carries it to no one. Nesting restores the
    outer person; an exception rolls back, which also undoes the variable. With `read_only` the database refuses every
    write until the block ends; said in the same statement, it costs no question more. So are her roles and rooms.
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
        forget_standings(using=using)


def set_user(user_id: int | None, *, using: str, read_only: bool = False) -> None:
    connection = connections[using]
    told = asked(ACT_AS, "" if user_id is None else str(int(user_id)), read_only, using=using)
    connection.acting_user_id = user_id  # type: ignore[attr-defined]
    connection.acting_standings = (tuple(connection.savepoint_ids), told)  # type: ignore[attr-defined]


def asked(statement: str, *arguments: str | bool, using: str) -> Standings:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, arguments)
        return {network: Standing(frozenset(roles), frozenset(rooms)) for network, roles, rooms in cursor.fetchall()}


def acting_user_id(*, using: str = "default") -> int | None:
    """Whom the current transaction acts as; for asserting, never for deciding."""
    user_id: int | None = getattr(connections[using], "acting_user_id", None)
    return user_id


def my_standings(*, using: str = "default") -> Standings:
    """Network id → what the acting person is there, told with who acts and asked again after each change.

    What was told inside a savepoint is not believed after it: if that was rolled back, so was what it made of her.
    """
    connection = connections[using]
    now = tuple(connection.savepoint_ids)
    at, told = getattr(connection, "acting_standings", None) or ((), None)
    if told is None or now[: len(at)] != at:
        told = asked(TELL, using=using)
        connection.acting_standings = (now, told)  # type: ignore[attr-defined]
    return told


def my_roles(network_id: int) -> frozenset[str]:
    return my_standings().get(network_id, NOWHERE).roles


def my_rooms() -> frozenset[int]:
    """The rooms the acting person is placed in, of all her networks."""
    return frozenset().union(*(standing.rooms for standing in my_standings().values()))


def forget_standings(*, using: str = "default") -> None:
    connections[using].acting_standings = None  # type: ignore[attr-defined]
