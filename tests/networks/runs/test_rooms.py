"""A run is its room's: whoever comes later does not read what was begun before, and no row stands in another room."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from networks.directory.models import Network
from networks.discussion import services as discussion
from networks.discussion.choices import Part
from networks.discussion.models import Room, Topic
from networks.routines.models import RoutineVersion
from networks.runs import access, services
from networks.runs.models import Run, RunEvent, RunStep
from portal.tenancy.refusals import NotVisible
from tests.networks.runs.conftest import Acting, Begin, Persona


@pytest.mark.parametrize("whole", [True, False])
def test_a_newcomer_reads_what_was_begun_before_only_where_she_was_shown_it(
    acting: Acting, persona: Persona, begin: Begin, room: Room, later: Callable[[str], None], *, whole: bool
) -> None:
    run = begin()
    later("1 hour")
    with acting("coordinator") as by:
        discussion.place(room=room, person_id=persona("deputy").pk, part=Part.PARTICIPANT, whole=whole, by=by)

    with acting("deputy") as user:
        seen = [access.visible_to(user), access.steps_visible_to(user), access.events_visible_to(user)]
        assert [found.exists() for found in seen] == [whole] * 3
        assert [model.objects.exists() for model in (Run, RunStep, RunEvent)] == [whole] * 3
        if not whole:
            with pytest.raises(NotVisible):
                access.get_or_404(user, "fjordby", run.pk)


@pytest.fixture
def other(acting: Acting, persona: Persona, fjordby: Network) -> Topic:
    """In a room of the deputy's that the member is in too."""
    with acting("deputy") as by:
        people = [persona("member").pk]
        room = discussion.open_room(network=fjordby, name="Et annet", mode="anonymous", people=people, by=by)
        made = discussion.start_topic(room=room, title="Annet", body="Hei", client_id=uuid4(), by=by)
        return Topic.objects.select_related("room", "network").get(pk=made.pk)


def refused(act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError:
        return True
    return False


def test_a_run_stands_in_the_room_of_its_topic(
    acting: Acting, room: Room, other: Topic, version: RoutineVersion
) -> None:
    with acting("member") as by:
        run = Run(network=room.network, room=room, topic=other, routine=version.routine, version=version)
        run.started_by, run.started_at = by, timezone.now()
        assert refused(run.save)
        run.topic = Topic.objects.filter(room=room).first() or discussion.start_topic(
            room=room, title="Her", body="Hei", client_id=uuid4(), by=by
        )
        assert not refused(run.save)


def test_a_step_stands_in_the_room_of_its_run_and_stays(acting: Acting, begin: Begin, other: Topic) -> None:
    run = begin()
    with acting("member"):
        step = RunStep.objects.filter(run=run)[0]
        assert refused(lambda: RunStep.objects.filter(pk=step.pk).update(room=other.room))
        stray = RunStep(
            network_id=run.network_id, room=other.room, run=run, version_id=run.version_id, key="ny", number=9
        )
        assert refused(stray.save)


def test_a_run_does_not_move_to_another_room(acting: Acting, begin: Begin, other: Topic) -> None:
    run = begin()
    with acting("member") as by:
        assert refused(lambda: Run.objects.filter(pk=run.pk).update(room=other.room, topic=other))
        services.stop(run=run, outcome="Ferdig", by=by)
