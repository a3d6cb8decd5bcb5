"""Messages while the web process is killed, and while the answer is lost between COMMIT and browser."""

import random
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from networks.discussion.models import Topic
from tests.conftest import SERVER
from tests.portal.live.faults.browser import Sent
from tests.portal.live.faults.kept import compare, number_of
from tests.portal.live.faults.outcome import Outcome
from tests.portal.live.faults.proxy import Proxy, before_database, before_web
from tests.portal.live.faults.web import Web, stage, web
from tests.portal.live.rooms import new_member, new_topic

WRITERS, SENDS, KILLS, CUTS = 4, 1_000, 20, 50
MOMENT = 0.1  # seconds in which a process is killed somewhere between two answers


def kill(*, sends: int = SENDS, kills: int = KILLS) -> Outcome:
    """The web process is killed while several write, and started anew each time."""
    with stage("faults_kill") as name, web(name) as house:
        writers = [new_member() for _ in range(WRITERS)]
        topic, sent = new_topic(*writers), list[Sent]()
        browsers = [house.browser(user) for user in writers]
        over = threading.Event()
        killer = threading.Thread(
            target=kill_now_and_then, args=(house, sent, over), kwargs={"sends": sends, "kills": kills}
        )
        killer.start()
        with ThreadPoolExecutor(WRITERS) as pool:
            for done in pool.map(lambda n: browsers[n % WRITERS].deliver(topic, f"Melding {n}."), range(sends)):
                sent.append(done)
        over.set()
        killer.join()
        return told_of_kills(house, topic, sent, kills)


def kill_now_and_then(house: Web, sent: list[Sent], over: threading.Event, *, sends: int, kills: int) -> None:
    """Spread over all that is sent, each time in the middle of something."""
    for turn in range(kills):
        while len(sent) < sends * turn // kills and not over.is_set():
            time.sleep(0.005)
        time.sleep(random.uniform(0, MOMENT))
        house.kill()
        house.begin()


def told_of_kills(house: Web, topic: Topic, sent: list[Sent], kills: int) -> Outcome:
    outcome = Outcome()
    outcome.tell(f"{len(sent)} sends, {kills} kills, {sum(one.tries - 1 for one in sent)} tries without an answer")
    compare(outcome, house, topic, sent)
    outcome.tell(f"slowest answer {max(one.seconds for one in sent):.1f} s")
    return outcome


def cut(*, cuts: int = CUTS) -> Outcome:
    """The answer is swallowed on its way to the browser, and the connection reset."""
    with stage("faults_cut") as name, web(name) as house, before_web(house.port) as proxy:
        return cut_after_commit(house, proxy, proxy.port, cuts)


def cut_database(*, cuts: int = CUTS) -> Outcome:
    """The answer to COMMIT is swallowed on its way to the web process, which cannot know whether it holds.

    It asks again by the message's key (decision 58), so the browser may never notice.
    """
    with (
        stage("faults_cut_database") as name,
        tempfile.TemporaryDirectory() as folder,
        before_database(Path(folder), SERVER.socket) as proxy,
        web(name, PORTAL_DB_SOCKET=folder) as house,
    ):
        return cut_after_commit(house, proxy, house.port, cuts)


def cut_after_commit(house: Web, proxy: Proxy, port: int, cuts: int) -> Outcome:
    writer = new_member()
    topic, browser = new_topic(writer), house.browser(writer, port=port)
    sent = [browser.deliver(topic, "Den første.")]  # with it goes what a session notes once a minute
    same = committed = unnoticed = 0
    for number in range(cuts):
        message, before = Sent(uuid4(), f"Melding {number}."), proxy.cuts
        proxy.arm()
        answered, kept = browser.send(topic, message), number_of(house, topic, message)
        committed += proxy.cuts == before + 1 and kept is not None
        unnoticed += answered
        same += browser.send(topic, message) and message.number == kept
        sent.append(message)
    outcome = Outcome()
    outcome.exactly("cuts between COMMIT and answer", committed, cuts)
    outcome.tell(f"{unnoticed} answered all the same")
    outcome.exactly("retries gave the same message", same, cuts)
    compare(outcome, house, topic, sent)
    return outcome
