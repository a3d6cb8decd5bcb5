"""Rooms end on their day, with everything that was said; later only with a reason and a day of its own."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from networks.discussion import access, services
from networks.discussion.models import Room, Topic
from portal.tenancy.functions import call_rows
from portal.tenancy.refusals import NotAllowed, Refused
from tests.networks.discussion.conftest import Acting, Say

Later = Callable[[str], None]
TABLES = ("topic", "message", "reaction", "mention", "revision", "withheld", "readmark", "draft")


def removed() -> list[dict[str, int]]:
    """What the nightly job removes now."""
    return [json.loads(row) for row in call_rows("keep_rooms")]


def left(acting: Acting, who: str, room: Room) -> bool:
    with acting(who) as user:
        return access.visible_to(user).filter(pk=room.pk).exists()


def said_in(acting: Acting, room: Room) -> int:
    """Rows of everything the room holds, as its keeper sees them."""
    with acting("coordinator"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM networks_message WHERE room_id = %s", [room.pk])
        return int(cursor.fetchone()[0])


def test_a_room_says_when_it_is_deleted(acting: Acting, room: Room, topic: Topic) -> None:
    with acting("member") as user:
        shown = access.get_or_404(user, "fjordby", room.pk)

    assert shown.deleted_on == timezone.localdate() + timedelta(days=90)


def test_a_room_is_deleted_ninety_days_after_the_last_word(
    acting: Acting, room: Room, topic: Topic, say: Say, later: Later
) -> None:
    later("80 days")
    say("Enda et ord")
    later("169 days")
    kept = removed(), left(acting, "member", room)
    later("170 days")
    gone = removed()

    assert kept[1]
    assert {"topics": 1, "messages": 2} in gone
    assert not left(acting, "member", room)


def test_nothing_of_it_is_left(acting: Acting, room: Room, topic: Topic, say: Say, later: Later) -> None:
    said = say("@Kari Lunde, se her")
    with acting("member") as by:
        services.change(message=said, body="Et annet ord", by=by)
        services.react(message=said, sign="seen", given=True, by=by)
        services.save_draft(topic=topic, body="Begynt", by=by)
    later("91 days")
    removed()

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE portal_app")
        counted = {}
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM networks_{table}")  # noqa: S608 names of ours
            counted[table] = cursor.fetchone()[0]
    assert set(counted.values()) == {0}


def test_a_held_room_outlives_its_day_and_no_longer(acting: Acting, room: Room, topic: Topic, later: Later) -> None:
    with acting("coordinator") as by:
        ends = timezone.localdate() + timedelta(days=100)
        services.hold_room(room=room, reason="Innsynskrav", ends_on=ends, by=by)
    later("100 days")
    removed()
    kept = left(acting, "coordinator", room)
    later("101 days")
    removed()

    assert (kept, left(acting, "coordinator", room)) == (True, False)


def test_a_hold_that_is_let_go_gives_the_room_its_own_day_back(
    acting: Acting, room: Room, topic: Topic, later: Later
) -> None:
    with acting("coordinator") as by:
        ends = timezone.localdate() + timedelta(days=300)
        services.hold_room(room=room, reason="Innsynskrav", ends_on=ends, by=by)
        services.hold_room(room=room, reason="", ends_on=None, by=by)
    later("90 days")
    removed()

    assert not left(acting, "coordinator", room)


@pytest.mark.parametrize("days", [-1, 367])
def test_a_hold_has_an_end_within_a_year(acting: Acting, room: Room, days: int) -> None:
    ends = timezone.localdate() + timedelta(days=days)
    with acting("coordinator") as by, pytest.raises(Refused, match="hold_too_long"):
        services.hold_room(room=room, reason="For lenge", ends_on=ends, by=by)


def test_a_closed_room_is_read_until_its_day_and_then_gone(
    acting: Acting, room: Room, topic: Topic, say: Say, later: Later
) -> None:
    with acting("coordinator") as by:
        services.close_room(room=room, days=7, talk="delete", attachments="delete", by=by)
    with pytest.raises(Refused, match="room_not_open"):
        say("For sent")
    later("6 days")
    removed()
    read = said_in(acting, room)
    later("7 days")
    removed()

    assert (read, left(acting, "coordinator", room)) == (1, False)


def test_closing_never_keeps_a_room_longer(acting: Acting, room: Room) -> None:
    with acting("coordinator") as by, pytest.raises(Refused, match="room_kept_too_long"):
        services.close_room(room=room, days=91, talk="delete", attachments="delete", by=by)


def test_a_closed_room_is_not_opened_again(acting: Acting, room: Room) -> None:
    with acting("coordinator") as by:
        services.close_room(room=room, days=7, talk="delete", attachments="delete", by=by)
        with pytest.raises(Refused, match="room_not_open"):
            services.resume(room=room, by=by)


@pytest.mark.parametrize("who", ["member", "supervisor"])
def test_who_does_not_keep_the_room_neither_closes_nor_holds_it(acting: Acting, room: Room, who: str) -> None:
    with acting(who) as by:
        with pytest.raises(NotAllowed):
            services.close_room(room=room, days=7, talk="delete", attachments="delete", by=by)
        with pytest.raises(NotAllowed):
            services.hold_room(room=room, reason="x", ends_on=timezone.localdate(), by=by)


def test_nobody_who_is_signed_in_runs_the_keeper(acting: Acting, room: Room, topic: Topic, later: Later) -> None:
    later("91 days")
    with acting("coordinator"):
        assert removed() == []

    assert said_in(acting, room) == 1


def test_a_name_is_free_again_when_its_room_is_gone(acting: Acting, room: Room, later: Later) -> None:
    later("91 days")
    removed()
    with acting("coordinator") as by:
        again = services.open_room(network=room.network, name="Prøverom", mode="anonymous", by=by)

    assert again.name == "Prøverom"
