"""What breaks beneath a live process costs time, never a message (security.md 4.3). Each breaks one thing and mends it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from networks.discussion import services
from portal.accounts.models import Session
from portal.accounts.sessions import hashed
from portal.live import hub
from portal.tenancy.context import acting_as
from tests.portal.live.house import BROKEN, House, listening, session_of, wait_until
from tests.portal.live.rooms import FJORDBY, new_member, new_topic, person, say

LATE, LIVE = 15.0, 5.0  # seconds: heard at the latest, and as long as all is well
POLICY, TRY_LATER, REFUSED = 1008, 1013, 403


def test_the_heart_beats_as_often_as_is_promised() -> None:
    """In these tests it beats when it is told to, so that a test sees what it asks about."""
    assert hub.BEAT <= LATE


@contextmanager
def broken(house: House, function: str, error: str = "query_canceled") -> Iterator[psycopg.Connection]:
    """A function of the database that fails, as if it took too long for instance. `tried` counts."""
    with house.administrator() as administrator:
        name, told, gives = administrator.execute(
            "SELECT oid::regprocedure::text, pg_get_functiondef(oid), pg_get_function_result(oid) FROM pg_proc "
            "WHERE oid = %s::regproc",
            [function],
        ).fetchone() or ("", "", "")
        administrator.execute("CREATE SEQUENCE tried; GRANT USAGE ON tried TO portal_definer")
        spoilt = f"""
            CREATE OR REPLACE FUNCTION {told.split("FUNCTION ", 1)[1].split(chr(10), 1)[0]} RETURNS {gives}
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
            AS $$ BEGIN PERFORM nextval('public.tried'); RAISE {error} USING MESSAGE = '{BROKEN}'; END $$"""
        try:
            administrator.execute(spoilt.encode())
            assert name
            yield administrator
        finally:
            administrator.execute(told.encode())
            administrator.execute("DROP SEQUENCE tried")


def tried(administrator: psycopg.Connection) -> bool:
    (called,) = administrator.execute("SELECT is_called FROM tried").fetchone() or (False,)
    return bool(called)


class TestTheHeartbeatFinds:
    def test_what_could_not_be_asked_for(self, house: House) -> None:
        topic = new_topic()
        with house.ear("coordinator", topic.pk) as ear:
            with broken(house, "sec.live_news", "internal_error") as administrator:
                say(topic, f"Forsinket {FJORDBY}")
                wait_until(lambda: tried(administrator))
            house.beat()

            assert ear.hears("Forsinket")

    def test_a_session_that_has_become_idle(self, house: House) -> None:
        user = new_member()
        topic, cookie, busy = new_topic(user), session_of(user), session_of(user)
        with house.at(cookie) as ear, house.at(busy) as other:
            assert ear.listen(topic.pk)["listening"]
            assert other.listen(topic.pk)["listening"]
            idle(cookie)
            house.beat()

            assert ear.over() == POLICY
            assert other.so_far()

    def test_it_the_next_time_where_it_failed_once(self, house: House) -> None:
        cookie = session_of(new_member())
        with house.at(cookie) as ear:
            ear.so_far()
            idle(cookie)
            with broken(house, "sec.live_heads", "internal_error") as administrator:
                house.beat()
                wait_until(lambda: tried(administrator))
            house.beat()

            assert ear.over() == POLICY


def idle(cookie: str) -> None:
    Session.objects.filter(session_key=hashed(cookie)).update(seen_at=timezone.now() - timedelta(minutes=31))


def cut(house: House, which: str) -> None:
    ended = house.asked(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {which} "  # noqa: S608 ours
                        "AND datname = current_database() AND application_name = 'portal-live'")  # fmt: skip
    assert ended


CUTS = {
    "the_line_it_hears_at": "starts_with(query, 'LISTEN')",
    "the_lines_it_asks_at": "NOT starts_with(query, 'LISTEN')",
    "all": "true",
}


@pytest.mark.parametrize("which", CUTS)
def test_a_line_to_the_database_that_is_cut_costs_seconds(house: House, which: str) -> None:
    topic = new_topic()
    with house.ear("coordinator", topic.pk) as ear:
        cut(house, CUTS[which])
        say(topic, f"Etter bruddet {FJORDBY}")
        ear.hears("Etter bruddet", seconds=LATE)
        wait_until(lambda: listening(house), seconds=LATE)
        say(topic, f"Siden {FJORDBY}")

        assert ear.hears("Siden", seconds=LIVE)
        assert [frame["event"] for frame in ear.messages()] == [2, 3]


def test_whose_access_ended_while_the_line_was_cut_is_let_go(house: House) -> None:
    """The notice is lost with the line; everybody is looked at when it is there again."""
    user = new_member()
    topic = new_topic(user)
    with house.ear(user, topic.pk) as ear:
        cut(house, CUTS["the_line_it_hears_at"])
        house.asked("UPDATE networks_placement SET ended_at = now() WHERE user_id = %s RETURNING 1", user.pk)

        assert ear.over(seconds=LATE) == POLICY


@pytest.mark.parametrize(
    "notice",
    ["", " ", "said", "said x", "said 1", "said x 2", "said {topic} x", "said {topic} -1", "check", "check x",
     "check 99999999999999999999", "writes", "writes 1", "writes {topic} x", "writes {topic} 1", "noe annet", "{{}}"],
)  # fmt: skip
def test_a_notice_that_is_none_is_passed_over(house: House, notice: str) -> None:
    """Every role of the database can give one."""
    topic = new_topic()
    with house.ear("coordinator", topic.pk) as ear:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('live', %s)", [notice.format(topic=topic.pk)])
        for word in ("Først", "Siden"):
            say(topic, f"{word} {FJORDBY}")

            assert ear.hears(word)


@pytest.mark.parametrize("event", [999_999_999, 10**30])
def test_a_hint_of_what_never_came_makes_nobody_deaf(house: House, event: int) -> None:
    topic = new_topic()
    with house.ear("coordinator", topic.pk) as ear:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('live', %s)", [f"said {topic.pk} {event}"])
        for word in ("Først", "Siden"):
            say(topic, f"{word} {FJORDBY}")
            house.beat()

            assert ear.hears(word)


def test_who_asks_while_the_database_does_not_answer_is_told_to_come_again(house: House) -> None:
    topic = new_topic()
    with house.ear("coordinator") as ear, house.ear("member") as other:
        other.so_far()
        with broken(house, "sec.live_admit"):
            ear.do("listen", topic.pk)

            assert ear.over() == TRY_LATER
        assert other.so_far()
    with house.ear("coordinator", topic.pk) as again:
        say(topic, f"Siden {FJORDBY}")

        assert again.hears("Siden")


def test_who_comes_while_the_database_does_not_answer_is_not_let_in(house: House) -> None:
    cookie = house.cookie("member")
    with broken(house, "sec.live_person"):
        assert house.refuses(cookie) == REFUSED

    assert house.refuses(cookie) is None


def test_who_comes_while_a_message_is_being_told_misses_nothing(house: House) -> None:
    """She hears it, or is told by its number that it was said, and fetches it."""
    user, by = new_member(), person("coordinator")
    topic = new_topic(user)
    free, place = threading.Event(), house.administrator()

    def hold() -> None:
        with place, place.transaction():
            place.execute("LOCK TABLE networks_message IN ACCESS EXCLUSIVE MODE")
            free.wait(10)

    waits = "SELECT 1 FROM pg_locks WHERE relation = 'networks_message'::regclass AND NOT granted AND mode = %s"
    holder = threading.Thread(target=hold)
    with house.ear("coordinator", topic.pk) as other, house.ear(user) as ear:
        with acting_as(by.pk):
            services.say(topic=topic, body=f"Midt i {FJORDBY}", client_id=uuid4(), by=by)
            holder.start()  # has the table from the commit on
            wait_until(lambda: house.asked(waits, "AccessExclusiveLock"))
        wait_until(lambda: house.asked(waits, "AccessShareLock"))  # the process asks what was said
        stands = ear.listen(topic.pk)["event"]
        free.set()
        holder.join()
        event = other.hears("Midt i")["event"]
        ear.so_far()

    assert stands == event or event in [frame["event"] for frame in ear.messages()]
