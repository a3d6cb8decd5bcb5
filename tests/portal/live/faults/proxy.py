"""Stands between two who speak, swallows the answer to one thing that was said, and cuts both lines."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
AT_ONCE = 65_536
PATIENCE = 5.0


@dataclass
class Proxy:
    """`after` is what must have been said; the answer to it never arrives. Once for each `arm`."""

    after: bytes
    reach: Callable[[], Awaitable[Line]]
    port: int = 0
    cuts: int = 0
    armed: threading.Event = field(default_factory=threading.Event)

    def arm(self) -> None:
        self.armed.set()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, onward = await self.reach()
        said = asyncio.Event()
        both = (writer, onward)
        await asyncio.gather(self.forth(reader, onward, said), self.back(there, writer, said, both))

    async def forth(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, said: asyncio.Event) -> None:
        with suppress(OSError):
            while heard := await reader.read(AT_ONCE):
                if self.armed.is_set() and self.after in heard:
                    said.set()
                writer.write(heard)
                await writer.drain()
        writer.close()

    async def back(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        said: asyncio.Event,
        both: tuple[asyncio.StreamWriter, ...],
    ) -> None:
        with suppress(OSError):
            while heard := await reader.read(AT_ONCE):
                if said.is_set():
                    self.armed.clear()
                    self.cuts += 1
                    for line in both:
                        line.transport.abort()
                    return
                writer.write(heard)
                await writer.drain()
        writer.close()


@contextmanager
def before_web(port: int) -> Iterator[Proxy]:
    """Between a browser and the web process. The first byte of an answer comes after the COMMIT."""
    proxy = Proxy(b"POST ", lambda: asyncio.open_connection("127.0.0.1", port))

    async def listen() -> asyncio.Server:
        server = await asyncio.start_server(proxy.take, "127.0.0.1", 0)
        proxy.port = server.sockets[0].getsockname()[1]
        return server

    with standing(listen):
        yield proxy


@contextmanager
def before_database(here: Path, there: Path) -> Iterator[Proxy]:
    """Between the web process and PostgreSQL, in socket folders as libpq knows them."""
    name = ".s.PGSQL.5432"
    proxy = Proxy(b"COMMIT\0", lambda: asyncio.open_unix_connection(str(there / name)))
    with standing(lambda: asyncio.start_unix_server(proxy.take, str(here / name))):
        yield proxy


@contextmanager
def standing(listen: Callable[[], Awaitable[asyncio.Server]]) -> Iterator[None]:
    """In a thread of its own, until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def begin() -> asyncio.Server:
        return await listen()

    asyncio.run_coroutine_threadsafe(begin(), loop).result(PATIENCE)
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(let_go(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


async def let_go() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
