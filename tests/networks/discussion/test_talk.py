"""What is said: once, in order, to those who may hear it; changed, hidden and deleted without leaving the text behind."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from networks.directory.models import Network
from networks.discussion import services
from networks.discussion.access import messages_visible_to
from networks.discussion.choices import MessageState, Mode, Part
from networks.discussion.models import Message, Placement, Reaction, Revision, Room, Topic, Withheld
from networks.discussion.queries.talk import frames_after, own_text, talk, unread
from portal.tenancy.refusals import NotAllowed, Refused
from tests.networks.discussion.conftest import Acting, Persona, Say

PlaceOf = Callable[[str], Placement]


def bodies(acting: Acting, who: str, topic: Topic) -> list[str]:
    with acting(who) as user:
        return [said.body for said in messages_visible_to(user).filter(topic=topic)]


def test_those_in_the_room_read_what_is_said(acting: Acting, topic: Topic, say: Say) -> None:
    say("Nummer to", who="contact")

    assert bodies(acting, "supervisor", topic) == ["Først, fjordkanari.", "Nummer to"]


@pytest.mark.parametrize("who", ["deputy", "mentor", "observer", "outsider-coordinator", "stranger"])
def test_nobody_else_reads_any_of_it(acting: Acting, topic: Topic, who: str) -> None:
    with acting(who):
        assert not Message.objects.filter(topic=topic).exists()


@pytest.mark.parametrize("who", ["deputy", "observer", "outsider-coordinator"])
def test_nobody_else_says_anything(acting: Acting, topic: Topic, who: str) -> None:
    with acting(who) as by, pytest.raises(NotAllowed):
        services.say(topic=topic, body="Hei", client_id=uuid4(), by=by)


def test_sent_again_it_is_found_and_not_repeated(acting: Acting, topic: Topic) -> None:
    key = uuid4()
    with acting("member") as by:
        numbers = {services.say(topic=topic, body="Én gang", client_id=key, by=by) for _ in range(3)}
        assert Message.objects.filter(topic=topic, body="Én gang").count() == 1

    assert len(numbers) == 1


def test_the_same_key_of_another_person_is_another_message(acting: Acting, topic: Topic) -> None:
    key = uuid4()
    with acting("member") as by:
        first = services.say(topic=topic, body="Min", client_id=key, by=by)
    with acting("contact") as by:
        second = services.say(topic=topic, body="Min også", client_id=key, by=by)

    assert second == first + 1


def test_everything_that_happens_is_counted_without_gaps(acting: Acting, topic: Topic, say: Say) -> None:
    said = say("Tre ting skjer")
    with acting("member") as by:
        services.change(message=said, body="Fire", by=by)
        services.react(message=said, sign="thanks", given=True, by=by)
        services.delete(message=said, by=by)
        topic.refresh_from_db()

    assert topic.last_event == 5  # two messages, and three things that happened to one


def test_what_one_missed_is_told_after_a_number(acting: Acting, topic: Topic, say: Say) -> None:
    say("To")
    third = say("Tre")
    with acting("contact"):
        told = json.loads(frames_after(topic, 2))

    assert (told["head"], [frame["number"] for frame in told["frames"]]) == (3, [third.number])


def test_who_comes_later_reads_what_is_said_from_then_on(
    acting: Acting, persona: Persona, room: Room, topic: Topic, say: Say, later: Callable[[str], None]
) -> None:
    later("1 hour")
    with acting("coordinator") as by:
        services.place(room=room, person_id=persona("mentor").pk, part=Part.ADVISER, whole=False, by=by)
    later("2 hours")
    say("Etterpå")

    assert bodies(acting, "mentor", topic) == ["Etterpå"]
    with acting("mentor"):
        assert [frame["html"] for frame in json.loads(frames_after(topic, 0))["frames"]] == ["<p>Etterpå</p>\n"]


def test_a_quote_shows_nothing_of_what_one_may_not_read(
    acting: Acting, persona: Persona, room: Room, topic: Topic, say: Say, later: Callable[[str], None]
) -> None:
    with acting("member"):
        first = Message.objects.get(topic=topic)
    later("1 hour")
    with acting("coordinator") as by:
        services.place(room=room, person_id=persona("mentor").pk, part=Part.PARTICIPANT, whole=False, by=by)
    later("2 hours")
    say("Enig", quotes=first.number)

    with acting("member") as user:
        assert talk(user, topic).messages[-1].quotes == first
    with acting("mentor") as user:
        shown = talk(user, topic).messages
        assert [(said.body, said.quotes) for said in shown] == [("Enig", None)]


def test_an_answer_to_nothing_answers_nothing(say: Say) -> None:
    assert say("Her", quotes=999).quotes_id is None


def test_nobody_answers_what_was_said_before_she_came(
    acting: Acting, persona: Persona, room: Room, say: Say, later: Callable[[str], None]
) -> None:
    early = say("Tidlig")
    later("1 hour")
    with acting("coordinator") as by:
        services.place(room=room, person_id=persona("mentor").pk, part=Part.PARTICIPANT, whole=False, by=by)

    assert say("Her", who="mentor", quotes=early.number).quotes_id is None


def test_what_it_said_before_only_its_author_reads(acting: Acting, say: Say) -> None:
    said = say("Slik")
    with acting("member") as by:
        services.change(message=said, body="Annerledes", by=by)
        assert [old.body for old in Revision.objects.filter(message=said)] == ["Slik"]
    with acting("contact"):
        assert not Revision.objects.filter(message=said).exists()


@pytest.mark.parametrize("act", [services.delete, services.change])
def test_only_the_author_changes_what_she_said(acting: Acting, say: Say, act: Callable[..., None]) -> None:
    said = say("Mitt")
    more = {"body": "Ditt"} if act is services.change else {}
    with acting("coordinator") as by, pytest.raises(NotAllowed):
        act(message=said, **more, by=by)


def everything_stored() -> str:
    """All texts of all messages, past the policies of whoever acts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM networks_message t")
        messages = cursor.fetchone()[0] or ""
        cursor.execute("SELECT string_agg(t::text, ' ') FROM networks_revision t")
        return messages + (cursor.fetchone()[0] or "")


