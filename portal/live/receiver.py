"""How hints reach a live process: by NOTIFY over one connection, and by Redis where a deployment has it."""

import asyncio
import contextlib
import json
import logging

import psycopg
from channels.layers import get_channel_layer

from portal.live.hints import CHANNEL, GROUP
from portal.live.hub import Hub

logger = logging.getLogger(__name__)
FIRST_WAIT, LONGEST_WAIT = 0.2, 3.0  # seconds before the connection is tried again


async def from_postgres(hub: Hub, conninfo: str) -> None:
    """For ever. After a break everything is looked at anew: what was said meanwhile is found by its number."""
    wait = FIRST_WAIT
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                wait = FIRST_WAIT
                await hub.check()
                async for notice in connection.notifies():
                    take(hub, notice.payload)
        except psycopg.Error as error:
            logger.warning("The live connection to the database broke (%s).", type(error).__name__)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)


async def from_redis(hub: Hub) -> None:
    """For ever. What is lost while Redis is away, the heartbeat finds."""
    layer = get_channel_layer()
    while layer is not None:
        with contextlib.suppress(Exception):
            channel = await layer.new_channel()
            await layer.group_add(GROUP, channel)
            while True:
                told = await layer.receive(channel)
                hub.said(int(told["conversation"]), int(told["event"]))
        await asyncio.sleep(1)


def take(hub: Hub, payload: str) -> None:
    """«said 12 7», «check 5», «here 12 5 6», «away 12 5», «writes 12 5 Kari Lunde». Any role of the database can send one; what is none is passed over."""
    kind, *rest = payload.split(" ", 3)
    try:
        if kind == "said":
            hub.said(int(rest[0]), int(rest[1]))
        elif kind == "check":
            hub.doubt(int(rest[0]))
        elif kind == "here":
            hub.here(int(rest[0]), [int(one) for one in " ".join(rest[1:]).split()])
        elif kind == "away":
            hub.away(int(rest[0]), int(rest[1]))
        elif kind == "writes":
            text = json.dumps({"topic": int(rest[0]), "writes": int(rest[1]), "name": rest[2]})
            hub.pass_on(int(rest[0]), int(rest[1]), text)
    except (ValueError, IndexError):
        logger.warning("A notice to the live process was none.")
