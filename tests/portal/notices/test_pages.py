"""One's list, the bell, how one is told, and the link that stops letters without signing in."""

from collections.abc import Callable
from email.message import Message as Letter

import pytest
from django.test import Client

from networks.discussion import services
from networks.discussion.models import Topic
from portal.accounts.models import User
from portal.notices.models import NoticeChoice
from portal.notices.queries import choice_of
from portal.notices.stopping import link_for, token_for
from portal.tenancy.context import acting_as
from tests.networks.discussion.conftest import Acting, Persona
from tests.portal.notices.conftest import CANARY, Name, Run

SignedIn = Callable[[str], Client]
LIST, READ, CHOOSE = "/hjem/varsler/", "/hjem/varsler/lest/", "/konto/varsler/"


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def chosen(user: User) -> NoticeChoice:
    with acting_as(user.pk):
        return choice_of(user)


# The list


def test_a_notice_names_who_and_where_and_leads_there(signed_in: SignedIn, name: Name) -> None:
    said = name("coordinator")
    shown = page(signed_in("coordinator"), LIST)

    assert "Eva Nilsen named you in «Høsten»" in shown
    assert f'href="/nettverk/fjordby/samtaler/{said.room_id}/{said.topic_id}/#m{said.number}"' in shown
    assert CANARY not in shown


def test_the_newest_stands_first(signed_in: SignedIn, name: Name) -> None:
    name("coordinator", by="member")
    name("coordinator", by="contact")
    shown = page(signed_in("coordinator"), LIST)

    assert 0 < shown.index("Rune Solheim named") < shown.index("Eva Nilsen named")


def test_who_has_lost_the_room_is_shown_nothing_of_it(
    signed_in: SignedIn, name: Name, leaves_room: Callable[[str], None]
) -> None:
    name("contact")
    before = page(signed_in("contact"), LIST)
    leaves_room("contact")
    after = page(signed_in("contact"), LIST)

    assert ("Høsten" in before, "Høsten" in after, "Eva Nilsen" in after) == (True, False, False)
    assert "No notices yet" in after


def test_marked_as_read_it_stays_and_is_new_no_more(signed_in: SignedIn, name: Name) -> None:
    name("coordinator")
    client = signed_in("coordinator")
    number = client.get(LIST).context["last"]
    name("coordinator", by="contact")
    client.post(READ, {"number": number})

    assert [(one.line.text[:4], one.is_new) for one in client.get(LIST).context["news"]] == [
        ("Rune", True),
        ("Eva ", False),
    ]


@pytest.mark.parametrize("number", ["", "x", "-1", str(2**60)])
def test_what_is_no_number_marks_nothing(signed_in: SignedIn, name: Name, number: str) -> None:
    name("coordinator")
    client = signed_in("coordinator")

    assert client.post(READ, {"number": number}).status_code == 302
    assert client.get(LIST).context["new"] == 1


def test_nobody_marks_what_is_anothers(signed_in: SignedIn, name: Name) -> None:
    name("coordinator")
    signed_in("member").post(READ, {"number": 2**52})

    assert signed_in("coordinator").get(LIST).context["new"] == 1


@pytest.mark.parametrize("path", ["/hjem/", "/nettverk/fjordby/", LIST])
def test_the_bell_says_how_many_and_leads_to_them(signed_in: SignedIn, name: Name, path: str) -> None:
    client = signed_in("coordinator")
    before = page(client, path)
    name("coordinator")
    name("coordinator")
    after = page(client, path)

    assert ('aria-label="No new notices"' in before, 'aria-label="2 new notices"' in after) == (True, True)
    assert f'class="bell" href="{LIST}"' in after


def test_reading_the_topic_reads_the_notice(signed_in: SignedIn, name: Name, acting: Acting) -> None:
    said = name("coordinator")
    with acting("coordinator") as by:
        services.mark_read(topic=said.topic, number=said.number - 1, by=by)
    before = signed_in("coordinator").get(LIST).context["new"]
    with acting("coordinator") as by:
        services.mark_read(topic=said.topic, number=said.number, by=by)

    assert (before, signed_in("coordinator").get(LIST).context["new"]) == (1, 0)


# Muting, on the page of the topic


def test_a_topic_is_muted_and_heard_again_by_plain_forms(signed_in: SignedIn, topic: Topic) -> None:
    client, base = signed_in("contact"), f"/nettverk/fjordby/samtaler/{topic.room_id}/{topic.pk}/"
    shown = [page(client, base)]
    for sent in ({"muted": "on"}, {}):
        client.post(f"{base}demp/", sent)
        shown.append(page(client, base))

    assert ["Mute this topic" in text for text in shown] == [True, False, True]
    assert ["Tell me again" in text for text in shown] == [False, True, False]