def test_a_deleted_message_leaves_no_text(acting: Acting, say: Say) -> None:
    said = say("Hemmelig sitat")
    with acting("member") as by:
        services.change(message=said, body="Hemmelig to", by=by)
        services.delete(message=said, by=by)
        said.refresh_from_db()
        assert (said.state, said.body, said.html) == (MessageState.DELETED, "", "")
        assert "Hemmelig" not in everything_stored()


def test_a_message_in_which_somebody_is_recognisable_is_hidden_at_once(acting: Acting, topic: Topic, say: Say) -> None:
    said = say("Hun heter Guro")
    with acting("contact") as by:
        services.hide(message=said, by=by)

    for who in ("contact", "coordinator", "supervisor"):
        assert "Hun heter Guro" not in bodies(acting, who, topic)
        with acting(who):
            assert "Guro" not in frames_after(topic, 0)
            assert not Withheld.objects.filter(message=said).exists()


def test_its_author_writes_it_anew_and_the_original_is_gone(acting: Acting, topic: Topic, say: Say) -> None:
    said = say("Hun heter Guro")
    with acting("contact") as by:
        services.hide(message=said, by=by)
    with acting("member") as by:
        said.refresh_from_db()
        assert own_text(said) == "Hun heter Guro"
        services.change(message=said, body="En elev hos oss", by=by)
        assert (Withheld.objects.count(), Revision.objects.filter(message=said).count()) == (0, 0)
        assert "Guro" not in everything_stored()

    assert "En elev hos oss" in bodies(acting, "contact", topic)


def test_what_is_security_graded_nobody_reads_any_more(acting: Acting, topic: Topic, say: Say) -> None:
    said = say("Gradert tekst")
    with acting("contact") as by:
        services.lock(message=said, by=by)

    for who in ("member", "contact", "coordinator"):
        assert "Gradert tekst" not in bodies(acting, who, topic)
        with acting(who):
            assert not Withheld.objects.filter(message=said).exists()
    with acting("member") as by, pytest.raises(Refused, match="message_gone"):
        services.change(message=said, body="Igjen", by=by)


def test_a_hidden_message_can_still_be_locked(acting: Acting, say: Say) -> None:
    said = say("Begge deler")
    with acting("contact") as by:
        services.hide(message=said, by=by)
        services.lock(message=said, by=by)
    with acting("member"):
        assert not Withheld.objects.filter(message=said).exists()


def test_a_sign_is_given_once_and_taken_back(acting: Acting, say: Say) -> None:
    said = say()
    with acting("contact") as by:
        services.react(message=said, sign="thanks", given=True, by=by)
        services.react(message=said, sign="thanks", given=True, by=by)
        assert Reaction.objects.filter(message=said).count() == 1
        services.react(message=said, sign="thanks", given=False, by=by)
        assert not Reaction.objects.filter(message=said).exists()


