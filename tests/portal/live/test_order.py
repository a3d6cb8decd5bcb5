"""Everything arrives, once and in order; and whoever missed something can tell, and fetch exactly that (B45)."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from networks.discussion import services
from networks.discussion.models import Topic
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.portal.live.house import Ear, Frame, House
from tests.portal.live.rooms import FJORDBY, change, new_member, new_topic, person, place, say, say_all

COME_AGAIN = 1013
EACH, WRITERS = 50, 4
LONG = 30.0  # seconds for all of it


def fetched(house: House, who: str | User, topic: Topic, after: int) -> dict[str, Any]:
    """What the page of a browser that missed something asks for."""
    path = reverse("networks:discussion:after", args=["fjordby", topic.room_id, topic.pk])
    told: dict[str, Any] = json.loads(house.page(house.cookie(who), f"{path}?etter={after}"))
    return told


def text(frame: Frame) -> str:
    html: str = frame["html"]
    return html.strip().removeprefix("<p>").removesuffix("</p>")


def heard_until(ear: Ear, event: int) -> list[Frame]:
    ear.until(lambda frame: frame.get("event") == event and "html" in frame, seconds=LONG)
    return ear.messages()


@pytest.fixture(scope="module")
def told(house_of_all: House) -> dict[str, Any]:
    """Filled by the first test below: what each heard while four people talked at once."""
    return {}


@pytest.fixture
def talk(house: House, here: None, told: dict[str, Any]) -> dict[str, Any]:
    """Two hundred messages said by four at once, and what five heard meanwhile."""
    if not told:
        people = [new_member() for _ in range(WRITERS)]
        topic = new_topic(*people)
        bodies = [[f"{writer}:{number} {FJORDBY}" for number in range(EACH)] for writer in range(WRITERS)]
        with ExitStack() as sockets, ThreadPoolExecutor(2 * WRITERS + 1) as pool:
            hearers: list[User | str] = [*people, "coordinator"]
            ears = [sockets.enter_context(house.ear(one, topic.pk)) for one in hearers]
            listening = [pool.submit(heard_until, ear, EACH * WRITERS + 1) for ear in ears]
            for said in [pool.submit(say_all, topic, bodies[n], by=one) for n, one in enumerate(people)]:
                said.result()
            told |= {"topic": topic, "heard": [one.result() for one in listening]}
            told["said"] = [body for theirs in bodies for body in theirs]
    return told


def test_what_four_say_at_once_reaches_each_listener_once(talk: dict[str, Any]) -> None:
    for heard in talk["heard"]:
        assert Counter(text(frame) for frame in heard) == Counter(talk["said"])


def test_it_arrives_in_order(talk: dict[str, Any]) -> None:
    for heard in talk["heard"]:
        assert [frame["event"] for frame in heard] == list(range(2, EACH * WRITERS + 2))


def test_each_frame_says_after_which_it_comes(talk: dict[str, Any]) -> None:
    """By this a browser knows that it has missed nothing in between."""
    for heard in talk["heard"]:
        assert [frame["since"] for frame in heard] == [frame["event"] - 1 for frame in heard]


def test_what_is_heard_is_what_is_fetched(house: House, talk: dict[str, Any]) -> None:
    """One form of a message for both ways, whichever came first."""
    topic = talk["topic"]
    told = fetched(house, "coordinator", topic, 101)

    assert told["frames"] == [without_since(frame) for frame in talk["heard"][0] if frame["event"] > 101]


def without_since(frame: Frame) -> Frame:
    return {name: value for name, value in frame.items() if name != "since"}


def test_long_absence_is_fetched_in_pieces(house: House, talk: dict[str, Any]) -> None:
    topic = talk["topic"]
    first = fetched(house, "coordinator", topic, 0)
    rest = fetched(house, "coordinator", topic, first["frames"][-1]["event"])

    assert len(first["frames"]) == 200
    assert [frame["event"] for frame in first["frames"] + rest["frames"]] == list(range(1, EACH * WRITERS + 2))
    assert first["head"] == rest["head"] == EACH * WRITERS + 1


def test_who_comes_back_fetches_exactly_what_she_missed(house: House) -> None:
    user = new_member()
    topic = new_topic(user)
    with house.ear(user, topic.pk) as ear:
        say(topic, f"Hørt {FJORDBY}")
        last = ear.hears("Hørt")["event"]
    for number in range(3):
        say(topic, f"Savnet {number} {FJORDBY}")
    with house.ear(user) as ear:
        stands = ear.listen(topic.pk)["event"]
        missed = fetched(house, user, topic, last)
        say(topic, f"Nytt {FJORDBY}")
        new = ear.hears("Nytt")

    assert [text(frame) for frame in missed["frames"]] == [f"Savnet {n} {FJORDBY}" for n in range(3)]
    assert (stands, missed["head"], new["since"]) == (last + 3, last + 3, last + 3)


def test_what_happens_to_a_message_is_told_in_the_same_count(house: House) -> None:
    """An edit comes after what was said before it, and leaves no gap."""
    user = new_member()
    topic = new_topic(user)
    with house.ear(user) as ear:
        before = ear.listen(topic.pk)["event"]
        number = say(topic, f"Først {FJORDBY}")
        say(topic, f"Så {FJORDBY}")
        ear.hears("Så")  # else the first, changed before it is looked up, is told as changed only
        change(topic, number, f"Endret {FJORDBY}")
        ear.hears("Endret")

    chain = [(frame["since"], frame["event"]) for frame in ear.messages()]
    assert chain == [(before + n, before + n + 1) for n in range(3)]
    assert [frame["number"] for frame in ear.messages()] == [number, number + 1, number]


def test_a_topic_that_is_closed_leaves_no_unknown_gap(house: House) -> None:
    """It has no text; the frame says how far the count has come, and the page asks."""
    user, by = new_member(), person("coordinator")
    topic = new_topic(user)
    with house.ear(user) as ear:
        before = ear.listen(topic.pk)["event"]
        with acting_as(by.pk):
            services.close_topic(topic=topic, reason="Ferdig", by=by)
        told = ear.until(lambda frame: frame.get("event") == before + 1)

    assert told == {"topic": topic.pk, "event": before + 1}
    assert fetched(house, user, topic, before) == {"head": before + 1, "closed": True, "frames": []}


def test_who_asks_twice_for_a_topic_hears_each_message_once(house: House) -> None:
    topic = new_topic()
    with house.ear("coordinator", topic.pk, topic.pk) as ear:
        say(topic, f"Én gang {FJORDBY}")
        ear.hears("Én gang")
        ear.so_far()

        assert len(ear.messages()) == 1


def test_messages_of_two_topics_are_counted_apart(house: House) -> None:
    one, two = new_topic(), new_topic()
    with house.ear("coordinator", one.pk, two.pk) as ear:
        for topic in (one, two, one):
            say(topic, f"Sagt {FJORDBY}")
        for _ in range(3):
            ear.hears("Sagt")

    chains = {
        topic.pk: [(frame["since"], frame["event"]) for frame in ear.messages() if frame["topic"] == topic.pk]
        for topic in (one, two)
    }
    assert chains == {one.pk: [(1, 2), (2, 3)], two.pk: [(1, 2)]}


MANY, LONG_TEXT, STEP = 500, 40_000, 100  # messages, and characters of each: more than lines and backlog hold
POUR = """
WITH said AS (
    INSERT INTO networks_message (network_id, room_id, topic_id, number, event, client_id, author_id, organisation_id, body,
                                  html, state, sent_at)
    SELECT network_id, room_id, topic_id, n, n, gen_random_uuid(), author_id, organisation_id, '', repeat('x', %s), state,
           now() FROM networks_message, generate_series(%s::int, %s::int) n WHERE topic_id = %s AND number = 1
    RETURNING event)