@pytest.mark.parametrize("who", ["deputy", "outsider-coordinator", "stranger"])
def test_who_is_not_in_the_room_mutes_nothing(signed_in: SignedIn, topic: Topic, who: str) -> None:
    address = f"/nettverk/fjordby/samtaler/{topic.room_id}/{topic.pk}/demp/"

    assert signed_in(who).post(address, {"muted": "on"}).status_code == 404


# How one is told


def test_what_is_chosen_is_kept(signed_in: SignedIn, persona: Persona) -> None:
    wishes = {"mail": "daily", "hour": "8", "quiet_from": "21", "quiet_to": "6"}
    shown = signed_in("member").post(CHOOSE, wishes, follow=True).content.decode()
    kept = chosen(persona("member"))

    assert "Saved." in shown
    assert (kept.mail, kept.hour, kept.quiet_from, kept.quiet_to) == ("daily", 8, 21, 6)


def test_no_quiet_hours_are_chosen_too(signed_in: SignedIn, persona: Persona) -> None:
    client = signed_in("member")
    client.post(CHOOSE, {"mail": "at_once", "hour": "7", "quiet_from": "21", "quiet_to": "6"})
    client.post(CHOOSE, {"mail": "at_once", "hour": "7", "quiet_from": "", "quiet_to": ""})

    assert chosen(persona("member")).quiet_from is None


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ({"quiet_from": "21"}, "Say both when the quiet hours begin and when they end."),
        ({"quiet_from": "6", "quiet_to": "6"}, "Choose another hour than the one they begin at."),
        ({"mail": "daily", "hour": "23", "quiet_from": "22", "quiet_to": "6"}, "This hour lies in your quiet hours."),
        ({"hour": "24"}, "Select a valid choice"),
        ({"mail": "hourly"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_not_kept(
    signed_in: SignedIn, persona: Persona, wishes: dict[str, str], sentence: str
) -> None:
    shown = signed_in("member").post(CHOOSE, {"mail": "never", "hour": "7"} | wishes).content.decode()

    assert sentence in shown
    assert chosen(persona("member")).mail == "at_once"


# The link in a letter


@pytest.fixture
def letter(name: Name, run: Run) -> Letter:
    name("coordinator")
    [sent] = run()
    return sent.message()  # type: ignore[no-any-return] # Django's


def test_a_letter_is_stopped_in_one_click_without_signing_in(
    letter: Letter, persona: Persona, name: Name, run: Run
) -> None:
    link = letter["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    client = Client(enforce_csrf_checks=True)
    asked = client.get(link)
    untouched = chosen(persona("coordinator")).mail
    done = client.post(link, {"List-Unsubscribe": "One-Click"})
    name("coordinator")

    assert link in letter.get_payload()
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (asked.status_code, asked.content.decode().count('<button class="ds-button">')) == (200, 1)
    assert (untouched, done.status_code, chosen(persona("coordinator")).mail) == ("at_once", 200, "never")
    assert run() == []


def test_stopping_twice_is_stopping_once(letter: Letter, persona: Persona) -> None:
    link = link_for(persona("coordinator"))

    assert [Client().post(link).status_code for _ in range(2)] == [200, 200]
    assert chosen(persona("coordinator")).mail == "never"


def test_the_link_stops_its_own_persons_letters_whoever_is_signed_in(signed_in: SignedIn, persona: Persona) -> None:
    signed_in("member").post(link_for(persona("coordinator")))

    assert (chosen(persona("coordinator")).mail, chosen(persona("member")).mail) == ("never", "at_once")


def test_the_page_of_the_link_names_nobody(persona: Persona) -> None:
    for sent in (Client().get, Client().post):
        shown = sent(link_for(persona("coordinator"))).content.decode().lower()
        assert [word for word in ("kari", "lunde", "fjordby", "@demo") if word in shown] == []


def test_a_forged_link_changes_nothing(persona: Persona, db: None) -> None:
    user = persona("coordinator")
    true = token_for(user)
    number, seal = true.split(":")
    other = token_for(persona("member")).split(":")[1]
    forged = [f"{number}:{other}", f"{number}:x", number, f"{int(number) + 1}:{seal}", true[:-1], "x:y"]

    assert {Client().post(f"{CHOOSE}stopp/{token}/").status_code for token in forged} == {404}
    assert {Client().get(f"{CHOOSE}stopp/{token}/").status_code for token in forged} == {404}
    assert chosen(user).mail == "at_once"


def test_the_link_of_a_closed_account_is_closed(persona: Persona) -> None:
    link = link_for(persona("member"))
    User.objects.filter(pk=persona("member").pk).update(is_active=False)

    assert Client().post(link).status_code == 404


def test_the_link_opens_nothing_else(persona: Persona) -> None:
    client = Client()
    client.post(link_for(persona("member")))

    assert client.get("/hjem/").status_code == 302
