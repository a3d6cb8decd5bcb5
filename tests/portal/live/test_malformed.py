"""Whatever a browser says is understood exactly, passed over, or ends that one socket; nobody else notices (B39, B41)."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path

import pytest

from portal.live.consumer import ACTIONS, understood
from tests.portal.live.house import House, wait_until
from tests.portal.live.rooms import FJORDBY, new_person, new_topic, say

HEEDED, MOST = 20, 60  # sayings in ten seconds
SPOILT, POLICY, TOO_BIG, MADE_ROOM = 1007, 1008, 1009, 4001
LARGEST = 65_536  # bytes of a frame
MALFORMED: tuple[str | bytes, ...] = (
    # not JSON
    "", " ", "\0", "x", "{", "}", "[", '"', "{]", "{'do': 'listen', 'topic': 1}", '{"do": "listen", "topic": 1',
    '{"do": "listen", "topic": 1}}', '{"do": "listen" "topic": 1}', '\ufeff{"do": "listen", "topic": 1}',
    b"", b"\0", b'{"do": "listen", "topic": 1}', b"\xff\xfe", bytes(range(256)),
    # JSON, but not an object
    "null", "true", "1", '"listen"', "[]", '["listen", 1]', '[{"do": "listen", "topic": 1}]', "NaN", "Infinity", "-Infinity",
    # an object with other keys
    "{}", '{"do": "listen"}', '{"topic": 1}', '{"do": "listen", "topic": 1, "more": 1}', '{"Do": "listen", "topic": 1}',
    '{"do": "listen", "topic": 1, "type": "hint"}', '{"type": "websocket.close"}', '{"type": "hint", "topic": 1}',
    '{"": "", "topic": 1}', '{"d\\ud800": "listen", "topic": 1}',
    # another thing to do
    '{"do": null, "topic": 1}', '{"do": 1, "topic": 1}', '{"do": [], "topic": 1}', '{"do": {}, "topic": 1}',
    '{"do": ["listen"], "topic": 1}', '{"do": {"listen": 1}, "topic": 1}', '{"do": true, "topic": 1}',
    '{"do": "LISTEN", "topic": 1}', '{"do": "listen ", "topic": 1}', '{"do": "listen\\u0000", "topic": 1}',
    '{"do": "\\ud800", "topic": 1}', '{"do": "__init__", "topic": 1}', '{"do": "heed", "topic": 1}',
    '{"do": "say", "topic": 1}', '{"do": "", "topic": 1}',
    # another topic than a number has
    '{"do": "listen", "topic": null}', '{"do": "listen", "topic": "1"}', '{"do": "listen", "topic": true}',
    '{"do": "listen", "topic": false}', '{"do": "listen", "topic": 1.0}', '{"do": "listen", "topic": 1e3}',
    '{"do": "listen", "topic": 0}', '{"do": "listen", "topic": -1}', '{"do": "listen", "topic": []}',
    '{"do": "listen", "topic": {}}', '{"do": "listen", "topic": [1]}', '{"do": "listen", "topic": NaN}',
    '{"do": "listen", "topic": Infinity}', '{"do": "listen", "topic": -Infinity}', '{"do": "listen", "topic": 1e999}',
    '{"do": "listen", "topic": 9223372036854775808}', '{"do": "listen", "topic": 1' + "0" * 300 + "}",
    '{"do": "listen", "topic": 01}', '{"do": "listen", "topic": 0x1}', '{"do": "writes", "topic": "1; DROP TABLE x"}',
    # too long, too deep
    "1" * 401, "1" * 6000, "[" * 390, "[" * 10_000, "{\"do\":" * 60, '{"do": "listen", "topic": 1' + " " * 400 + "}",
    "x" * LARGEST, b"\0" * LARGEST, "[" * LARGEST, "1" * LARGEST,
)  # fmt: skip


@pytest.mark.parametrize("action", ACTIONS)
def test_what_is_said_rightly_is_understood(action: str) -> None:
    assert understood(f'{{"do": "{action}", "topic": 12}}') == (action, 12)
    assert understood(f'{{"topic":{2**63 - 1},"do":"{action}"}}') == (action, 2**63 - 1)


def test_what_is_malformed_is_passed_over() -> None:
    assert [text for text in MALFORMED if isinstance(text, str) and understood(text) is not None] == []


def test_nothing_a_browser_may_say_is_half_understood() -> None:
    """Twenty thousand sayings with something exchanged, lost or doubled: exactly what was meant, or nothing."""
    chance = random.Random(1)
    whole = '{"do": "listen", "topic": 12}'
    for _ in range(20_000):
        text = spoilt(whole, chance)
        wish = understood(text)
        assert wish is None or dict(zip(("do", "topic"), wish, strict=True)) == json.loads(text)


def spoilt(text: str, chance: random.Random) -> str:
    signs = '{}[]":, \\01259.-+eE\0\ud800truenulNaIfy\u00e5\U0001f600'
    for _ in range(chance.randint(1, 4)):
        place, length = chance.randrange(len(text) + 1), chance.choice((0, 1, 1, 5))
        text = text[:place] + chance.choice((*signs, "", text)) + text[place + length :]
    return text


# Over real sockets


def storm(house: House, slug: str, sockets: int, start: int) -> int:
    """As much as one may say, on one socket after the other, of which the twentieth is heard. Returns how many were bad."""
    sent = 0
    wrong = islice(cycle(MALFORMED), start, None)
    for _ in range(sockets):
        with house.ear(slug) as ear:
            for _ in range(HEEDED - 1):
                ear.send(next(wrong))
            assert [frame["listening"] for frame in ear.so_far()] == [False]
            for _ in range(MOST - HEEDED):
                ear.send(next(wrong))
            assert ear.connection.ping().wait(5)
            sent += MOST - 1
    return sent


def memory(house: House) -> int:
    """In kilobytes."""
    status = Path(f"/proc/{house.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def connections(house: House) -> int:
    """At its port: open, or closed by the browser and forgotten by the process."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(f":{house.port:04X}") and row[3] in {"01", "08"} for row in rows)


