"""With REDIS_URL hints go by Redis. It never holds a text, and its loss costs seconds, never a message (B46–B48)."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
import redis

from networks.discussion.models import Topic
from portal.accounts.models import User
from portal.bootstrap import ROOT
from portal.live import hints
from tests.portal.accounts.ports import free_port
from tests.portal.live.house import Ear, House, running, wait_until
from tests.portal.live.rooms import FJORDBY, new_member, new_topic, take_out

LIVE = 5.0  # seconds after Redis is back
ONCE, QUICK = 2.5, 1.0  # seconds a send may take when Redis has just fallen silent, and afterwards
REST = 0.3  # seconds; here Redis is left alone for a shorter time, so that a test is
POLICY = 1008
TRIES = count(1)
# A process of the pages, as a deployment has it: no loop runs in it. It says what stands on a line of its input.
SAY = """
import json, sys, time, django
django.setup()
from django.conf import settings
from networks.discussion.models import Topic
from portal.live import hints
from portal.tenancy.context import acting_as
from tests.portal.live import rooms

hints.REST = float(sys.argv[1])
settings.TALK_LIMITS = {"person": rooms.PERSON, "topic": rooms.TOPIC}
by = rooms.person("coordinator")
for line in sys.stdin:
    number, body = json.loads(line)
    with acting_as(by.pk):
        topic = Topic.objects.select_related("room__network").get(pk=number)
    begun = time.monotonic()
    rooms.say(topic, body, by=by)
    print(time.monotonic() - begun, flush=True)
"""


class Redis:
    """A server of the tests' own, which they stop, freeze and start again. It keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.fail("redis-server is not on this machine. Install the package redis-server; .ci/run does.")
        self.folder, self.port = folder, free_port()
        self.command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @contextmanager
    def client(self) -> Iterator[redis.Redis]:
        client = redis.Redis(port=self.port, socket_timeout=5, decode_responses=True)
        try:
            yield client
        finally:
            client.close()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=subprocess.DEVNULL)
        with self.client() as client:
            wait_until(lambda: answers(client))

    def stop(self) -> None:
        """At once, with no farewell."""
        self.process.kill()
        self.process.wait(timeout=5)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes every connection and answers nothing."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


def answers(client: redis.Redis) -> bool:
    with suppress(redis.ConnectionError):
        return bool(client.ping())
    return False