UPDATE networks_topic SET last_event = (SELECT max(event) FROM said) WHERE id = %s
RETURNING pg_notify('live', format('said %%s %%s', id, last_event))
"""


def pour(house: House, topic: Topic, ear: Ear) -> None:
    """Much more is said, as fast as one can take it who reads."""
    for first in range(2, MANY + 2, STEP):
        last = first + STEP - 1
        house.asked(POUR, LONG_TEXT, first, last, topic.pk, topic.pk)
        ear.until(partial(at_event, last), seconds=LONG)


def at_event(event: int, frame: Frame) -> bool:
    return bool(frame.get("event") == event)


def test_who_does_not_read_delays_nobody_and_is_asked_to_come_again(house: House) -> None:
    """She is set aside, and let go when too much waits for her; she fetches the rest (B41)."""
    topic, slow = new_topic(), new_member()
    place(slow, topic, whole=True)
    with house.at(house.cookie(slow), unread=True) as ear, house.ear("coordinator", topic.pk) as reads:
        assert ear.listen(topic.pk)["listening"]
        pour(house, topic, reads)

        assert [frame["since"] for frame in reads.messages()] == list(range(1, MANY + 1))
        assert ear.over(seconds=LONG) == COME_AGAIN
    heard = [frame["event"] for frame in ear.messages()]
    assert heard == list(range(2, len(heard) + 2))
    assert len(heard) < MANY
    missed = fetched(house, slow, topic, len(heard) + 1)
    assert missed["head"] == MANY + 1
    assert [frame["event"] for frame in missed["frames"]] == list(range(len(heard) + 2, MANY + 2))[:200]
