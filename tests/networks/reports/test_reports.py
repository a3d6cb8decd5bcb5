"""A report shows one message to those who answer for the network, until they have; and nothing else of its room."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from networks.directory.models import Network
from networks.discussion import services as discussion
from networks.discussion.choices import Mode
from networks.discussion.models import Message, Room, Topic
from networks.discussion.queries.talk import frames_after
from networks.membership import services as membership
from networks.membership.models import Membership
from networks.reports import queries, services
from networks.reports.access import may_answer, may_report, reports_visible_to
from networks.reports.models import Report
from portal.audit.models import Entry
from portal.config.jobs import keep_reports, keep_rooms
from portal.notices.queries import news
from portal.tenancy.refusals import NotAllowed, Refused
from tests.networks.discussion.conftest import Acting, Persona, Say
from tests.networks.reports.conftest import CANARY, Make, shown_to


@pytest.mark.parametrize("who", ["coordinator", "deputy"])
def test_those_who_answer_for_the_network_read_the_one_message(acting: Acting, made: Make, who: str) -> None:
    assert CANARY in (shown_to(acting, who, made()) or "")


@pytest.mark.parametrize("who", ["contact", "observer", "member", "supervisor", "outsider-coordinator", "stranger"])
def test_nobody_else_learns_that_there_is_a_report(acting: Acting, made: Make, who: str) -> None:
    report = made()
    with acting(who) as user:
        assert not reports_visible_to(user).filter(pk=report.pk).exists()
        assert not Report.objects.filter(pk=report.pk).exists()
        assert queries.shown(report) is None


def test_those_it_is_reported_to_learn_nothing_else_of_the_room(acting: Acting, made: Make, apart: Room) -> None:
    made()
    with acting("coordinator"):
        assert not Room.objects.filter(pk=apart.pk).exists()
        assert not Message.objects.filter(room=apart).exists()


def test_the_author_learns_that_it_is_reported_and_not_by_whom(acting: Acting, made: Make, topic: Topic) -> None:
    report = made()
    with acting("member") as user:
        assert '"reported" : true' in frames_after(topic, 0)
        assert not news(user)
        assert not reports_visible_to(user).filter(pk=report.pk).exists()


def test_an_author_who_may_read_the_log_does_not_find_there_who_reported_her(
    acting: Acting, persona: Persona, room: Room, say: Say
) -> None:
    said = say("Sagt av koordinatoren", who="coordinator")
    with acting("contact") as by:
        services.report(message=said, ground="tone", note="", by=by)
    with acting("coordinator") as user:
        entry = Entry.objects.filter(action="report.made").latest("seq")

        assert (entry.actor_id, entry.actor_label) == (None, "")
        assert not reports_visible_to(user).exists()


def test_what_the_coordinator_wrote_is_answered_by_the_deputy_alone(acting: Acting, room: Room, say: Say) -> None:
    said = say("Sagt av koordinatoren", who="coordinator")
    with acting("contact") as by:
        report = services.report(message=said, ground="tone", note="", by=by)
    with acting("coordinator") as by, pytest.raises(NotAllowed):
        services.answer(report=report, outcome="left", answer="", by=by)
    with acting("deputy") as by:
        assert may_answer(by, report)
        services.answer(report=report, outcome="left", answer="", by=by)


def test_where_nobody_is_left_to_tell_it_is_refused(acting: Acting, persona: Persona, fjordby: Network) -> None:
    with acting("coordinator") as by:
        membership.end(member=Membership.objects.get(user=persona("deputy"), state="active"), reason="moved", by=by)
        people = [persona("member").pk]
        apart = discussion.open_room(network=fjordby, name="Bare vi to", mode=Mode.ANONYMOUS, people=people, by=by)
    with acting("member") as by:
        topic = discussion.start_topic(room=apart, title="Vi", body="Hei", client_id=uuid4(), by=by)
    with acting("coordinator") as by, pytest.raises(Refused, match="nobody_to_tell"):
        services.report(message=topic.messages.get(), ground="tone", note="", by=by)


def test_it_is_told_on_the_list_without_a_word_of_it(acting: Acting, made: Make) -> None:
    report = made()
    with acting("deputy") as user:
        [one] = news(user)

    assert one.address == f"/nettverk/fjordby/meldt/{report.pk}/"
    assert CANARY not in one.line.text


def test_answered_it_is_shown_to_nobody_outside_any_more(acting: Acting, made: Make, topic: Topic) -> None:
    report = made()
    with acting("deputy") as by:
        services.answer(report=report, outcome="talked", answer="Takk", by=by)

    assert shown_to(acting, "coordinator", report) == ""
    with acting("mentor") as user:
        assert '"reported" : false' in frames_after(topic, 0).rpartition('"number"')[2]
        assert [one.address for one in news(user)] == [f"/nettverk/fjordby/meldt/{report.pk}/"]


def test_it_is_answered_once(acting: Acting, made: Make) -> None:
    report = made()
    with acting("deputy") as by:
        services.answer(report=report, outcome="left", answer="", by=by)
    with acting("coordinator") as by, pytest.raises(Refused, match="report_over"):
        services.answer(report=report, outcome="hidden", answer="", by=by)


def test_everybody_who_reported_the_same_is_answered(acting: Acting, made: Make) -> None:
    report = made()
    with acting("supervisor") as by:
        message = Message.objects.select_related("topic__room").get(pk=report.message_id)
        second = services.report(message=message, ground="person", note="", by=by)
    with acting("deputy") as by:
        services.answer(report=report, outcome="left", answer="", by=by)
    with acting("supervisor"):
        assert not Report.objects.get(pk=second.pk).is_open


def test_hidden_by_the_answer_its_author_writes_it_anew(acting: Acting, made: Make, topic: Topic) -> None:
    report = made()
    with acting("deputy") as by:
        services.answer(report=report, outcome="hidden", answer="", by=by)
    with acting("supervisor"):
        assert CANARY not in frames_after(topic, 1)
    with acting("member") as by:
        said = Message.objects.select_related("topic__room").get(pk=report.message_id)
        discussion.change(message=said, body="Bedre sagt", by=by)


@pytest.mark.parametrize("who", ["mentor", "member", "contact", "observer"])
def test_nobody_else_answers(acting: Acting, made: Make, who: str) -> None:
    report = made()
    with acting(who) as by, pytest.raises(NotAllowed):
        services.answer(report=report, outcome="left", answer="", by=by)


@pytest.mark.parametrize("who", ["deputy", "observer", "outsider-coordinator"])
def test_only_those_in_the_room_report(acting: Acting, apart: Room, say: Say, who: str) -> None:
    said = say()
    with acting(who) as by, pytest.raises(NotAllowed):
        services.report(message=said, ground="tone", note="", by=by)


def test_who_reported_it_does_not_answer_herself_by_another_report_of_it(
    acting: Acting, persona: Persona, room: Room, say: Say
) -> None:
    said = say("Stygt", who="member")
    with acting("coordinator") as by:
        own = services.report(message=said, ground="tone", note="", by=by)
    with acting("contact") as by:
        other = services.report(message=said, ground="person", note="", by=by)
    with acting("coordinator") as by:
        services.answer(report=other, outcome="left", answer="", by=by)
        own.refresh_from_db()

    assert own.is_open


def test_one_reports_a_message_once(acting: Acting, made: Make) -> None:
    report = made()
    with acting("mentor") as by:
        message = Message.objects.select_related("topic__room").get(pk=report.message_id)
        with pytest.raises(Refused, match="already_reported"):
            services.report(message=message, ground="person", note="", by=by)


def test_nobody_shows_a_whole_room_by_reporting(acting: Acting, made: Make) -> None:
    for number in range(10):
        made(f"Melding {number}")
    with pytest.raises(Refused, match="too_many_reports"):
        made("Én til")


def test_a_message_can_be_reported_in_a_closed_room(acting: Acting, made: Make, apart: Room, say: Say) -> None:
    said = say("Sagt før det ble lukket")
    with acting("mentor") as by:
        discussion.close_room(room=apart, days=7, talk="delete", attachments="delete", by=by)
        assert services.report(message=said, ground="tone", note="", by=by).is_open


def test_nobody_reports_her_own_words(acting: Acting, made: Make) -> None:
    """She would be told what is answered to who reported her."""
    report = made()
    with acting("member") as by, pytest.raises(NotAllowed):
        services.report(message=Message.objects.get(pk=report.message_id), ground="tone", note="", by=by)


def test_what_is_hidden_is_not_reported(acting: Acting, room: Room, say: Say) -> None:
    said = say("Han heter Per", who="member")
    with acting("contact") as by:
        discussion.hide(message=said, by=by)
        said.refresh_from_db()
        assert not may_report(by, said)
        with pytest.raises(Refused, match="message_gone"):
            services.report(message=said, ground="tone", note="", by=by)


def test_the_answer_is_told_to_whom_it_is_given_alone(acting: Acting, made: Make) -> None:
    report = made()
    with acting("supervisor") as by:
        message = Message.objects.select_related("topic__room").get(pk=report.message_id)
        second = services.report(message=message, ground="person", note="", by=by)
    with acting("deputy") as by:
        services.answer(report=report, outcome="talked", answer="Takk, Sara", by=by)
    with acting("supervisor"):
        assert Report.objects.get(pk=second.pk).answer == ""


def test_who_reported_it_does_not_answer_herself(acting: Acting, room: Room, say: Say) -> None:
    """What is done with another's words takes two."""
    said = say("Stygt", who="member")
    with acting("coordinator") as by:
        report = services.report(message=said, ground="tone", note="", by=by)
        with pytest.raises(NotAllowed):
            services.answer(report=report, outcome="hidden", answer="", by=by)


