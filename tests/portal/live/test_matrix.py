"""Who hears what over a socket: every action × every person, as tests/contracts/matrix.py says it of addresses (B42)."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

import pytest

from portal.accounts.personas import PERSONAS
from portal.live.consumer import ACTIONS
from tests.portal.live.house import Ear, House
from tests.portal.live.rooms import FJORDBY, SKOGDAL, person, say, topic_called

ALL = sorted(persona.slug for persona in PERSONAS)
ABSENT = 2**61
# Topic → its title, who of the cast keeps its room, somebody else who is placed there, and a word that stays there.
TOPICS = {
    "case": ("En elev som trekker seg unna", "coordinator", "mona.vik", FJORDBY),
    "plans": ("Hva vi øver på i høst", "coordinator", "mona.vik", FJORDBY),
    "skogdal": ("Vakt på kveldstid", "outsider-coordinator", "tor.helge.moen", SKOGDAL),
}
CASE = frozenset({"coordinator", "contact", "member", "supervisor"})
PLANS = frozenset({"coordinator", "deputy", "contact", "member", "mentor"})
WOODS = frozenset({"outsider-coordinator"})
NO_ONE: frozenset[str] = frozenset()
# Action and topic → whose wish is granted. To all others it is as if the topic were not there.
ROWS: Mapping[str, frozenset[str]] = {
    "listen case": CASE,
    "listen plans": PLANS,
    "listen skogdal": WOODS,
    "listen absent": NO_ONE,
    "writes case": CASE,
    "writes plans": PLANS,
    "writes skogdal": WOODS,
    "writes absent": NO_ONE,
}


@contextmanager
def everybody(house: House) -> Iterator[dict[str, Ear]]:
    """One socket for each of the cast."""
    with ExitStack() as sockets:
        yield {slug: sockets.enter_context(house.ear(slug)) for slug in ALL}


@pytest.fixture
def topics() -> dict[str, int]:
    known = {name: topic_called(title, seen_by=keeper).pk for name, (title, keeper, _, _) in TOPICS.items()}
    return known | {"absent": ABSENT}


def test_every_action_and_topic_has_its_row(topics: dict[str, int]) -> None:
    assert {*ROWS} == {f"{action} {topic}" for action in ACTIONS for topic in topics}


@pytest.mark.parametrize("topic", [*TOPICS, "absent"])
def test_who_may_listen(house: House, topics: dict[str, int], topic: str) -> None:
    with everybody(house) as ears:
        granted = {slug for slug, ear in ears.items() if ear.listen(topics[topic])["listening"]}

    assert granted == ROWS[f"listen {topic}"]


def writers(house: House, ears: Mapping[str, Ear], name: str, topics: dict[str, int]) -> set[str]:
    """All say that they write there: whom another hears, until she hears a message that was said after it."""
    title, keeper, other, _ = TOPICS[name]
    with house.ear(person(other), topics[name]) as witness:
        for ear in ears.values():
            ear.do("writes", topics[name])
            ear.so_far()
        say(topic_called(title, seen_by=keeper), "Til slutt", by=person(keeper))
        witness.hears("Til slutt")
    heard = {frame.get("writes") for frame in witness.heard}
    return {slug for slug in ALL if person(slug).pk in heard}


@pytest.mark.parametrize("topic", TOPICS)
def test_whose_writing_is_told(house: House, topics: dict[str, int], topic: str) -> None:
    with everybody(house) as ears:
        for ear in ears.values():
            ear.listen(topics[topic])

        assert writers(house, ears, topic, topics) == ROWS[f"writes {topic}"]


@pytest.mark.parametrize("topic", TOPICS)
def test_nobodys_writing_is_told_where_she_does_not_listen(house: House, topics: dict[str, int], topic: str) -> None:
    with everybody(house) as ears:
        for ear in ears.values():
            ear.listen(topics["absent"])

        assert writers(house, ears, topic, topics) == NO_ONE


def test_nobody_does_anything(house: House) -> None:
    """Without a session there is no socket over which to ask."""
    assert house.refuses("") == 403


def test_a_topic_one_may_not_hear_is_as_one_that_is_not_there(house: House, topics: dict[str, int]) -> None:
    """Byte for byte, apart from the number that was asked for."""
    with everybody(house) as ears:
        refusals = {
            raw(ears[slug], topics[name]) for slug in ALL for name in topics if slug not in ROWS[f"listen {name}"]
        }

    assert refusals == {'{"topic": #, "listening": false, "event": null}'}


def raw(ear: Ear, number: int) -> str:
    ear.do("listen", number)
    answer = ear.connection.recv(timeout=5)
    assert isinstance(answer, str)
    return answer.replace(str(number), "#")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_message_reaches_those_in_the_room_and_nobody_else(house: House, topics: dict[str, int], topic: str) -> None:
    """Everybody has asked for every topic, and is asked afterwards what came."""
    title, keeper, _, canary = TOPICS[topic]
    with everybody(house) as ears:
        for ear in ears.values():
            for number in topics.values():
                ear.listen(number)
        say(topic_called(title, seen_by=keeper), f"Hemmelig {canary}", by=person(keeper))
        ears[keeper].hears(canary)

        heard = {slug for slug in ALL if any(canary in str(frame) for frame in ears[slug].so_far())}

    assert heard == ROWS[f"listen {topic}"]
