"""All connections of the application to the database are ended while pages are fetched and messages sent."""

import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from uuid import uuid4

from networks.discussion.models import Topic
from tests.portal.live.faults.browser import Browser, Sent, topic_path
from tests.portal.live.faults.kept import compare
from tests.portal.live.faults.outcome import Outcome
from tests.portal.live.faults.silence import is_served
from tests.portal.live.faults.web import Web, stage, web
from tests.portal.live.rooms import new_member, new_topic

READERS, SENDERS = 6, 2
CUTS, BETWEEN = 10, 5.0  # seconds
PAUSE = 0.3  # seconds a person looks at what came, or writes
FAILED_MOST, WELL_AGAIN = 1.0, 1.0  # percent of the requests; seconds
GUNICORN = [
    sys.executable, "-m", "gunicorn", "portal.config.wsgi:application", "--bind=fd://{door}", "--worker-class=sync",
    "--workers=2", "--preload", "--timeout=30",
]  # fmt: skip
CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND starts_with(usename::text, 'portal_')
"""


@dataclass(frozen=True)
class Request:
    begun: float
    ended: float
    served: bool

    @property
    def seconds(self) -> float:
        return self.ended - self.begun


@dataclass
class Load:
    """People who turn pages, and some who write, until it is over."""

    topic: Topic
    over: threading.Event = field(default_factory=threading.Event)
    requests: list[Request] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    def read(self, browser: Browser) -> None:
        pages = [topic_path(self.topic), "/hjem/", "/nettverk/fjordby/"]
        while not self.over.wait(PAUSE):
            self.note(partial(is_served, browser, random.choice(pages)))

    def write(self, browser: Browser) -> None:
        """What failed is sent again, as the page's script does; each try is a request of its own here."""
        for number in count():
            if self.over.wait(PAUSE):
                return
            message = Sent(uuid4(), f"Melding {browser.cookie[:4]} {number}.")
            while not self.note(partial(browser.send, self.topic, message)):
                time.sleep(PAUSE)
            self.sent.append(message)

    def note(self, ask: Callable[[], bool]) -> bool:
        begun = time.monotonic()
        served = ask()
        self.requests.append(Request(begun, time.monotonic(), served))
        return served


def connections(*, cuts: int = CUTS) -> Outcome:
    """Of uvicorn, which serves pages and sockets from a pool of connections."""
    with stage("faults_lines") as name, web(name) as house:
        return measure(house, cuts)


def connections_kept(*, cuts: int = CUTS) -> Outcome:
    """Of gunicorn, whose workers each keep one, as a deployment serves its pages."""
    with stage("faults_kept") as name, web(name, command=GUNICORN, PORTAL_DB_POOL="0") as house:
        return measure(house, cuts)


def measure(house: Web, cuts: int) -> Outcome:
    people = [new_member() for _ in range(READERS + SENDERS)]
    load = Load(new_topic(*people))
    browsers = [house.browser(user) for user in people]
    acts = [load.read] * READERS + [load.write] * SENDERS
    threads = [threading.Thread(target=act, args=[one]) for act, one in zip(acts, browsers, strict=True)]
    for thread in threads:
        thread.start()
    time.sleep(BETWEEN)
    moments = [cut_after_a_while(house) for _ in range(cuts)]
    time.sleep(BETWEEN)
    load.over.set()
    for thread in threads:
        thread.join()
    return told(house, load, moments)


def cut_after_a_while(house: Web) -> float:
    time.sleep(BETWEEN * random.uniform(0.8, 1.2))
    moment = time.monotonic()
    house.asked(CUT)
    return moment


def told(house: Web, load: Load, moments: list[float]) -> Outcome:
    outcome, failed = Outcome(), [one for one in load.requests if not one.served]
    usual = max(one.seconds for one in load.requests if one.ended < moments[0])
    outcome.tell(
        f"{len(load.requests)} requests, {len(load.sent)} messages, all connections ended {len(moments)} times"
    )
    outcome.most("failed", 100 * len(failed) / len(load.requests), FAILED_MOST, " %")
    outcome.most("after which nobody failed", max(last_failure(failed, at) for at in moments), WELL_AGAIN, " s")
    compare(outcome, house, load.topic, load.sent)
    outcome.tell(f"slowest answer {max(one.seconds for one in load.requests):.2f} s, before {usual:.2f} s")
    return outcome


def last_failure(failed: list[Request], cut: float) -> float:
    return max((one.ended - cut for one in failed if cut <= one.ended < cut + BETWEEN / 2), default=0.0)
