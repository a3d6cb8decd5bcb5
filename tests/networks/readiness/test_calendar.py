"""The address at which a calendar reads the year: who has one, when it ends, and what it says."""

import logging
from collections.abc import Callable
from datetime import timedelta

import icalendar
import pytest
import vobject
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from networks.directory.models import Network
from networks.membership import services as membership
from networks.membership.models import Membership
from networks.readiness import services
from networks.readiness.models import CalendarFeed, ReadinessItem
from portal.audit.models import Entry
from portal.config.jobs import keep_readiness
from portal.config.logs import Kept
from portal.tenancy.context import acting_as
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed
from tests.networks.readiness.conftest import CANARY, HERS, Acting, Add, Later, in_days

SignedIn = Callable[[str], Client]


@pytest.fixture
def token(acting: Acting, fjordby: Network, item: ReadinessItem) -> str:
    with acting("member") as by:
        return services.make_feed(network=fjordby, by=by)


def read(token: str, **headers: str) -> HttpResponse:
    """By a calendar, which knows nobody."""
    return Client().get(f"/kalender/{token}.ics", headers=headers)  # type: ignore[return-value]


def events(answer: HttpResponse) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(answer.content)
    return {str(event["UID"]): event for event in calendar.events}


class TestWhatItSays:
    def test_each_item_is_a_day(self, acting: Acting, token: str, item: ReadinessItem, fjordby: Network) -> None:
        with acting("member"):
            known = {(one.pk, one.due_on) for one in ReadinessItem.objects.filter(network=fjordby)}

        told = {
            (int(uid.split("@")[0].removeprefix("year-")), event.start) for uid, event in events(read(token)).items()
        }

        assert told == known

    def test_another_reader_of_calendars_reads_the_same(self, token: str, item: ReadinessItem) -> None:
        answer = read(token)
        found = vobject.readOne(answer.content.decode())

        assert {one.uid.value: one.dtstart.value for one in found.vevent_list} == {
            uid: event.start for uid, event in events(answer).items()
        }
        assert {one.dtend.value - one.dtstart.value for one in found.vevent_list} == {timedelta(days=1)}

    def test_its_lines_are_as_the_standard_wants(self, token: str) -> None:
        content = read(token).content

        assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert max(len(line) for line in content.split(b"\r\n")) <= 75
        assert b"\n" not in content.replace(b"\r\n", b"")

    def test_it_names_no_network_no_title_and_no_person(self, token: str, persona: Callable[[str], object]) -> None:
        text = read(token).content.decode().lower()

        for word in (CANARY, HERS.lower(), "fjordby", "radikal", "ekstrem", "nettverk", "politi", "solheim", "mentor"):
            assert word not in text

    def test_it_speaks_the_language_of_whoever_made_it(self, acting: Acting, token: str) -> None:
        said = []
        for language in ("nb", "nn", "en"):
            with acting("member") as user:
                user.language = language
                user.save(update_fields=["language"])
            answer = read(token)
            said.append((answer["Content-Language"], "Own item".lower() in answer.content.decode().lower()))

        assert said == [("nb", False), ("nn", False), ("en", True)]

    def test_an_event_keeps_its_number_when_its_next_term_comes(
        self, acting: Acting, token: str, item: ReadinessItem
    ) -> None:
        before = events(read(token))
        with acting("member") as by:
            again = services.do(item=item, note="", by=by)
        after = events(read(token))

        [moved] = [uid for uid in before if before[uid].start != after[uid].start]
        assert before.keys() == after.keys()
        assert (before[moved].start, after[moved].start) == (item.due_on, again)


