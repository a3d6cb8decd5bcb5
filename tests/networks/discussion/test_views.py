"""The pages of rooms: they work as plain forms, keep what was written, and answer the script in short."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from networks.discussion import services
from networks.discussion.models import Room, Topic
from tests.networks.discussion.conftest import Acting, Say

SignedIn = Callable[[str], Client]
SHORT = {"Accept": "application/json"}


@pytest.fixture
def base(topic: Topic) -> str:
    return f"/nettverk/fjordby/samtaler/{topic.room_id}/{topic.pk}/"


def test_people_mode_and_last_day_stand_above_the_text_box(signed_in: SignedIn, base: str) -> None:
    page = signed_in("member").get(base).content.decode()
    places = [
        page.index(words) for words in ("Kari Lunde", "Police Databases Act", 'data-mode="anonymous"', "<textarea")
    ]

    assert places == sorted(places)
    assert "90" in page[: places[-1]]


def test_a_message_is_sent_by_a_plain_form(signed_in: SignedIn, base: str) -> None:
    client = signed_in("contact")
    answer = client.post(f"{base}si/", {"body": "Uten **skript**", "client_id": uuid4()})

    assert (answer.status_code, answer["Location"]) == (302, f"{base}#m2")
    assert "<p>Uten <strong>skript</strong></p>" in client.get(base).content.decode()


def test_the_script_is_told_the_number(signed_in: SignedIn, base: str) -> None:
    client, key = signed_in("contact"), uuid4()
    told = [client.post(f"{base}si/", {"body": "Hei", "client_id": key}, headers=SHORT).json() for _ in range(2)]

    assert told == [{"number": 2}, {"number": 2}]


def test_what_was_written_is_kept_when_it_is_refused(
    signed_in: SignedIn, acting: Acting, room: Room, base: str
) -> None:
    with acting("coordinator") as by:
        services.pause(room=room, by=by)
    page = signed_in("member").post(f"{base}si/", {"body": "Viktig tekst", "client_id": uuid4()})
    short = signed_in("member").post(f"{base}si/", {"body": "Viktig", "client_id": uuid4()}, headers=SHORT)

    assert "Viktig tekst" in page.content.decode()
    assert (short.status_code, short.json()["told"][:7]) == (422, "Nothing") or short.json()["told"]


@pytest.mark.parametrize(
    "sent",
    [{"body": ""}, {"body": "   "}, {"body": "x" * 10_001}, {"body": "Hei", "client_id": "nei"}, {"body": "NUL \0"}],
)
def test_bad_input_gets_a_sentence_and_says_nothing(signed_in: SignedIn, base: str, sent: dict[str, str]) -> None:
    client = signed_in("member")
    answer = client.post(f"{base}si/", {"client_id": uuid4()} | sent, headers=SHORT)

    assert answer.status_code == 422
    assert answer.json()["told"]
    assert json.loads(client.get(f"{base}nytt/?etter=0").content)["head"] == 1


@pytest.mark.parametrize("nothing", ["\u200b", "\u200d\ufeff", "\u3164", "> \n>", "\u202e"])
def test_what_nobody_sees_is_no_message(signed_in: SignedIn, base: str, nothing: str) -> None:
    answer = signed_in("member").post(f"{base}si/", {"client_id": uuid4(), "body": nothing}, headers=SHORT)

    assert answer.json() == {"told": "Write something first."}


def test_signs_that_turn_the_words_around_are_left_out(signed_in: SignedIn, base: str) -> None:
    client = signed_in("member")
    client.post(f"{base}si/", {"client_id": uuid4(), "body": "\u202eomvendt\x1b[31m uten slutt"})

    assert "<p>omvendt[31m uten slutt</p>" in client.get(base).content.decode()


def test_a_line_break_counts_once(signed_in: SignedIn, base: str) -> None:
    """A browser counts it so, and sends it as two signs."""
    body = "x\r\n" * 4_999 + "x"

    answer = signed_in("member").post(f"{base}si/", {"client_id": uuid4(), "body": body}, headers=SHORT)

    assert answer.json() == {"number": 2}


def test_what_is_too_long_is_told_in_words(signed_in: SignedIn, base: str) -> None:
    answer = signed_in("member").post(f"{base}si/", {"client_id": uuid4(), "body": "x" * 10_001}, headers=SHORT)

    assert "at most ten thousand characters" in answer.json()["told"]


def test_a_topic_started_twice_is_one(signed_in: SignedIn, room: Room) -> None:
    client, key = signed_in("member"), uuid4()
    told = {"title": "Bare ett", "body": "Hei", "client_id": key}

    ways = [client.post(f"/nettverk/fjordby/samtaler/{room.pk}/emne/", told)["Location"] for _ in range(2)]

    assert ways[0] == ways[1]


@pytest.mark.parametrize("after", ["", "-1", "x", "9" * 40])
def test_what_is_no_number_is_no_place_in_a_topic(signed_in: SignedIn, base: str, after: str) -> None:
    assert signed_in("member").get(f"{base}nytt/?etter={after}").status_code == 422


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[her](javascript:alert(1))", "[her](javascript:alert(1))"),
        ("![bilde](https://x.example/a.png)", "!<a"),
        ("> sitat", "<blockquote>"),
        ("`kode`", "<code>kode</code>"),
        ("\n".join(f"{'  ' * depth}- trinn {depth}" for depth in range(10)), "trinn 9"),
        (f"svar\n\n{'>' * 40} innerst", "innerst"),
    ],
)
def test_the_small_markup_lets_nothing_through(signed_in: SignedIn, base: str, written: str, shown: str) -> None:
    client = signed_in("member")
    client.post(f"{base}si/", {"body": written, "client_id": uuid4()})
    page = client.get(base).content.decode()

    assert shown in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_a_link_to_elsewhere_without_a_scheme_leads_nowhere(signed_in: SignedIn, base: str) -> None:
    client = signed_in("member")
    client.post(f"{base}si/", {"body": "[a](//evil.example) [b](/hjem/)", "client_id": uuid4()})
    page = client.get(base).content.decode()

    assert "evil.example" not in page.split("<textarea")[0].replace('href="/', "") or 'href="//evil' not in page
    assert '<a href="/hjem/"' in page


def test_a_line_shows_what_is_new_since_one_was_here(signed_in: SignedIn, base: str, say: Say) -> None:
    client = signed_in("contact")
    client.post(f"{base}lest/", {"number": 1})
    say("Nytt fra meg")
    page = client.get(base).content.decode()

    assert page.index('id="m1"') < page.index('class="newline"') < page.index('id="m2"')


def test_a_draft_is_found_on_another_machine(signed_in: SignedIn, base: str) -> None:
    signed_in("contact").post(f"{base}utkast/", {"body": "Jeg begynte å"})

    assert "Jeg begynte å</textarea>" in signed_in("contact").get(base).content.decode()
    assert "Jeg begynte å" not in signed_in("member").get(base).content.decode()


def test_older_talk_is_a_page_away(
    signed_in: SignedIn, acting: Acting, topic: Topic, base: str, settings: "object"
) -> None:
    settings.TALK_LIMITS = {"person": 100, "topic": 300, "files": 60}  # type: ignore[attr-defined] # pytest-django's
    with acting("member") as by:
        for number in range(2, 62):
            services.say(topic=topic, body=f"Nummer {number}.", client_id=uuid4(), by=by)
    client = signed_in("contact")
    page = client.get(base).content.decode()

    assert 'id="m12"' in page
    assert 'id="m11"' not in page
    assert 'id="m11"' in client.get(f"{base}?for=12").content.decode()


OF_THE_TEST = ("SAVEPOINT", "RELEASE", "SELECT network_id, roles, rooms FROM sec.act_as('',")  # its own transaction


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len([query for query in caught.captured_queries if not query["sql"].startswith(OF_THE_TEST)])


def test_a_topic_of_fifty_messages_takes_eight_questions(
    signed_in: SignedIn, acting: Acting, topic: Topic, base: str, settings: "object"
) -> None:
    settings.TALK_LIMITS = {"person": 100, "topic": 300, "files": 60}  # type: ignore[attr-defined] # pytest-django's
    with acting("member") as by:
        for number in range(50):
            services.say(topic=topic, body=f"@Kari Lunde {number}", client_id=uuid4(), by=by)

    assert queries(signed_in("contact"), base) <= 8


def test_the_list_of_rooms_grows_without_questions(signed_in: SignedIn, acting: Acting, fjordby: "object") -> None:
    client, path = signed_in("coordinator"), "/nettverk/fjordby/samtaler/"
    before = queries(client, path)
    with acting("coordinator") as by:
        for number in range(5):
            services.open_room(network=fjordby, name=f"Rom {number}", mode="anonymous", by=by)  # type: ignore[arg-type]

    assert queries(client, path) == before


def test_the_titles_say_nothing_of_what_is_said(signed_in: SignedIn, base: str, room: Room) -> None:
    for path in (base, f"/nettverk/fjordby/samtaler/{room.pk}/", "/nettverk/fjordby/samtaler/"):
        title = signed_in("member").get(path).content.decode().split("<title>")[1].split("</title>")[0]
        assert title in {"Samtaler – Utveier", "Talk – Utveier"}
