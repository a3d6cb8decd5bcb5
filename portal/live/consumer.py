"""The socket: who may open it, and the few things a browser may say over it. Nothing is written over it."""

import asyncio
import json
import logging
import time
from collections import deque
from typing import Any

import psycopg
from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.http import parse_cookie

from portal.accounts.sessions import hashed
from portal.live import receiver
from portal.live.hub import Hub
from portal.live.listener import POLICY, TRY_LATER, Listener
from portal.live.origin import is_own
from portal.live.store import Store, address
from portal.live.tasks import keep

logger = logging.getLogger(__name__)
WINDOW, QUIETED, CLOSED = 10.0, 20, 60  # seconds; sayings in them that are heeded; and those that end the connection
MOST_AT_ONCE = 20  # conversations of one socket
LONGEST = 400  # characters of what a browser may say
ACTIONS = ("listen", "writes")
HUBS: dict[asyncio.AbstractEventLoop, Hub] = {}


async def hub() -> Hub:
    """The one of this process, made when the first socket opens."""
    loop = asyncio.get_running_loop()
    if loop not in HUBS:
        HUBS[loop] = made = Hub(Store(address(), settings.SESSION_IDLE))
        await made.store.pool.open()
        keep(receiver.from_postgres(made, address()))
        keep(made.beat())
        if settings.REDIS_URL:
            keep(receiver.from_redis(made))
    return HUBS[loop]


class Live(AsyncConsumer):
    """Events do not pass through Channels' own dispatch, which hops to a thread for each (measurements.md 5)."""

    channel_layer_alias = "none"

    async def dispatch(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        try:
            if kind == "websocket.receive":
                await self.heed(message.get("text"))
            elif kind == "websocket.connect":
                await self.open()
            else:
                self.leave()
                raise StopConsumer
        except psycopg.Error as error:
            logger.warning("The database did not answer a live connection (%s).", type(error).__name__)
            self.leave()
            await self.base_send({"type": "websocket.close", "code": TRY_LATER})

    def leave(self) -> None:
        if hasattr(self, "listener"):
            self.hub.leave(self.listener)

    async def open(self) -> None:
        self.said: deque[float] = deque()
        session = hashed(cookie(self.scene, settings.SESSION_COOKIE_NAME)) if is_own(self.scene) else ""
        self.hub = await hub()
        user_id = await self.hub.store.who(session) if session else None
        if user_id is None:
            await self.base_send({"type": "websocket.close", "code": POLICY})
            return
        self.listener = Listener(self.base_send, session, user_id)
        await self.base_send({"type": "websocket.accept"})
        self.hub.enter(self.listener)

    @property
    def scene(self) -> dict[str, Any]:
        scope: dict[str, Any] = self.scope
        return scope

    async def heed(self, text: str | None) -> None:
        """What cannot be understood is passed over; whoever goes on like that is let go."""
        if self.listener.gone:
            return
        now = time.monotonic()
        self.said.append(now)
        while now - self.said[0] > WINDOW:
            self.said.popleft()
        if len(self.said) > CLOSED:
            self.hub.drop(self.listener, POLICY)
        elif len(self.said) <= QUIETED and (wish := understood(text)):
            await self.do(*wish)

    async def do(self, what: str, conversation: int) -> None:
        if what == "listen" and len(self.listener.conversations) < MOST_AT_ONCE:
            event = await self.hub.listen(self.listener, conversation)
            told: dict[str, Any] = {"topic": conversation, "listening": event is not None, "event": event}
            self.give(told)
            if event is not None and (here := self.hub.presence.there(conversation)):
                self.give({"topic": conversation, "here": here})
        elif what == "writes" and conversation in self.listener.conversations:
            await self.hub.store.writes(conversation, self.listener.user_id, self.listener.name)

    def give(self, told: dict[str, Any]) -> None:
        self.listener.give({"type": "websocket.send", "text": json.dumps(told)})


def understood(text: str | None) -> tuple[str, int] | None:
    """`{"do": "listen", "topic": 12}`, and nothing that is not exactly that."""
    if text is None or len(text) > LONGEST:
        return None
    try:
        told = json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.keys() != {"do", "topic"}:
        return None
    what, conversation = told["do"], told["topic"]
    fits = what in ACTIONS and type(conversation) is int and 0 < conversation < 2**63
    return (what, conversation) if fits else None


def refuse(constant: str) -> None:
    raise ValueError(constant)


def cookie(scene: dict[str, Any], name: str) -> str:
    """Read as the pages read it: of two of the same name they take the same."""
    told = "; ".join(value.decode("latin-1") for key, value in scene["headers"] if key == b"cookie")
    return str(parse_cookie(told).get(name, ""))
