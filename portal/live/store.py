"""What the live process asks the database, as portal_live: five functions, no table, nothing about case rooms' texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo
from psycopg.errors import QueryCanceled
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from portal.live.hints import CHANNEL

ASKING = 4  # connections of a process, whatever the number of sockets
OURS = {"server_side_binding", "prepare_threshold", "pool", "assume_role"}  # Django's words, unknown to libpq


def address() -> str:
    """Where the live role finds the database that the pages use."""
    told: Any = settings.LIVE_DATABASE
    options = {key: value for key, value in told["OPTIONS"].items() if key not in OURS}
    place = {"host": told["HOST"], "port": told["PORT"], "dbname": told["NAME"], "user": told["USER"]}
    return make_conninfo("", **place, password=told["PASSWORD"] or None, **options)


@dataclass(frozen=True)
class Admitted:
    """Somebody at the socket, and where the conversation stands."""

    user_id: int
    name: str
    event: int
    shows_presence: bool  # whether the others there may see that she has it open


@dataclass(frozen=True)
class News:
    """What happened in a conversation after an event, who hears it, and who not this one."""

    event: int
    hearers: frozenset[int]
    frames: list[tuple[int, str, frozenset[int]]]


class Store:
    def __init__(self, conninfo: str, idle: int) -> None:
        self.pool = AsyncConnectionPool(
            conninfo, min_size=1, max_size=ASKING, open=False, timeout=5, kwargs={"autocommit": True}
        )
        self.idle = idle

    async def rows(self, statement: str, *values: Any) -> list[Any]:
        """Where the connection was broken all of them are looked at, and it is asked anew: rarer than a look each time."""
        try:
            return await self.asked(statement, values)
        except (PoolTimeout, QueryCanceled):  # there is no answer: a second question would only take as long again
            raise
        except psycopg.OperationalError:
            await self.pool.check()
            return await self.asked(statement, values)

    async def asked(self, statement: str, values: Sequence[Any]) -> list[Any]:
        async with self.pool.connection() as connection:
            cursor = await connection.execute(statement, values, prepare=True)
            return await cursor.fetchall()

    async def who(self, session: str) -> int | None:
        """The person of a live session that has proved two factors."""
        found = await self.rows("SELECT sec.live_person(%s, %s)", session, self.idle)
        user_id: int | None = found[0][0]
        return user_id

    async def admit(self, session: str, conversation: int) -> Admitted | None:
        found = await self.rows("SELECT * FROM sec.live_admit(%s, %s, %s)", session, self.idle, conversation)
        return Admitted(*found[0]) if found else None

    async def news(self, conversation: int, after: int) -> News:
        """The one call per hint. The first row says where the conversation stands and who hears it."""
        (event, _, hearers), *frames = await self.rows("SELECT * FROM sec.live_news(%s, %s)", conversation, after)
        told = [(number, frame, frozenset(deaf or ())) for number, frame, deaf in frames]
        return News(event, frozenset(hearers or ()), told)

    async def writes(self, conversation: int, user_id: int, name: str) -> None:
        """Tells every live process; kept nowhere."""
        await self.rows("SELECT pg_notify(%s, %s)", CHANNEL, f"writes {conversation} {user_id} {name}")

    async def is_here(self, conversation: int, people: Iterable[int]) -> None:
        """The same, that these have it open."""
        await self.rows("SELECT pg_notify(%s, %s)", CHANNEL, f"here {conversation} {' '.join(map(str, people))}")

    async def is_away(self, conversation: int, user_id: int) -> None:
        await self.rows("SELECT pg_notify(%s, %s)", CHANNEL, f"away {conversation} {user_id}")

    async def showing(self, conversations: Iterable[int]) -> set[int]:
        """Those of which the network still wishes to see who has them open."""
        return {number for (number,) in await self.rows("SELECT sec.live_presence(%s)", listed(conversations))}

    async def heads(self, places: Sequence[tuple[str, int]]) -> list[int | None]:
        """For each session and conversation: where it stands, or None where this session hears it no longer."""
        sessions, conversations = listed(place[0] for place in places), listed(place[1] for place in places)
        rows = await self.rows("SELECT * FROM sec.live_heads(%s, %s, %s)", sessions, conversations, self.idle)
        return [head for (head,) in rows]


def listed(values: Iterable[int | str]) -> str:
    """Numbers, or hashes in hexadecimal, as the database writes an array: a tenth of the work for a thousand."""
    return f"{{{','.join(map(str, values))}}}"
