"""What `bench live` serves: three applications by the same web server, each in a process of its own; and what it costs."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

import uvicorn

from portal.bootstrap import ROOT
from portal.config.attached import end_with_parent

APPLICATIONS = {
    "floor": "portal.config.bench_live_served:broadcast",
    "stock": "portal.config.bench_live_stock:application",
    "ours": "portal.config.asgi:application",
}
SOCKETS: set[Callable[..., Awaitable[None]]] = set()


async def broadcast(scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[..., Awaitable[None]]) -> None:
    """The floor: what one socket says goes to all as it is. It asks nobody and keeps nothing."""
    await receive()
    await send({"type": "websocket.accept"})
    SOCKETS.add(send)
    try:
        while (heard := await receive())["type"] == "websocket.receive":
            said = {"type": "websocket.send", "text": heard["text"]}
            for each in list(SOCKETS):
                await each(said)
    finally:
        SOCKETS.discard(send)


def serve(what: str, door: int) -> None:
    """As `manage.py serve` does it."""
    end_with_parent()
    config = uvicorn.Config(
        APPLICATIONS[what],
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="websockets-sansio",
        ws_max_size=65_536,
        ws_max_queue=8,
        ws_per_message_deflate=False,
    )
    config.load()
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=door)])


class Served:
    """One of the applications in a process. The door is open at once; who knocks waits until it has started."""

    def __init__(self, what: str, told: dict[str, str]) -> None:
        door = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.port: int = door.getsockname()[1]
        self.child = subprocess.Popen(
            [sys.executable, "-m", __name__, what, str(door.fileno())],
            stdin=subprocess.PIPE, pass_fds=[door.fileno()], env=os.environ | told, cwd=ROOT,
        )  # fmt: skip
        door.close()

    def stop(self) -> None:
        self.child.kill()  # it has a thousand sockets to say goodbye to, and nothing to keep
        self.child.wait()


def seconds(processes: Iterable[int]) -> dict[int, float]:
    """Processor time of each, by the kernel's own clock rather than by its ticks."""
    spent: dict[int, float] = dict.fromkeys(processes, 0.0)
    for process in spent:
        with contextlib.suppress(OSError):  # it has ended
            threads = Path(f"/proc/{process}/task").glob("*/schedstat")
            spent[process] = sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9
    return spent


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def kilobytes(process: int) -> int:
    """Its own memory, and its share of what it shares."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