class Sender:
    def __init__(self, house: House) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SAY, str(REST)],
            env=os.environ | house.told | {"PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def say(self, topic: Topic, body: str) -> float:
        """How long it took. Fails where it was not said."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([topic.pk, body]) + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    server = Redis(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def with_redis(django_db_setup: None, server: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with running(f"redis_{worker}", tmp_path_factory.mktemp("live") / "log", REDIS_URL=server.url) as house:
        yield house


@pytest.fixture
def house(with_redis: House) -> House:
    return with_redis


@pytest.fixture(scope="module")
def sender(with_redis: House) -> Iterator[Sender]:
    sender = Sender(with_redis)
    with sender.process:  # whose input is closed at the end, and so it ends
        yield sender


@pytest.fixture(autouse=True)
def no_traceback() -> None:
    """The library of Redis leaves one for each second in which it is away."""


@pytest.fixture
def writer(house: House, here: None) -> User:
    """Somebody who has not said anything yet: the pages count."""
    return new_member()


@pytest.fixture
def topic(writer: User) -> Topic:
    return new_topic(writer)


@pytest.fixture
def ear(house: House, topic: Topic, writer: User, sender: Sender) -> Iterator[Ear]:
    """Who listens to it and hears by Redis, from both."""
    with house.ear("coordinator", topic.pk) as ear:
        assert is_live(partial(sender.say, topic), ear)
        assert is_live(partial(house.say, house.cookie(writer), topic), ear)
        yield ear


def is_live(say: Callable[[str], object], ear: Ear, *, seconds: float = LIVE) -> bool:
    """Something is said, again and again, until something is heard though the heart does not beat."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        word = f"Prøve {next(TRIES)}."
        say(f"{word} {FJORDBY}")
        with suppress(TimeoutError):
            ear.hears(word, seconds=0.25)
            return True
    return False


def test_redis_is_left_alone_no_longer_than_it_may_take_to_be_live_again() -> None:
    assert hints.REST <= LIVE


def test_what_is_said_is_heard(sender: Sender, topic: Topic, ear: Ear) -> None:
    sender.say(topic, f"Med Redis {FJORDBY}")

    assert ear.hears("Med Redis")


def test_what_is_said_where_pages_and_sockets_are_one_process_is_heard(
    house: House, topic: Topic, ear: Ear, writer: User
) -> None:
    house.say(house.cookie(writer), topic, f"Fra siden {FJORDBY}")

    assert ear.hears("Fra siden")


def test_while_redis_is_away_everything_is_said_and_heard_late(
    house: House, server: Redis, sender: Sender, topic: Topic, ear: Ear
) -> None:
    with server.stopped():
        for number in range(5):
            assert sender.say(topic, f"Uten Redis {number} {FJORDBY}") < ONCE
        house.beat()

        for number in range(5):
            assert ear.hears(f"Uten Redis {number}")


def test_when_redis_is_back_it_is_live_again(server: Redis, sender: Sender, topic: Topic, ear: Ear) -> None:
    with server.stopped():
        sender.say(topic, f"Uten Redis {FJORDBY}")

    assert is_live(partial(sender.say, topic), ear)


def waited(say: Callable[[str], object]) -> float:
    """How long whoever writes is kept. Where the machine was busy with something else, a second try counts."""
    shortest = LIVE
    for number in range(2):
        begun = time.monotonic()
        say(f"Stille {number} {FJORDBY}")
        shortest = min(shortest, time.monotonic() - begun)
        if shortest < ONCE:
            break
        time.sleep(REST)  # until Redis is asked again
    return shortest


def test_redis_that_falls_silent_delays_one_who_writes_once(
    house: House, server: Redis, sender: Sender, topic: Topic, ear: Ear
) -> None:
    with server.frozen():
        first = waited(partial(sender.say, topic))
        then = sender.say(topic, f"Så {FJORDBY}")
        house.beat()

        assert ear.hears("Stille")
        assert ear.hears("Så")
    assert first < ONCE
    assert then < QUICK


def test_redis_that_falls_silent_does_not_hold_the_pages_up(
    house: House, server: Redis, topic: Topic, ear: Ear, writer: User
) -> None:
    with server.frozen():
        first = waited(partial(house.say, house.cookie(writer), topic))
        house.beat()

        assert ear.hears("Stille")
    assert first < ONCE


def test_when_redis_speaks_again_it_is_live_again(server: Redis, sender: Sender, topic: Topic, ear: Ear) -> None:
    with server.frozen():
        sender.say(topic, f"Stille {FJORDBY}")

    assert is_live(partial(sender.say, topic), ear)


def test_who_loses_her_access_while_redis_is_away_is_let_go(house: House, server: Redis, here: None) -> None:
    user = new_member()
    topic = new_topic(user)
    with house.ear(user, topic.pk) as ear, server.stopped():
        take_out(user, topic)

        assert ear.over(seconds=2.0) == POLICY


def test_redis_that_has_forgotten_everything_is_not_missed(
    server: Redis, sender: Sender, topic: Topic, ear: Ear
) -> None:
    with server.client() as client:
        client.flushall()
        sender.say(topic, f"Glemt {FJORDBY}")

        assert ear.hears("Glemt")


@contextmanager
def overheard(server: Redis) -> Iterator[list[str]]:
    """Every command that Redis is given meanwhile."""
    commands: list[str] = []
    with (
        server.client() as client,
        client.monitor() as monitor,  # type: ignore[no-untyped-call]
        server.client() as other,
    ):

        def listen() -> None:
            for told in monitor.listen():
                commands.append(str(told["command"]))
                if "the end" in commands[-1]:
                    return

        listener = Thread(target=listen)
        listener.start()
        try:
            yield commands
        finally:
            other.echo("the end")
            listener.join(timeout=5)


def test_no_text_and_no_name_is_ever_in_redis(
    house: House, server: Redis, sender: Sender, topic: Topic, ear: Ear, writer: User
) -> None:
    with overheard(server) as commands:
        sender.say(topic, f"Hemmelig {FJORDBY}")
        ear.hears("Hemmelig")
        house.say(house.cookie(writer), topic, f"Hemmelig {FJORDBY}")
        ear.hears("Hemmelig")
        ear.do("writes", topic.pk)
        ear.so_far()
        with server.client() as client:
            kept = [client.dump(key) for key in client.keys("*")]

    everything = f"{commands} {kept}"
    assert [word for word in (FJORDBY, "Hemmelig", "Kari", "Lunde", writer.name) if word in everything] == []
    assert len([command for command in commands if command.startswith("PUBLISH")]) == 2


def test_those_who_write_leave_no_connection_behind(server: Redis, sender: Sender, topic: Topic, ear: Ear) -> None:
    with server.client() as client:
        before = len(client.client_list())
        for number in range(20):
            sender.say(topic, f"Ofte {number} {FJORDBY}")

        wait_until(lambda: len(client.client_list()) <= before)
        assert len(client.client_list()) <= before
