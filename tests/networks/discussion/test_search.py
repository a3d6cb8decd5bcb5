"""Finding what was said: in all forms of a Norwegian word, and only among what one may read."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from networks.directory.models import Network
from networks.discussion import services
from networks.discussion.choices import Part
from networks.discussion.models import Room, Topic
from networks.discussion.queries.search import search
from tests.networks.discussion.conftest import Acting, Persona, Say


def found(acting: Acting, network: Network, who: str, words: str) -> list[str]:
    with acting(who) as user:
        return [str(hit.excerpt) for hit in search(user, network, words)]


@pytest.mark.parametrize("words", ["samtale", "samtalene", "SAMTALEN", "tale", '"de lange samtalene"'])
def test_a_word_is_found_in_its_forms_and_parts(
    acting: Acting, fjordby: Network, topic: Topic, say: Say, words: str
) -> None:
    say("Vi hadde de lange samtalene om våren.")

    assert any("samtalene" in excerpt for excerpt in found(acting, fjordby, "contact", words))


@pytest.mark.parametrize("who", ["deputy", "mentor", "observer"])
def test_nobody_finds_what_she_may_not_read(acting: Acting, fjordby: Network, say: Say, who: str) -> None:
    say("Et særegentord her")

    assert found(acting, fjordby, "contact", "særegentord") != []
    assert found(acting, fjordby, who, "særegentord") == []


def test_what_is_hidden_or_deleted_is_not_found(acting: Acting, fjordby: Network, say: Say) -> None:
    hidden, deleted = say("Skjultord her"), say("Slettetord her")
    with acting("member") as by:
        services.hide(message=hidden, by=by)
        services.delete(message=deleted, by=by)

    assert [found(acting, fjordby, "member", word) for word in ("skjultord", "slettetord")] == [[], []]


def test_who_came_later_finds_nothing_from_before(
    acting: Acting, persona: Persona, fjordby: Network, room: Room, say: Say, later: Callable[[str], None]
) -> None:
    say("Gammeltord her")
    later("1 hour")
    with acting("coordinator") as by:
        services.place(room=room, person_id=persona("mentor").pk, part=Part.PARTICIPANT, whole=False, by=by)

    assert found(acting, fjordby, "mentor", "gammeltord") == []


def test_what_was_written_is_shown_as_it_was(acting: Acting, fjordby: Network, topic: Topic) -> None:
    with acting("member") as by:
        services.say(topic=topic, body="Ett, to & markørord > alle", client_id=uuid4(), by=by)

    assert found(acting, fjordby, "contact", "markørord") == ["Ett, to &amp; <mark>markørord</mark> &gt; alle"]


@pytest.mark.parametrize("words", ["", "   ", "'", '"', "\\", "a & | !", "%", "x" * 5000])
def test_strange_words_are_words_like_others(acting: Acting, fjordby: Network, topic: Topic, words: str) -> None:
    assert isinstance(found(acting, fjordby, "member", words), list)