def test_ten_thousand_malformed_frames_disturb_nobody(house: House) -> None:
    """Of the process's tracebacks conftest.py tells."""
    topic = new_topic()
    storm(house, "observer", 4, 0)
    before = memory(house)
    with house.ear("coordinator", topic.pk) as bystander, ThreadPoolExecutor(4) as pool:
        people = ("stranger", "observer", "editor", "operator")
        storms = [pool.submit(storm, house, slug, 43, 21 * n) for n, slug in enumerate(people)]
        said = 0
        while not all(one.done() for one in storms):
            say(topic, f"Midt i stormen {said} {FJORDBY}")
            assert f"Midt i stormen {said} " in bystander.hears(FJORDBY)["html"]
            said += 1
        sent = sum(one.result() for one in storms)

    assert sent >= 10_000
    assert said > 0
    wait_until(lambda: connections(house) == 0)
    assert memory(house) - before < 20_000


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("x" * (LARGEST + 1), TOO_BIG),
        (b"x" * (LARGEST + 1), TOO_BIG),
        ("[" * 200_000, TOO_BIG),
        ('{"do":' * 40_000, TOO_BIG),
        ("1" * 300_000, TOO_BIG),
    ],
    ids=["text", "binary", "nested", "nested_objects", "a_long_number"],
)
def test_a_frame_that_is_too_large_ends_the_socket(house: House, frame: str | bytes, code: int) -> None:
    with house.ear("observer") as ear:
        ear.connection.send(frame)

        assert ear.over() == code


def test_a_message_in_pieces_that_is_too_large_ends_the_socket(house: House) -> None:
    with house.ear("observer") as ear:
        ear.connection.send(["x" * 1000] * 70)

        assert ear.over() == TOO_BIG


@pytest.mark.parametrize("spoilt_text", [b"\xff", b"\xed\xa0\x80", b'{"do": "\xc3', b"\xf4\x90\x80\x80", b"\xc0\xaf"])
def test_a_text_that_is_none_ends_the_socket(house: House, spoilt_text: bytes) -> None:
    """Lone surrogates, overlong forms, and a letter that is cut in two."""
    with house.ear("observer") as ear:
        ear.connection.send(spoilt_text, text=True)

        assert ear.over() == SPOILT


def test_who_says_more_than_twenty_things_in_ten_seconds_is_not_heeded(house: House) -> None:
    with house.ear("observer") as ear:
        for number in range(1, MOST + 2):
            ear.do("listen", 2**60 + number)

        assert ear.over() == POLICY
        assert [frame["topic"] - 2**60 for frame in ear.heard] == list(range(1, HEEDED + 1))


def test_who_says_sixty_things_in_ten_seconds_stays(house: House) -> None:
    topic = new_topic()
    with house.ear("coordinator", topic.pk) as ear:
        for _ in range(MOST - 1):
            ear.send("x")
        say(topic, f"Likevel {FJORDBY}")

        assert ear.hears("Likevel")


def test_the_sixth_socket_of_a_person_closes_her_oldest(house: House) -> None:
    user = new_person()
    with ExitStack() as sockets:
        ears = [sockets.enter_context(house.ear(user)) for _ in range(5)]
        other = sockets.enter_context(house.ear("stranger"))
        for ear in ears:
            ear.so_far()
        sixth = sockets.enter_context(house.ear(user))

        assert ears[0].over() == MADE_ROOM
        assert all(ear.so_far() for ear in (*ears[1:], sixth, other))


def test_a_socket_that_is_closed_makes_room(house: House) -> None:
    """Five at a time, as often as she likes."""
    user = new_person()
    with house.ear(user) as first:
        for _ in range(10):
            with house.ear(user) as ear:
                ear.so_far()

        assert first.so_far()
