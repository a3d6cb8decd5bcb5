"""The browsers of `bench live`: as many sockets as asked for, with each delivery timed. A process without Django.

It is told what to do in lines of JSON, and answers each with a line. Times are those of the one monotonic clock that all
processes of a machine share: whoever says something writes the time into the text, and here it is found again.
"""

import asyncio
import contextlib
import gc
import json
import socket
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

MARK = b"stamp "  # then nineteen digits of time, a space, six of the number
AT_ONCE = 40  # connections that are being made
SPEAKERS = 10  # sockets that speak in turn, where the sockets speak themselves
LATE = 0.3  # seconds in which something could still come twice
PADDING = "x" * 100

Delivery = tuple[int, int, int]  # when it came, when it was said, its number


def stamped(number: int) -> str:
    return f"stamp {time.perf_counter_ns():019d} {number:06d} {PADDING}"


@dataclass
class Tally:
    """Deliveries of the present run, over all sockets."""

    numbers: range = range(0)
    want: int = 0
    count: int = 0
    earliest: int = 0
    latest: int = 0
    all_came: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, now: int) -> None:
        self.count += 1
        self.earliest = self.earliest or now
        self.latest = now
        if self.count == self.want:
            self.all_came.set()


class Reader(WSListener):
    """One socket, and what reached it."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.got: list[Delivery] = []
        self.listening: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        now = time.perf_counter_ns()
        text = frame.get_payload_as_bytes()
        place = text.find(MARK)
        if place >= 0:
            number = int(text[place + 26 : place + 32])
            if number in self.tally.numbers:
                self.got.append((now, int(text[place + 6 : place + 25]), number))
                self.tally.note(now)
        elif b'"listening"' in text and not self.listening.done():
            self.listening.set_result(b'"listening": true' in text)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.transport = None

    def send(self, text: str) -> None:
        if self.transport is not None:
            self.transport.send(WSMsgType.TEXT, text.encode())


@dataclass
class Crowd:
    """`cookie` is written with the socket's number: each is another person. `topics` are those they listen to."""

    ports: list[int]
    path: str
    cookie: str
    topics: list[int]
    readers: list[Reader] = field(default_factory=list)
    deaf: list[socket.socket] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    def headers(self, number: int) -> dict[str, str]:
        port = self.ports[number % len(self.ports)]
        return {"Origin": f"http://127.0.0.1:{port}", "Cookie": self.cookie.format(number)}

    async def connect(self, many: int) -> dict[str, Any]:
        turn = asyncio.Semaphore(AT_ONCE)
        first = len(self.readers)
        self.readers += await asyncio.gather(*[self.reader(number, turn) for number in range(first, first + many)])
        return {"sockets": len(self.readers)}

    async def reader(self, number: int, turn: asyncio.Semaphore) -> Reader:
        async with turn:
            place = f"ws://127.0.0.1:{self.ports[number % len(self.ports)]}{self.path}"
            headers = self.headers(number)
            made: Reader
            _, made = await ws_connect(  # type: ignore[assignment]
                lambda: Reader(self.tally), place, extra_headers=headers, websocket_handshake_timeout=30
            )
            for topic in self.topics[:1]:
                made.send(json.dumps({"do": "listen", "topic": topic}))
                if not await asyncio.wait_for(made.listening, 30):
                    raise RuntimeError(f"Socket {number} may not listen.")
            return made

    async def turn_deaf(self, many: int) -> dict[str, Any]:
        """Sockets that ask to hear everything and then read nothing, with the least room that the kernel gives."""
        for number in range(len(self.readers), len(self.readers) + many):
            own = socket.socket()
            own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            await asyncio.to_thread(own.connect, ("127.0.0.1", self.ports[0]))
            told = self.headers(number) | {
                "Host": f"127.0.0.1:{self.ports[0]}", "Upgrade": "websocket", "Connection": "Upgrade",
                "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
            }  # fmt: skip
            lines = [f"GET {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
            await asyncio.to_thread(own.sendall, "\r\n".join(lines).encode())
            await asyncio.to_thread(own.recv, 12)  # «HTTP/1.1 101»: only now may it speak
            for topic in self.topics:
                own.sendall(masked(json.dumps({"do": "listen", "topic": topic}).encode()))
            self.deaf.append(own)
        await asyncio.sleep(1)
        return {"deaf": len(self.deaf)}

    async def speak(self, numbers: Iterable[int], rate: float) -> None:
        begun = time.perf_counter()
        for turn, number in enumerate(numbers):
            if rate:
                await asyncio.sleep(max(0.0, begun + turn / rate - time.perf_counter()))
            self.readers[turn % SPEAKERS].send(json.dumps({"body": stamped(number)}))

    async def run(self, first: int, many: int, *, own: bool, rate: float, cut: float) -> dict[str, Any]:
        """Until everything has come, or the time is over."""
        numbers = range(first, first + many)
        self.tally = Tally(numbers, many * len(self.readers))
        for reader in self.readers:
            reader.tally = self.tally
        answer({"listens": len(self.readers)})
        speaking = asyncio.ensure_future(self.speak(numbers if own else (), rate))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.tally.all_came.wait(), cut)
        await asyncio.sleep(LATE)
        speaking.cancel()
        return {"got": self.tally.count, "seconds": (self.tally.latest - self.tally.earliest) / 1e9}

    async def tell(self, many: int, *, own: bool) -> dict[str, Any]:
        """Of several runs together. Where the sockets speak themselves, only what one of them says has an order."""
        every = [delivery for reader in self.readers for delivery in reader.got]
        heard = [[number for *_, number in reader.got] for reader in self.readers]
        kept = sum(len(set(each)) for each in heard)
        times = sorted(came - said for came, said, _ in every) or [0]
        speakers = SPEAKERS if own else 1
        for reader in self.readers:
            reader.got.clear()
        return {
            "got": len(every),
            "lost": many * len(self.readers) - kept,
            "twice": len(every) - kept,
            "disordered": sum(disordered(each, speakers) for each in heard),
            "ms": [times[min(len(times) - 1, int(share * len(times)))] / 1e6 for share in (0.5, 0.95, 0.99)],
        }


def masked(text: bytes) -> bytes:
    """A frame from a browser, short, with the mask that changes nothing."""
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text


def disordered(heard: list[int], speakers: int) -> int:
    """How many came after a later one of the same speaker."""
    latest, found = [-1] * speakers, 0
    for number in heard:
        speaker = number % speakers
        found += number < latest[speaker]
        latest[speaker] = max(number, latest[speaker])
    return found


async def main(crowd: Crowd) -> None:
    gc.disable()  # a pause here would be taken for one of the server's
    while line := await asyncio.to_thread(sys.stdin.readline):
        wanted = json.loads(line)
        answer(await getattr(crowd, wanted.pop("do"))(**wanted))


def answer(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(main(Crowd(**json.loads(sys.argv[1]))))
