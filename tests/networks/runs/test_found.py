"""What has been followed is found again by clicks: from its topic and its room, by those who may read it."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from networks.discussion import services as discussion
from networks.discussion.access import followed_by
from networks.discussion.choices import Part
from networks.discussion.models import Room, Topic
from networks.routines.models import RoutineVersion
from networks.runs import services
from networks.runs.models import Run
from portal.tenancy.context import acting_as
from tests.networks.runs.conftest import Acting, Begin, Persona

SignedIn = Callable[[str], Client]
OUTCOME = "Ingen uro lenger"


def text(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def address(run: Run) -> str:
    return f"/nettverk/fjordby/rutiner/i-gang/{run.pk}/"


def topic_at(topic: Topic) -> str:
    return reverse("networks:discussion:topic", args=["fjordby", topic.room_id, topic.pk])


@pytest.fixture
def stopped(acting: Acting, begin: Begin) -> Run:
    run = begin(is_exercise=True)
    with acting("member") as by:
        services.stop(run=run, outcome=OUTCOME, by=by)
    return run


@pytest.fixture
def places(topic: Topic, room: Room) -> list[str]:
    return [topic_at(topic), reverse("networks:discussion:room", args=["fjordby", room.pk])]


def test_it_is_found_from_its_topic_and_its_room_with_its_outcome(
    signed_in: SignedIn, stopped: Run, places: list[str]
) -> None:
    member = signed_in("member")
    for place in places:
        page = text(member, place)
        link = re.search(rf'<a href="({address(stopped)})" lang="nb">Prøverutine</a>(.*?)</li>', page)
        assert link, place
        assert "stopped " in link[2]
        assert "exercise" in link[2]
        assert OUTCOME in text(member, link[1])


def test_that_it_is_an_exercise_is_said_on_the_card_of_the_topic(
    signed_in: SignedIn, begin: Begin, topic: Topic
) -> None:
    begin(is_exercise=True)
    page = text(signed_in("member"), topic_at(topic))
    card = page[page.index("You follow a routine here") :]
    assert "Exercise" in card[: card.index("Go on with it")]
    assert "Followed here" not in page


def test_after_it_has_ended_another_may_be_followed(signed_in: SignedIn, stopped: Run, topic: Topic) -> None:
    page = text(signed_in("member"), topic_at(topic))
    assert "You follow a routine here" not in page
    assert "Follow a routine in this topic" in page


@pytest.mark.parametrize("whole", [True, False])
def test_a_newcomer_is_led_only_to_what_she_was_shown(
    signed_in: SignedIn, acting: Acting, persona: Persona, stopped: Run, room: Room, places: list[str],
    later: Callable[[str], None], *, whole: bool,
) -> None:  # fmt: skip
    later("1 hour")
    with acting("coordinator") as by:
        discussion.place(room=room, person_id=persona("deputy").pk, part=Part.PARTICIPANT, whole=whole, by=by)

    with acting("deputy") as user:
        assert list(followed_by(user).values_list("runs__pk", flat=True)) == ([stopped.pk] if whole else [])
    assert [address(stopped) in text(signed_in("deputy"), place) for place in places] == [whole] * 2


def test_what_was_followed_in_another_topic_is_not_told_in_this(
    signed_in: SignedIn, acting: Acting, stopped: Run, room: Room, version: RoutineVersion
) -> None:
    with acting("member") as by:
        other = discussion.start_topic(room=room, title="Et annet", body="Hei", client_id=uuid4(), by=by)
    assert address(stopped) not in text(signed_in("member"), topic_at(other))


def test_more_of_them_take_no_more_questions(
    signed_in: SignedIn, acting: Acting, persona: Persona, begin: Begin, places: list[str]
) -> None:
    member = signed_in("member")

    def asked() -> list[int]:
        counts = []
        for place in places:
            member.get(place)
            with CaptureQueriesContext(connection) as caught:
                member.get(place)
            counts.append(len(caught))
        return counts

    before = asked()
    for _time in range(3):
        run = begin()
        with acting_as(persona("member").pk):
            services.stop(run=run, outcome=OUTCOME, by=persona("member"))
    assert asked() == before
