"""Many write into one topic while many read, go and come back."""

import math
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

from networks.discussion.models import Topic
from tests.portal.live.faults.browser import Browser, Sent
from tests.portal.live.faults.kept import compare, sequence
from tests.portal.live.faults.outcome import Outcome
from tests.portal.live.faults.reader import Crowd, Reader
from tests.portal.live.faults.web import stage, web
from tests.portal.live.rooms import new_member, new_topic

WRITERS, EACH, READERS = 8, 1_000, 50
WINDOWS = 3  # that one person has open: a network writes no more than fifty letters a day
LATEST = 15.0  # seconds after the last message until everybody has come so far


def writers(*, each: int = EACH, readers: int = READERS) -> Outcome:
    with stage("faults_writers") as name, web(name) as house:
        writing, reading = ([new_member() for _ in range(many)] for many in (WRITERS, math.ceil(readers / WINDOWS)))
        topic = new_topic(*writing, *reading)
        pages = islice(cycle(house.browser(user) for user in reading), readers)
        listeners = [Reader(browser, topic, house.port) for browser in pages]
        outcome, begun = Outcome(), time.monotonic()
        with Crowd(listeners, restless=True) as crowd:
            sent = said_by_all([house.browser(user) for user in writing], topic, each)
            seconds = time.monotonic() - begun
            crowd.settle()
            in_time = crowd.current(len(sent) + 1, seconds=LATEST)
        outcome.tell(
            f"{WRITERS} × {each} messages in {seconds:.0f} s, {readers} readers, {sum(one.comings for one in listeners)} comings"
        )
        compare(outcome, house, topic, sent)
        there = sequence(house, topic)
        outcome.exactly(
            "readers end with the sequence of the database", sum(one.taken == there for one in listeners), readers
        )
        outcome.most("heard twice over one socket", sum(one.heard_twice for one in listeners), 0)
        outcome.at_most(
            f"all current {'in time' if in_time else 'too late'}", f"{LATEST:g} s after the last", missed=not in_time
        )
        return outcome


def said_by_all(browsers: list[Browser], topic: Topic, each: int) -> list[Sent]:
    def say(writer: int) -> list[Sent]:
        return [browsers[writer].deliver(topic, f"Melding {writer} {number}.") for number in range(each)]

    with ThreadPoolExecutor(len(browsers)) as pool:
        return [message for messages in pool.map(say, range(len(browsers))) for message in messages]
