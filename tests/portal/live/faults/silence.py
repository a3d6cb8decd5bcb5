"""What tells the live process that something was said falls silent, while messages are sent and pages fetched."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from networks.discussion.models import Topic
from tests.portal.live.faults.browser import OK, Browser, NoAnswer, Sent, topic_path
from tests.portal.live.faults.outcome import Outcome
from tests.portal.live.faults.reader import Crowd, Reader
from tests.portal.live.faults.web import Web, stage, web
from tests.portal.live.house import LISTENING
from tests.portal.live.rooms import new_member, new_topic
from tests.portal.live.test_redis import Redis

READERS = 5
EVERY = 0.25  # seconds between two messages, and two pages
BEFORE, AFTER = 8.0, 10.0  # seconds of the same talk while all is well
AWAY = 60.0  # seconds
LATEST, LIVE_AGAIN = 15.0, 5.0
IN_A_ROW = 5
USUAL_LEAST = 0.5  # seconds; where all is well it is quicker than anybody can tell

Breaking = Callable[[], AbstractContextManager[None]]


@dataclass
class Talk:
    """One who writes and one who turns pages, without a pause, with the moments of each."""

    topic: Topic
    over: threading.Event = field(default_factory=threading.Event)
    sent: list[tuple[float, Sent]] = field(default_factory=list)
    pages: list[tuple[bool, float]] = field(default_factory=list)  # served; in seconds

    def write(self, browser: Browser) -> None:
        while not self.over.wait(EVERY):
            begun = time.monotonic()
            self.sent.append((begun, browser.deliver(self.topic, f"Melding {len(self.sent)}.")))

    def turn_pages(self, browser: Browser) -> None:
        paths = ["/hjem/", "/nettverk/fjordby/", topic_path(self.topic)]
        while not self.over.wait(EVERY):
            begun = time.monotonic()
            served = is_served(browser, paths[len(self.pages) % len(paths)])
            self.pages.append((served, time.monotonic() - begun))

    @contextmanager
    def going_on(self, writer: Browser, other: Browser) -> Iterator[None]:
        threads = [
            threading.Thread(target=self.write, args=[writer]),
            threading.Thread(target=self.turn_pages, args=[other]),
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join()


def is_served(browser: Browser, path: str) -> bool:
    try:
        return browser.ask(path)[0] == OK
    except NoAnswer:
        return False


@dataclass
class Heard:
    """When each message was begun, and how long it took until the last of the readers had it."""

    delays: list[tuple[float, float]]

    @classmethod
    def of(cls, talk: Talk, readers: list[Reader]) -> "Heard":
        never = float("inf")
        return cls([
            (begun, max(reader.came.get(one.number or 0, never) for reader in readers) - begun)
            for begun, one in talk.sent
        ])  # fmt: skip

    def slowest(self, since: float, until: float) -> float:
        return max(delay for begun, delay in self.delays if since <= begun < until)

    def live_again(self, back: float, usual: float) -> float:
        """Seconds from then to the first of several messages in a row that were heard as usual."""
        later = [(begun, delay) for begun, delay in self.delays if begun >= back]
        for place, (begun, _) in enumerate(later[: 1 - IN_A_ROW]):
            if all(delay <= usual for _, delay in later[place : place + IN_A_ROW]):
                return begun - back
        return float("inf")


def measure(pages: Web, live: Web, breaking: Breaking, *, away: float) -> Outcome:
    """`pages` and `live` are the web process, or two as in a deployment."""
    people = [new_member() for _ in range(READERS + 2)]
    topic = new_topic(*people)
    browsers = [pages.browser(user) for user in people]
    readers = [Reader(browser, topic, live.port) for browser in browsers[2:]]
    talk = Talk(topic)
    with Crowd(readers, restless=False) as crowd, talk.going_on(browsers[0], browsers[1]):
        crowd.current(1, seconds=LATEST)
        time.sleep(1)
        begun = time.monotonic()
        time.sleep(BEFORE)
        broken = time.monotonic()
        with breaking():
            time.sleep(away)
        back = time.monotonic()
        time.sleep(AFTER)
        talk.over.set()
        crowd.current(len(talk.sent) + 1, seconds=LATEST)
    return told(talk, Heard.of(talk, readers), begun, broken, back)


def told(talk: Talk, heard: Heard, begun: float, broken: float, back: float) -> Outcome:
    outcome, usual = Outcome(), heard.slowest(begun, broken)
    failed = sum(one.tries - 1 for _, one in talk.sent) + sum(not served for served, _ in talk.pages)
    outcome.tell(f"{len(talk.sent)} sends, {len(talk.pages)} pages, away for {back - broken:.0f} s")
    outcome.most("failed", failed, 0)
    outcome.tell(
        f"slowest send {max(one.seconds for _, one in talk.sent):.2f} s, slowest page {max(s for _, s in talk.pages):.2f} s"
    )
    outcome.tell(f"usually heard in {usual:.2f} s")
    outcome.most("until everybody was current", heard.slowest(broken, back), LATEST, " s")
    outcome.most("until live again", heard.live_again(back, max(2 * usual, USUAL_LEAST)), LIVE_AGAIN, " s")
    return outcome


@contextmanager
def by_redis(name: str) -> Iterator[tuple[Redis, Web, Web]]:
    """Pages and sockets in two processes, as a deployment has them: a hint has to travel."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as endings:
        server = Redis(Path(folder))
        endings.callback(server.stop)
        database = endings.enter_context(stage(name))
        pages, live = (endings.enter_context(web(database, REDIS_URL=server.url)) for _ in range(2))
        yield server, pages, live


def redis_stopped(*, away: float = AWAY) -> Outcome:
    with by_redis("faults_stopped") as (server, pages, live):
        return measure(pages, live, server.stopped, away=away)


def redis_frozen(*, away: float = AWAY) -> Outcome:
    with by_redis("faults_frozen") as (server, pages, live):
        return measure(pages, live, server.frozen, away=away)


def redis_flushed(*, away: float = 5.0) -> Outcome:
    """At the beginning and at the end."""
    with by_redis("faults_flushed") as (server, pages, live):
        return measure(pages, live, partial(flushed, server), away=away)


@contextmanager
def flushed(server: Redis) -> Iterator[None]:
    with server.client() as client:
        client.flushall()
        yield
        client.flushall()


def listen_cut(*, away: float = 10.0) -> Outcome:
    """Without Redis. Cut twice, and the last time is when it comes back."""
    with stage("faults_listen") as name, web(name) as house:
        return measure(house, house, partial(cut, house), away=away)


@contextmanager
def cut(house: Web) -> Iterator[None]:
    cut_once(house)
    yield
    cut_once(house)


def cut_once(house: Web) -> None:
    if not house.asked(f"SELECT pg_terminate_backend(pid) FROM ({LISTENING}) AS ears"):  # noqa: S608 ours
        raise RuntimeError("Nobody listened.")
