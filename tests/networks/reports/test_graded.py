"""What may be security-graded is locked at once, and those who answer for its author's organisation say whether it was."""

from collections.abc import Callable

import pytest

from networks.discussion import services as discussion
from networks.discussion.models import Message, Room, Topic
from networks.discussion.queries.talk import frames_after, own_text
from networks.reports import services
from networks.reports.models import Report
from portal.audit.models import Entry
from portal.config.jobs import keep_reports
from portal.notices.queries import news
from tests.networks.discussion.conftest import Acting, Say
from tests.networks.reports.conftest import CANARY, Make, shown_to


class TestSecurityGraded:
    def test_what_was_hidden_before_is_hidden_again_for_all_but_its_author(
        self, acting: Acting, apart: Room, say: Say, school_contact: str, topic: Topic
    ) -> None:
        said = say(f"Ola Nordmann {CANARY}")
        with acting("supervisor") as by:
            discussion.hide(message=said, by=by)
        with acting("mentor") as by:
            report = services.lock(message=said, by=by)
        with acting(school_contact) as by:
            services.answer(report=report, outcome="cleared", answer="", by=by)
        with acting("mentor"):
            assert f"Ola Nordmann {CANARY}" not in frames_after(topic, 0)
        with acting("member"):
            said.refresh_from_db()
            assert (said.state, own_text(said)) == ("hidden", f"Ola Nordmann {CANARY}")

    def test_who_has_reported_it_can_still_lock_it(self, acting: Acting, made: Make) -> None:
        report = made()
        with acting("mentor") as by:
            message = Message.objects.select_related("topic__room").get(pk=report.message_id)
            services.lock(message=message, by=by)
            message.refresh_from_db()

        assert message.state == "locked"

    def test_what_is_still_reported_is_still_marked_when_it_is_shown_again(
        self, acting: Acting, made: Make, school_contact: str, topic: Topic
    ) -> None:
        message = Message.objects.select_related("topic__room")
        report = made()
        with acting("supervisor") as by:
            locked = services.lock(message=message.get(pk=report.message_id), by=by)
        with acting(school_contact) as by:
            services.answer(report=locked, outcome="cleared", answer="", by=by)

        assert CANARY in (shown_to(acting, "deputy", report) or "")
        with acting("mentor"):
            assert Message.objects.get(pk=report.message_id).is_reported

    def test_what_the_contact_herself_wrote_is_answered_by_the_coordinator(
        self, acting: Acting, room: Room, say: Say, topic: Topic
    ) -> None:
        """Nobody answers for her own words, whatever she is."""
        said = say("Gradert", who="contact")
        with acting("member") as by:
            report = services.lock(message=said, by=by)

        assert shown_to(acting, "coordinator", report) == ""
        assert shown_to(acting, "contact", report) is None

    def test_the_log_of_the_network_does_not_tell_of_it_outside_the_room(
        self, acting: Acting, apart: Room, say: Say, school_contact: str
    ) -> None:
        report = locked(acting, say, by="member")
        with acting(school_contact) as by:
            services.answer(report=report, outcome="erased", answer="", by=by)
        with acting("coordinator"):
            assert not Entry.objects.filter(action__startswith="report.").exists()

    def test_unanswered_it_is_deleted_here_and_stays_locked(
        self, acting: Acting, apart: Room, say: Say, school_contact: str, later: Callable[[str], None]
    ) -> None:
        report = locked(acting, say, by="member")
        later("31 days")
        assert keep_reports(timestamp=0) == 1
        with acting("mentor"):
            assert Message.objects.get(pk=report.message_id).state == "locked"

    def test_the_contact_of_the_authors_organisation_is_told_and_reads_nothing(
        self, acting: Acting, apart: Room, say: Say, school_contact: str
    ) -> None:
        report = locked(acting, say, by="member")

        assert shown_to(acting, school_contact, report) == ""
        with acting(school_contact) as user:
            assert [one.address for one in news(user)] == [f"/nettverk/fjordby/meldt/{report.pk}/"]

    @pytest.mark.parametrize("who", ["coordinator", "deputy", "contact"])
    def test_nobody_else_is_told_where_the_organisation_has_a_contact(
        self, acting: Acting, apart: Room, say: Say, school_contact: str, who: str
    ) -> None:
        report = locked(acting, say, by="member")

        assert shown_to(acting, who, report) is None

    def test_the_coordinator_is_told_where_the_author_is_of_no_organisation(
        self, acting: Acting, apart: Room, say: Say
    ) -> None:
        report = locked(acting, say, by="supervisor")

        assert shown_to(acting, "coordinator", report) == ""

    def test_it_is_locked_in_a_closed_room_too(self, acting: Acting, apart: Room, say: Say) -> None:
        said = say("Gradert")
        with acting("mentor") as by:
            discussion.close_room(room=apart, days=7, talk="delete", attachments="delete", by=by)
            services.lock(message=said, by=by)
            said.refresh_from_db()

        assert (said.state, said.body, said.html) == ("locked", "", "")

    def test_what_was_not_graded_is_shown_again_as_it_was(
        self, acting: Acting, apart: Room, say: Say, school_contact: str
    ) -> None:
        report = locked(acting, say, by="member", body=f"**Ugradert** {CANARY}")
        with acting(school_contact) as by:
            services.answer(report=report, outcome="cleared", answer="", by=by)
        with acting("mentor"):
            said = Message.objects.get(pk=report.message_id)

        assert (said.state, said.body) == ("shown", f"**Ugradert** {CANARY}")
        assert "<strong>Ugradert</strong>" in said.html


def locked(acting: Acting, say: Say, *, by: str, body: str = "Gradert") -> Report:
    said = say(body, who=by)
    with acting("mentor") as user:
        return services.lock(message=said, by=user)