class TestHowItIsAsked:
    def test_no_session_is_needed_and_none_is_made(self, token: str) -> None:
        answer = read(token)

        assert (answer.status_code, dict(answer.cookies)) == (200, {})
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private", "noindex")

    def test_what_has_not_changed_is_not_sent_again(self, token: str) -> None:
        first = read(token)

        assert read(token, if_none_match=first["ETag"]).status_code == 304
        assert read(token, if_modified_since=first["Last-Modified"]).status_code == 304
        assert read(token).content == first.content

    def test_what_is_gone_is_told_of(self, acting: Acting, token: str, item: ReadinessItem, later: Later) -> None:
        """A removed item leaves no moment of its own; the calendar's own does."""
        first = read(token)
        later("1 hour")
        with acting("coordinator") as by:
            services.remove(item=item, by=by)

        assert read(token, if_none_match=first["ETag"]).status_code == 200
        assert read(token, if_modified_since=first["Last-Modified"]).status_code == 200
        assert len(events(read(token))) == len(events(first)) - 1

    def test_the_log_never_holds_the_address(
        self, token: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever is asked with it: Django's own lines tell the address of what it refuses."""
        wrong, strict = "a" * len(token), Client(enforce_csrf_checks=True)
        monkeypatch.setattr(caplog.handler, "filters", [Kept()])
        with caplog.at_level(logging.DEBUG, logger="django"):
            answers = [read(token).status_code, read(wrong).status_code]
            answers += [strict.generic(how, f"/kalender/{token}.ics").status_code for how in ("OPTIONS", "POST")]

        assert answers == [200, 404, 405, 403]
        assert "/kalender/…" in caplog.text
        assert [
            record for record in caplog.records if token in record.getMessage() or wrong in record.getMessage()
        ] == []

    def test_it_is_only_asked_for(self, token: str) -> None:
        assert Client().post(f"/kalender/{token}.ics").status_code == 405


class TestWhenItEnds:
    def test_a_token_is_long_kept_as_a_hash_and_in_no_log(self, acting: Acting, token: str, fjordby: Network) -> None:
        with acting("member") as user:
            held = CalendarFeed.objects.get(network=fjordby, user=user)
        with acting("coordinator"), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args::text LIKE %s", [f"%{token}%"])
            jobs = cursor.fetchone()
            entry = Entry.objects.filter(network_id=fjordby.pk, action="feed.made").latest("seq")

        assert len(token) == 43  # 256 bits
        assert token not in held.token_hash
        assert jobs == (0,)
        assert token not in f"{entry.subject_label} {entry.detail}"

    def test_a_new_one_replaces_the_old(self, acting: Acting, token: str, fjordby: Network) -> None:
        with acting("member") as by:
            newer = services.make_feed(network=fjordby, by=by)

        assert (read(token).status_code, read(newer).status_code) == (404, 200)

    def test_it_is_ended_at_once(self, acting: Acting, token: str, fjordby: Network) -> None:
        with acting("member") as by:
            services.end_feed(feed=CalendarFeed.objects.get(network=fjordby, user=by), by=by)

        assert read(token).status_code == 404

    def test_nobody_ends_anothers(self, acting: Acting, token: str, fjordby: Network) -> None:
        with acting("member") as user:
            held = CalendarFeed.objects.get(network=fjordby, user=user)
        with acting("coordinator"):
            assert not CalendarFeed.objects.filter(pk=held.pk).exists()
            call("end_feed", feed=held.pk)

        assert read(token).status_code == 200

    def test_it_ends_with_the_membership(self, acting: Acting, token: str, owner: Membership) -> None:
        with acting("coordinator") as by:
            membership.end(member=owner, reason="moved", by=by)

        assert read(token).status_code == 404

    def test_it_rests_while_the_membership_is_paused(self, acting: Acting, token: str, owner: Membership) -> None:
        with acting("coordinator") as by:
            membership.pause(member=owner, by=by)
            paused = read(token).status_code
            membership.resume(member=Membership.objects.get(pk=owner.pk), by=by)

        assert (paused, read(token).status_code) == (404, 200)

    def test_it_ends_with_the_right_to_read(self, acting: Acting, token: str, owner: Membership) -> None:
        with acting("coordinator") as by:
            membership.change_role(member=owner, role="observer", by=by)

        assert read(token).status_code == 404

    def test_it_ends_after_a_year(self, token: str, later: Later) -> None:
        later("364 days")
        before = read(token).status_code
        later("367 days")

        assert (before, read(token).status_code) == (200, 404)

    def test_the_night_removes_what_has_ended(self, acting: Acting, token: str, fjordby: Network, later: Later) -> None:
        later("367 days")
        with acting_as(None):
            keep_readiness(timestamp=0)

        with acting("member") as user:
            assert not CalendarFeed.objects.filter(network=fjordby, user=user).exists()

    @pytest.mark.parametrize("who", ["observer", "supervisor", "ex-member", "outsider-coordinator"])
    def test_who_is_no_member_that_reads_it_makes_none(self, acting: Acting, fjordby: Network, who: str) -> None:
        with acting(who) as by, pytest.raises(NotAllowed):
            services.make_feed(network=fjordby, by=by)

    def test_one_network_is_never_shown_at_anothers_address(
        self, acting: Acting, token: str, add: Add, fjordby: Network
    ) -> None:
        with acting("outsider-coordinator") as by:
            place = Network.objects.get(slug="skogdal-og-elvestad")
            theirs = services.make_feed(network=place, by=by)
            shown = {f"year-{one.pk}" for one in ReadinessItem.objects.filter(network=place)}

        here = {uid.split("@")[0] for uid in events(read(token))}
        assert {uid.split("@")[0] for uid in events(read(theirs))} == shown
        assert here.isdisjoint(shown)


class TestItsPage:
    AT = "/nettverk/fjordby/arshjul/kalender/"

    def test_the_address_is_shown_once_and_works(self, signed_in: SignedIn) -> None:
        member = signed_in("member")
        made = member.post(self.AT).content.decode()
        address = made.split("/kalender/")[1].split(".ics")[0] if "/kalender/" in made else ""
        address = next(part.split(".ics")[0] for part in made.split("/kalender/")[1:] if ".ics" in part[:60])

        assert read(address).status_code == 200
        assert address not in member.get(self.AT).content.decode()

    def test_it_says_when_it_ends_and_can_be_ended(self, signed_in: SignedIn) -> None:
        member = signed_in("member")
        member.post(self.AT)
        assert "You have an address" in member.get(self.AT).content.decode()
        assert str(in_days(365).year) in member.get(self.AT).content.decode()

        member.post(f"{self.AT}avslutt/")

        assert "You have no address yet" in member.get(self.AT).content.decode()
