"""One hub per live process: who listens to which conversation, and what reaches whom.

A hint says that something happened. The hub then asks once, for all who listen here, what it was and who may hear it now,
and writes the same text to each of them. A slow reader is set aside and never delays the others. Whoever has lost her
access hears nothing from the very next message, with no message needed that says so (docs/decisions/0051).
"""

import asyncio
import contextlib
import logging
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol as Wire
from websockets.frames import Frame, Opcode

from portal.live.store import Store

logger = logging.getLogger(__name__)
BACKLOG = 256  # messages a slow reader may be behind
PATIENCE = 10  # seconds she has to take what has been set aside for her
TAKES_NOTHING = 20_000  # milliseconds after which the kernel ends a connection whose other side takes nothing
AT_ONCE = 5  # sockets of one person; the oldest makes room
BEAT = 15  # seconds between two looks at heads and sessions
POLICY, TRY_LATER = 1008, 1013

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


class Conversation:
    """How far this process has told its listeners, and how far it knows there is something to tell."""

    def __init__(self, number: int, event: int) -> None:
        self.number, self.event, self.wanted = number, event, event
        self.listeners: dict[int, set[Listener]] = {}
        self.telling: asyncio.Task[None] | None = None

    def add(self, listener: Listener) -> None:
        self.listeners.setdefault(listener.user_id, set()).add(listener)

    def discard(self, listener: Listener) -> None:
        theirs = self.listeners.get(listener.user_id, set())
        theirs.discard(listener)
        if not theirs:
            self.listeners.pop(listener.user_id, None)


class Hub:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.conversations: dict[int, Conversation] = {}
        self.sockets: dict[int, list[Listener]] = {}
        self.doubted: Counter[int] = Counter()  # people of whom it is being looked up whether they still may hear

    # Sockets come and go

    def enter(self, listener: Listener) -> None:
        """A person's oldest socket makes room when she has too many."""
        theirs = self.sockets.setdefault(listener.user_id, [])
        theirs.append(listener)
        if len(theirs) > AT_ONCE:
            self.drop(theirs[0], POLICY)

    def leave(self, listener: Listener) -> None:
        listener.gone = True
        for number in listener.conversations:
            self.forget(listener, number)
        theirs = self.sockets.get(listener.user_id, [])
        if listener in theirs:
            theirs.remove(listener)
        if not theirs:
            self.sockets.pop(listener.user_id, None)

    def forget(self, listener: Listener, number: int) -> None:
        conversation = self.conversations.get(number)
        if conversation:
            conversation.discard(listener)
            if not conversation.listeners:
                del self.conversations[number]

    def drop(self, listener: Listener, code: int) -> None:
        listener.close(code)
        self.leave(listener)

    async def listen(self, listener: Listener, number: int) -> int | None:
        """From now on she hears this conversation: the event from which, or None where it is not hers."""
        admitted = await self.store.admit(listener.session, number)
        if admitted is None or listener.gone or admitted.user_id != listener.user_id:
            return None
        conversation = self.conversations.setdefault(number, Conversation(number, admitted.event))
        conversation.add(listener)
        listener.conversations.add(number)
        listener.name = admitted.name
        return max(admitted.event, conversation.wanted)  # she fetches what she does not have yet

    # Something happened

    def said(self, number: int, event: int) -> None:
        """The hint. Several that come while one is being told are told together."""
        conversation = self.conversations.get(number)
        if conversation is None or event <= conversation.wanted:
            return
        conversation.wanted = event
        if conversation.telling is None or conversation.telling.done():
            conversation.telling = keep(self.tell(conversation))

    async def tell(self, conversation: Conversation) -> None:
        """What could not be asked for now is asked for at the next hint, or the next beat."""
        try:
            while conversation.event < conversation.wanted:
                await self.tell_once(conversation)
        except Exception:
            conversation.wanted = conversation.event
            logger.exception("What was said in conversation %s could not be told.", conversation.number)

    async def tell_once(self, conversation: Conversation) -> None:
        asked = frozenset(conversation.listeners)
        news = await self.store.news(conversation.number, conversation.event, asked)
        still = [user_id for user_id in news.hearers if not self.doubted[user_id]]
        hearers = [one for user_id in still for one in conversation.listeners.get(user_id, ())]
        for event, frame, deaf in news.frames:
            able = [one for one in hearers if one.user_id not in deaf] if deaf else hearers
            tell_each(able, f'{{"since":{conversation.event},{frame[1:]}')
            conversation.event = event
            await asyncio.sleep(0)  # many at once would otherwise fill the buffers of those who do read
        latecomers = [
            one for user_id, theirs in conversation.listeners.items() if user_id not in asked for one in theirs
        ]
        if news.event > conversation.event:  # something without a text: the topic was closed
            self.stand(conversation, news.event, hearers)
        self.stand(conversation, conversation.event, latecomers)  # they ask for what was told while they came
        if news.event < conversation.wanted and not news.frames:
            conversation.wanted = news.event  # a hint of what never came

    def stand(self, conversation: Conversation, event: int, hearers: list[Listener]) -> None:
        tell_each(hearers, f'{{"topic":{conversation.number},"event":{event}}}')
        conversation.event = event

    def pass_on(self, number: int, user_id: int, text: str) -> None:
        """Something that is not kept, such as that she is writing: to the others who listen."""
        conversation = self.conversations.get(number)
        if conversation:
            others = [theirs for other, theirs in conversation.listeners.items() if other != user_id]
            tell_each((one for theirs in others for one in theirs), text)

    # Access ends

    def doubt(self, user_id: int) -> None:
        """Something may have ended for her. Until that is looked up she hears nothing; then she fetches what came."""
        if user_id in self.sockets:
            self.doubted[user_id] += 1
            keep(self.look_up(user_id))

    async def look_up(self, user_id: int) -> None:
        try:
            await self.check(user_id)
        except Exception:
            logger.exception("Whether somebody may still listen could not be looked up; she is let go.")
            for listener in list(self.sockets.get(user_id, ())):
                self.drop(listener, TRY_LATER)
        self.doubted[user_id] -= 1
        for conversation in self.conversations.values():
            self.stand(conversation, conversation.event, list(conversation.listeners.get(user_id, ())))

    async def check(self, user_id: int | None = None) -> None:
        """Look at once whether those here still may: one person after something changed for her, or everybody."""
        theirs = self.sockets.values() if user_id is None else [self.sockets.get(user_id, [])]
        places = [(one, number) for listeners in theirs for one in listeners for number in one.conversations or {0}]
        if not places:
            return
        heads = await self.store.heads([(one.session, number) for one, number in places])
        for (listener, number), head in zip(places, heads, strict=True):
            if head is None:
                self.drop(listener, POLICY)
            elif number:
                self.said(number, head)

    async def beat(self) -> None:
        """Every fifteen seconds: what no hint told is found, and whoever may not hear any more is let go."""
        while True:
            await asyncio.sleep(BEAT)
            try:
                await self.check()
            except Exception:
                logger.exception("The heartbeat of the live connections failed.")


KEPT: set[asyncio.Task[None]] = set()


def keep(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """A task that lives until it is done: the loop itself holds it only weakly."""
    task = asyncio.ensure_future(work)
    KEPT.add(task)
    task.add_done_callback(KEPT.discard)
    return task