def test_whoever_is_named_is_told_so(acting: Acting, topic: Topic, say: Say) -> None:
    say("Hva mener du, @Rune Solheim?", who="coordinator")
    with acting("contact"):
        told = {one.topic_id: (one.new, one.mentions) for one in unread()}
    with acting("supervisor"):
        others = {one.topic_id: one.mentions for one in unread()}

    assert (told[topic.pk], others[topic.pk]) == ((2, 1), 0)


def test_nobody_outside_the_room_can_be_named(acting: Acting, persona: Persona, say: Say) -> None:
    said = say("@Mats Holm, @Kari Lunde", who="member")
    with acting("member"):
        assert list(said.mentions.values_list("user", flat=True)) == [persona("coordinator").pk]


def test_what_one_has_read_is_not_new(acting: Acting, topic: Topic, say: Say) -> None:
    last = say("To")
    with acting("contact") as by:
        before = {one.topic_id: one.new for one in unread()}
        services.mark_read(topic=topic, number=last.number, by=by)
        after = {one.topic_id: one.new for one in unread()}
        services.mark_read(topic=topic, number=1, by=by)  # never backwards

        assert (before[topic.pk], after.get(topic.pk), {o.topic_id: o.new for o in unread()}.get(topic.pk)) == (
            2, None, None,
        )  # fmt: skip


def test_ones_own_words_are_not_new(acting: Acting, topic: Topic) -> None:
    with acting("member"):
        assert topic.pk not in {one.topic_id for one in unread()}


@pytest.mark.parametrize(("act", "why"), [(services.pause, "room_not_open")])
def test_nothing_is_said_in_a_paused_room(
    acting: Acting, room: Room, topic: Topic, act: Callable[..., None], why: str
) -> None:
    with acting("coordinator") as by:
        act(room=room, by=by)
    with acting("member") as by, pytest.raises(Refused, match=why):
        services.say(topic=topic, body="Hei", client_id=uuid4(), by=by)


def test_nothing_is_said_in_a_closed_topic(acting: Acting, topic: Topic) -> None:
    with acting("member") as by:
        services.close_topic(topic=topic, reason="Avklart", by=by)
        with pytest.raises(Refused, match="topic_closed"):
            services.say(topic=topic, body="Hei", client_id=uuid4(), by=by)


def test_nothing_is_said_after_the_consent_has_ended(
    acting: Acting, fjordby: Network, later: Callable[[str], None]
) -> None:
    ends = timezone.localdate() + timedelta(days=3)
    with acting("coordinator") as by:
        room = services.open_room(network=fjordby, name="Avtalt", mode=Mode.CONSENT, consent_ends_on=ends, by=by)
        topic = services.start_topic(room=room, title="Plan", body="Hei", client_id=uuid4(), by=by)
        later("3 days")
        services.say(topic=topic, body="Siste dag", client_id=uuid4(), by=by)
        later("4 days")
        with pytest.raises(Refused, match="consent_over"):
            services.say(topic=topic, body="For sent", client_id=uuid4(), by=by)


def test_nobody_floods_a_room(acting: Acting, topic: Topic, settings: "object", later: Callable[[str], None]) -> None:
    later("1 hour")  # the demo has just been talking
    settings.TALK_LIMITS = {"person": 3, "topic": 300, "files": 60}  # type: ignore[attr-defined] # pytest-django's
    with acting("contact") as by:
        for number in range(3):
            services.say(topic=topic, body=str(number), client_id=uuid4(), by=by)
        with pytest.raises(Refused, match="too_fast"):
            services.say(topic=topic, body="4", client_id=uuid4(), by=by)


def test_a_topic_takes_so_much_in_a_minute(acting: Acting, topic: Topic, settings: "object") -> None:
    settings.TALK_LIMITS = {"person": 30, "topic": 2, "files": 60}  # type: ignore[attr-defined] # pytest-django's
    with acting("contact") as by:
        services.say(topic=topic, body="2", client_id=uuid4(), by=by)
    with acting("supervisor") as by, pytest.raises(Refused, match="room_too_fast"):
        services.say(topic=topic, body="3", client_id=uuid4(), by=by)


def test_a_draft_is_ones_own_and_gone_when_it_is_said(acting: Acting, topic: Topic, say: Say) -> None:
    with acting("contact") as by:
        services.save_draft(topic=topic, body="Jeg tenkte", by=by)
    with acting("member"):
        assert not topic.drafts.exists()
    with acting("contact"):
        assert topic.drafts.get().body == "Jeg tenkte"
    say("Jeg tenkte at", who="contact")
    with acting("contact"):
        assert not topic.drafts.exists()
