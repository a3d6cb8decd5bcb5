"""A page that is open at a topic: what is contiguous it takes, what it lacks it asks for, as the page's script does."""

import asyncio
import json
import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Self

from django.conf import settings
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from networks.discussion.models import Topic
from tests.portal.live.faults.browser import Browser, NoAnswer

STAYS, AWAY = (1.0, 10.0), (0.1, 3.0)  # seconds, of those who come and go
PATIENCE = 10.0
ENOUGH = 200  # messages of one answer; the rest is asked for again
AT_ONCE = 8  # who ask at the same time

Frame = dict[str, Any]


class Reader:
    """`sockets` is the port of the live process; the pages may come from another."""

    def __init__(self, browser: Browser, topic: Topic, sockets: int) -> None:
        self.browser, self.topic, self.sockets = browser, topic, sockets
        self.event = 0
        self.taken: list[tuple[int, int, str]] = []
        self.came: dict[int, float] = {}
        self.heard_twice = self.comings = self.askings = 0

    async def stay(self, over: asyncio.Event, *, restless: asyncio.Event) -> None:
        """Until it is over; while all are restless, coming and going."""
        while not over.is_set():
            with suppress(OSError, TimeoutError, WebSocketException):
                async with self.connection() as socket:
                    await self.hear_for(socket, restless)
            await asyncio.sleep(random.uniform(*AWAY))

    def connection(self) -> connect:
        cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.browser.cookie}"}
        return connect(
            f"ws://127.0.0.1:{self.sockets}/live/",
            origin=Origin(f"http://127.0.0.1:{self.sockets}"),
            additional_headers=cookie,
            compression=None,
            proxy=None,
            open_timeout=PATIENCE,
            close_timeout=1,
        )

    async def hear_for(self, socket: ClientConnection, restless: asyncio.Event) -> None:
        self.comings += 1
        hearing = asyncio.ensure_future(self.hear(socket))
        try:
            await asyncio.wait([hearing], timeout=random.uniform(*STAYS))
            while not hearing.done() and not restless.is_set():
                await asyncio.wait([hearing], timeout=0.5)
            if not hearing.done() and random.random() < 0.5:
                socket.transport.abort()  # as when a lid is closed: no farewell
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)

    async def hear(self, socket: ClientConnection) -> None:
        await socket.send(json.dumps({"do": "listen", "topic": self.topic.pk}))
        heard = set[int]()
        async for text in socket:
            frame: Frame = json.loads(text)
            if "listening" in frame:
                if frame["event"] != self.event:
                    await self.catch_up()
                continue
            self.heard_twice += "html" in frame and frame["event"] in heard
            heard.add(frame["event"])
            await self.take(frame)

    async def take(self, frame: Frame) -> None:
        if frame["event"] <= self.event:
            return
        if "number" in frame and frame["since"] <= self.event:
            self.keep(frame)
        else:
            await self.catch_up()

    async def catch_up(self) -> None:
        self.askings += 1
        with suppress(NoAnswer):
            while True:
                head, frames = await asyncio.to_thread(self.browser.after, self.topic, self.event)
                for frame in frames:
                    self.keep(frame)
                if len(frames) < ENOUGH:
                    self.event = head
                    return

    def keep(self, frame: Frame) -> None:
        self.event = frame["event"]
        self.came[self.event] = time.monotonic()
        self.taken.append((self.event, frame["number"], frame["html"]))


class Crowd:
    """Readers in one loop, in a thread of its own."""

    def __init__(self, readers: Sequence[Reader], *, restless: bool) -> None:
        self.readers = readers
        self.loop = asyncio.new_event_loop()
        self.over, self.restless = asyncio.Event(), asyncio.Event()
        if restless:
            self.restless.set()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self) -> None:
        with ThreadPoolExecutor(AT_ONCE) as asking:
            self.loop.set_default_executor(asking)
            self.loop.run_until_complete(self.all_stay())
        self.loop.close()

    async def all_stay(self) -> None:
        staying = [asyncio.ensure_future(one.stay(self.over, restless=self.restless)) for one in self.readers]
        await self.over.wait()
        for task in staying:
            task.cancel()
        await asyncio.gather(*staying, return_exceptions=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join()

    def settle(self) -> None:
        """From now on nobody leaves."""
        self.loop.call_soon_threadsafe(self.restless.clear)

    def current(self, event: int, *, seconds: float) -> bool:
        """Whether everybody has come so far in that time."""
        deadline = time.monotonic() + seconds
        while any(one.event < event for one in self.readers):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True
