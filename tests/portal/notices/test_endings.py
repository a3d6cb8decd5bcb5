"""No notice is kept longer than ninety days, or longer than its person may see what it is about."""

from collections.abc import Callable

from django.db import connection

from networks.directory.models import Network
from networks.discussion import services
from networks.membership.models import Membership
from networks.membership.services import end
from portal.config.jobs import keep_notices, keep_rooms
from tests.networks.discussion.conftest import Acting, Persona
from tests.portal.notices.conftest import Later, Name


def kept() -> int:
    """How many there are, of everybody: asked past the policies of the one table, by the number of people it names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sec.noticed_people()")
        return int(cursor.fetchone()[0])


def test_after_ninety_days_it_is_gone(name: Name, later: Later) -> None:
    name("coordinator")
    counts = []
    for days in (89, 91):
        later(f"{days} days")
        keep_notices(timestamp=0)
        counts.append(kept())

    assert counts == [1, 0]


def test_with_the_network_it_is_gone(
    acting: Acting, name: Name, later: Later, fjordby: Network, persona: Persona
) -> None:
    name("contact")
    with acting("coordinator") as by:
        end(
            member=Membership.objects.get(network=fjordby, user=persona("contact"), state="active"),
            reason="moved",
            by=by,
        )

    assert (kept(), keep_notices(timestamp=0), kept()) == (1, 1, 0)


def test_with_the_place_in_the_room_it_is_gone(name: Name, later: Later, leaves_room: Callable[[str], None]) -> None:
    name("contact")
    leaves_room("contact")
    later("2 hours")

    assert (keep_notices(timestamp=0), kept()) == (1, 0)


def test_with_the_message_it_is_gone(acting: Acting, name: Name, later: Later) -> None:
    said = name("contact")
    with acting("member") as by:
        services.delete(message=said, by=by)
    later("2 hours")

    assert (keep_notices(timestamp=0), kept()) == (1, 0)


def test_with_the_room_it_is_gone_and_so_is_the_wish_to_be_left_alone(acting: Acting, name: Name, later: Later) -> None:
    said = name("contact")
    with acting("contact") as by:
        services.mute(topic=said.topic, muted=True, by=by)
    later("90 days")
    keep_rooms(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM networks_mute")

        assert (keep_notices(timestamp=0), kept(), cursor.fetchone()) == (1, 0, (0,))


def test_what_one_may_see_is_kept_and_a_second_run_takes_nothing(name: Name, later: Later) -> None:
    name("contact")
    name("coordinator")
    later("2 hours")

    assert (keep_notices(timestamp=0), keep_notices(timestamp=0), kept()) == (0, 0, 2)


def test_what_comes_while_the_keeper_runs_is_not_taken(acting: Acting, name: Name) -> None:
    name("contact")
    with acting("contact"), connection.cursor() as cursor:
        cursor.execute("SELECT sec.clear_notices('{}')")

    assert kept() == 1


def test_no_person_runs_the_keeper(acting: Acting, name: Name, later: Later) -> None:
    name("contact")
    later("91 days")
    with acting("coordinator"), connection.cursor() as cursor:
        cursor.execute("SELECT sec.keep_notices()")
        assert cursor.fetchone() == (0,)

    assert kept() == 1
