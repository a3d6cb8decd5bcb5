"""How long a page takes beside a bare Django view with one query, and whether it grows with the portal.

Times are those of a whole answer over HTTP from the deployment's web server, one process and one request at a time.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from portal.config.bench_data import SCALES, Scale, Sized
from portal.config.bench_served import PLAIN_FILES, STARTPROJECT, Served

TIMES, WARM = 120, 20
FILES = settings.STORAGES | PLAIN_FILES
OK = 200
PAGES = {
    "bare": "/bare/",
    "signed in": "/signed-in/",
    "workspace": "/nettverk/fjordby/",
    "members": "/nettverk/fjordby/medlemmer/",
    "my day": "/hjem/",
}
MOST_QUERIES, MOST_GROWTH, MOST_TIMES_BARE = 12, 1.3, 6.0


@dataclass
class Figures:
    queries: int = 0
    times: list[float] = field(default_factory=list)

    @property
    def ms(self) -> float:
        return median(self.times) * 1000


Measured = dict[tuple[str, str], Figures]


def measure() -> Measured:
    """Page and scale → figures. All pages of all scales take turns, so that a busy minute falls on each alike."""
    found: Measured = {(page, scale.name): Figures() for scale in SCALES for page in PAGES}
    cookies = {scale.name: prepare(found, scale) for scale in SCALES}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as endings:
        servers = {scale.name: Served(scale.database, Path(folder)) for scale in SCALES}
        for server in servers.values():
            endings.callback(server.stop)
            server.wait()
        for turn in range(WARM + TIMES):
            for (page, scale), figures in found.items():
                taken = timed(servers[scale], PAGES[page], cookies[scale])
                if turn >= WARM:
                    figures.times.append(taken)
    return found


def point_at(scale: Sized, role: str = "app") -> None:
    connection.close()
    connection.settings_dict.update(NAME=scale.database, USER=f"portal_{role}")


def prepare(found: Measured, scale: Scale) -> str:
    """Sign the coordinator in and count the queries of each page, in this process; returns her cookies."""
    point_at(scale)
    client = Client()
    with override_settings(ROOT_URLCONF="portal.config.bench_served", ALLOWED_HOSTS=["testserver"], STORAGES=FILES):
        client.post("/demo/sign-in/", {"persona": "coordinator"})
        for page, address in PAGES.items():
            found[page, scale.name].queries = queries(client, address)
        with override_settings(MIDDLEWARE=STARTPROJECT):
            found["bare", scale.name].queries = queries(Client(), PAGES["bare"])
    connection.close()
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def timed(server: Served, address: str, cookies: str) -> float:
    started = time.perf_counter()
    status = server.get(address, "" if address == PAGES["bare"] else cookies)
    taken = time.perf_counter() - started
    if status != OK:
        raise RuntimeError(f"{address} answered {status}.")
    return taken


def queries(client: Client, address: str) -> int:
    """Statements sent to the database, savepoints and the context included."""
    client.get(address)  # the first time something is always read that stays
    counted: Counter[str] = Counter()

    def note(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        counted["statements"] += 1
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        client.get(address)
    return counted["statements"]


def report(found: Measured) -> Iterator[str]:
    """`bare` is what startproject gives; `signed in` the same view behind our middleware: a session and a person."""
    small, large = SCALES[0].name, SCALES[-1].name
    yield f"{'page':<12}{'queries':>10}{'median ms':>18}{'growth':>8}{'x bare':>14}{'x signed in':>14}"
    for page in PAGES:
        one, hundred = found[page, small], found[page, large]
        yield (
            f"{page:<12}{f'{one.queries} / {hundred.queries}':>10}{f'{one.ms:.2f} / {hundred.ms:.2f}':>18}"
            f"{hundred.ms / one.ms:>8.2f}{beside(found, page, 'bare'):>14}{beside(found, page, 'signed in'):>14}"
        )


def beside(found: Measured, page: str, other: str) -> str:
    return " / ".join(f"{found[page, scale.name].ms / found[other, scale.name].ms:.1f}" for scale in SCALES)


def misses(found: Measured) -> list[str]:
    """The targets that were not met, in words."""
    small, large = SCALES[0].name, SCALES[-1].name
    missed = []
    for page in PAGES:
        one, hundred = found[page, small], found[page, large]
        if max(one.queries, hundred.queries) > MOST_QUERIES or one.queries != hundred.queries:
            missed.append(f"{page}: {one.queries} and {hundred.queries} queries; at most {MOST_QUERIES}, and the same.")
        if hundred.ms > MOST_GROWTH * one.ms:
            missed.append(f"{page}: {hundred.ms / one.ms:.2f} times as long at {large}; at most {MOST_GROWTH}.")
    times_bare = found["workspace", small].ms / found["bare", small].ms
    if times_bare > MOST_TIMES_BARE:
        missed.append(f"workspace: {times_bare:.1f} times the bare view; at most {MOST_TIMES_BARE}.")
    return missed
