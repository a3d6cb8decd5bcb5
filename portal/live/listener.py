"""One socket: whose it is, what it listens to, and how it is written to without anybody waiting for it."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol as Wire
from websockets.frames import Frame, Opcode

from portal.live.tasks import keep

BACKLOG = 256  # messages a slow reader may be behind
PATIENCE = 10  # seconds she has to take what has been set aside for her
TAKES_NOTHING = 20_000  # milliseconds after which the kernel ends a connection whose other side takes nothing
POLICY, TRY_LATER, MADE_ROOM = 1008, 1013, 4001

Event = dict[str, Any]
Send = Callable[[Event], Coroutine[Any, Any, None]]


class Rest:
    """What is left of a coroutine that has been begun by hand and waits for `future`."""

    def __init__(self, coroutine: Coroutine[Any, Any, None], future: Any) -> None:
        self.coroutine, self.future = coroutine, future

    def __await__(self) -> Generator[Any, Any, None]:
        yield self.future
        return (yield from self.coroutine.__await__())


class Listener:
    """One socket: whose it is, what it listens to, and what it has not taken yet."""

    def __init__(self, send: Send, session: str, user_id: int) -> None:
        self.send, self.session, self.user_id = send, session, user_id
        self.wire = wire_of(send)
        self.name = ""
        self.conversations: set[int] = set()
        self.behind: list[Event] | None = None
        self.gone = False

    def hear(self, event: Event, frame: bytes) -> None:
        """What is told to many is framed once for all of them, and written where each would otherwise frame it anew."""
        wire = self.wire
        if wire is None or self.gone or self.behind is not None or not takes(wire):
            self.give(event)
        else:
            wire.transport.write(frame)

    def give(self, event: Event) -> None:
        """Hand it over now if the socket takes it now; otherwise set it aside and go on with the others."""
        if self.gone:
            return
        if self.behind is not None:
            self.behind.append(event)
            if len(self.behind) > BACKLOG:
                self.close(TRY_LATER)
            return
        sending = self.send(event)
        try:
            future = sending.send(None)
        except StopIteration:
            return
        except Exception:  # noqa: BLE001 whatever a broken socket raises, the others go on
            self.gone = True
            return
        self.behind = []
        keep(self.catch_up(Rest(sending, future)))

    async def catch_up(self, first: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await first
                while self.behind:
                    await self.send(self.behind.pop(0))
            self.behind = None
        except TimeoutError:
            self.close(TRY_LATER)
        except Exception:  # noqa: BLE001 the socket is gone
            self.gone = True

    def close(self, code: int) -> None:
        if not self.gone:
            self.gone = True
            keep(self.send_close(code))

    async def send_close(self, code: int) -> None:
        with contextlib.suppress(Exception):
            await self.send({"type": "websocket.close", "code": code})


def wire_of(send: Send) -> Wire | None:
    """The connection under a socket, where the server is the one we know. Another is spoken to by `send` alone."""
    wire = getattr(send, "__self__", None)
    if not isinstance(wire, Wire):
        return None
    with contextlib.suppress(OSError):  # a socket in the file system has no such option
        wire.transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, TAKES_NOTHING)
    return wire


def takes(wire: Wire) -> bool:
    """Whether it would write at once what it is given to send."""
    return wire.writable.is_set() and not wire.close_sent and not wire.transport.is_closing()


def tell_each(listeners: Iterable[Listener], text: str) -> None:
    event, frame = {"type": "websocket.send", "text": text}, Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
    for listener in listeners:
        listener.hear(event, frame)