class TestTheEnd:
    def test_a_report_nobody_answers_lapses(
        self, acting: Acting, made: Make, topic: Topic, later: Callable[[str], None]
    ) -> None:
        report = made()
        later("30 days")
        assert CANARY in (shown_to(acting, "deputy", report) or "")
        later("31 days")
        assert shown_to(acting, "deputy", report) is None

        assert keep_reports(timestamp=0) == 1
        with acting("mentor"):
            assert '"reported" : true' not in frames_after(topic, 0)
        with acting("coordinator"):
            assert Entry.objects.filter(action="report.lapsed").count() == 1

    def test_an_answered_one_is_deleted_thirty_days_later(
        self, acting: Acting, made: Make, later: Callable[[str], None]
    ) -> None:
        report = made()
        later("20 days")
        with acting("deputy") as by:
            services.answer(report=report, outcome="left", answer="", by=by)
            report.refresh_from_db()
            assert report.ends_on == timezone.localdate() + timedelta(days=50)
        later("50 days")
        assert keep_reports(timestamp=0) == 0
        later("51 days")
        assert keep_reports(timestamp=0) == 1
        with acting("coordinator"):
            assert not Entry.objects.filter(action="report.lapsed").exists()

    def test_nobody_who_is_signed_in_deletes_any(
        self, acting: Acting, made: Make, later: Callable[[str], None]
    ) -> None:
        made()
        later("31 days")
        with acting("coordinator"):
            assert keep_reports(timestamp=0) == 0

    def test_it_is_gone_with_its_room(
        self, acting: Acting, made: Make, apart: Room, later: Callable[[str], None]
    ) -> None:
        report = made()
        with acting("mentor") as by:
            discussion.close_room(room=apart, days=1, talk="delete", attachments="delete", by=by)
        later("2 days")
        keep_rooms(timestamp=0)

        assert shown_to(acting, "deputy", report) is None
        with acting("mentor"):
            assert not Report.objects.exists()
