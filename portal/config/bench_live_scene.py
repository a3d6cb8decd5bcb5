"""One contender of `bench live` with so many who listen: its servers, its browsers, and who speaks."""

import json
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from networks.discussion.models import Topic
from networks.discussion.services import say
from portal.accounts.models import User
from portal.bootstrap import ROOT
from portal.config.bench_live_client import SPEAKERS, stamped
from portal.config.bench_live_data import COOKIE, HALL, flood, topic
from portal.config.bench_live_served import Served, children, kilobytes, seconds
from portal.config.environment import DATA
from portal.tenancy.context import acting_as

FIRST = 10  # sockets before a process is weighed: what it makes once is not theirs
SPOKEN, DROWNED = "Ordet", "Strømmen"  # the topic that is measured; and one that fills the buffers of who does not read
SETTLED = 0.5  # seconds


@dataclass
class Runs:
    """One kind of run, taken several times: what came, in what time, and what it cost the processors."""

    many: int = 0
    got: int = 0
    seconds: float = 0
    spent: float = 0
    spent_there: float = 0  # by PostgreSQL
    kilobytes: float = 0  # of one socket
    ms: tuple[float, ...] = (0, 0, 0)  # the 50th, 95th and 99th of a hundred deliveries
    lost: int = 0
    twice: int = 0
    disordered: int = 0

    @property
    def a_second(self) -> float:
        return self.got / max(self.seconds, 1e-3)

    @property
    def us(self) -> float:
        return 1e6 * self.spent / max(self.got, 1)

    @property
    def us_there(self) -> float:
        return 1e6 * self.spent_there / max(self.got, 1)


class Voices:
    """A few of those in the room, who say things by the service, one after the other, each in a transaction of her own."""

    def __init__(self) -> None:
        people = User.objects.filter(email__regex=r"^seat[0-9]@")
        self.people = list(people.order_by("pk")[:SPEAKERS])
        with acting_as(self.people[0].pk):
            self.topic = Topic.objects.select_related("room__network").get(pk=topic(SPOKEN))

    def say(self, number: int) -> None:
        by = self.people[number % SPEAKERS]
        with acting_as(by.pk):
            say(topic=self.topic, body=stamped(number), client_id=uuid4(), by=by)

    def speak(self, numbers: range, rate: float) -> None:
        """Where no rate is told, all at once: in one transaction, so that a thousand hear two hundred things at the same
        moment and the hub is measured, not how fast the database takes them. Each is said and noted as any other.
        """
        if not rate:
            with transaction.atomic():
                for number in numbers:
                    self.say(number)
            return
        begun = time.perf_counter()
        for turn, number in enumerate(numbers):
            time.sleep(max(0.0, begun + turn / rate - time.perf_counter()))
            self.say(number)


class Scene:
    def __init__(self, what: str, many: int, *, processes: int = 1, deaf: int = 0, told: dict[str, str] | None = None):
        self.what, self.many, self.deaf = what, many, deaf
        self.ours = what == "ours"
        place = {"BENCH_HOST": str(settings.DATABASES["default"]["HOST"]), "BENCH_NAME": HALL.database}
        known = place | {"PORTAL_DB_NAME": HALL.database} | (told or {})
        self.servers = [Served(what, known) for _ in range(processes)]

    def __enter__(self) -> Self:
        with ExitStack() as endings:
            for server in self.servers:
                endings.callback(server.stop)
            self.browsers = Browsers(self.plan())
            endings.callback(self.browsers.stop)
            self.fill()
            self.endings = endings.pop_all()
        return self

    def plan(self) -> dict[str, Any]:
        return {
            "ports": [server.port for server in self.servers],
            "path": "/live/" if self.ours else "/",
            "cookie": f"{settings.SESSION_COOKIE_NAME}={COOKIE}" if self.ours else "",
            "topics": [topic(SPOKEN), topic(DROWNED)] if self.ours else [],
        }

    def __exit__(self, *_: object) -> None:
        self.endings.close()

    def fill(self) -> None:
        """Open the sockets, and weigh what they add."""
        self.browsers.ask("connect", many=FIRST)
        time.sleep(SETTLED)
        before = sum(kilobytes(server.child.pid) for server in self.servers)
        self.browsers.ask("connect", many=self.many - self.deaf - FIRST)
        if self.deaf:
            self.browsers.ask("turn_deaf", many=self.deaf)
            flood(DROWNED, many=240, characters=20_000)
        time.sleep(SETTLED)
        after = sum(kilobytes(server.child.pid) for server in self.servers)
        self.weight = (after - before) / (self.many - FIRST)
        self.next = 0
        self.tell(self.run(Runs(), 12, rate=20))  # statements are planned for good the eleventh time

    @cached_property
    def voices(self) -> Voices:
        return Voices()

    def runs(self) -> Runs:
        return Runs(kilobytes=self.weight)

    def run(self, runs: Runs, messages: int, *, rate: float = 0, cut: float = 30) -> Runs:
        first, self.next = self.next, self.next + messages
        served, database = [server.child.pid for server in self.servers], children(postmaster())
        before, before_there = seconds(served), seconds(database)
        self.browsers.ask("run", first=first, many=messages, rate=rate, own=not self.ours, cut=cut)
        if self.ours:
            self.voices.speak(range(first, first + messages), rate)
        told = self.browsers.read()
        runs.spent += more(before, seconds(served))
        runs.spent_there += more(before_there, seconds(database))
        runs.many += messages
        runs.seconds += told["seconds"]
        return runs

    def tell(self, runs: Runs) -> Runs:
        """After the last of them, and before any of another kind."""
        told = self.browsers.ask("tell", many=runs.many, own=not self.ours)
        for name, value in told.items():
            setattr(runs, name, value)
        return runs


class Browsers:
    """The other side, in a process of its own."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "portal.config.bench_live_client", json.dumps(plan)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip

    def ask(self, do: str, **told: Any) -> dict[str, Any]:
        assert self.child.stdin is not None  # noqa: S101 narrows the type: it was asked for
        self.child.stdin.write(json.dumps({"do": do} | told) + "\n")
        self.child.stdin.flush()
        return self.read()

    def read(self) -> dict[str, Any]:
        assert self.child.stdout is not None  # noqa: S101 as above
        if not (line := self.child.stdout.readline()):
            raise RuntimeError("The browsers of the benchmark are gone.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        self.child.kill()
        self.child.wait()


def postmaster() -> int:
    return int((DATA / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def more(before: dict[int, float], after: dict[int, float]) -> float:
    return sum(max(0.0, spent - before[process]) for process, spent in after.items())  # some have ended
