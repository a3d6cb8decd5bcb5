"""Many at once: one run in a topic, one end of a step, no tick lost, and one of two publications of a version."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from networks.discussion import services as discussion
from networks.discussion.models import Room, Topic
from networks.routines import services as routines
from networks.routines.models import Routine, RoutineVersion
from networks.runs import services
from networks.runs.access import get_step_or_404
from networks.runs.models import Run, RunEvent, RunStep
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from portal.tenancy.refusals import Refused

pytestmark = pytest.mark.usefixtures("fresh_database")
Act = Callable[[int, User], object]


def person(slug: str) -> User:
    return User.objects.get(email=f"{slug}@demo.invalid")


def at_once(people: Sequence[User], act: Act) -> Counter[str]:
    """What each gets, on a connection of her own, everyone beginning together."""
    start = Barrier(len(people))

    def one(number: int) -> str:
        by = people[number]
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            with acting_as(by.pk):
                act(number, by)
        except Refused as refusal:
            return refusal.key
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as together:
        return Counter(together.map(one, range(len(people))))


@pytest.fixture
def cast(fresh_database: str) -> list[User]:
    """All of the demo's room in Fjordby that most are in; the coordinator first."""
    return [person(slug) for slug in ("coordinator", "deputy", "contact", "member", "mentor")]


@pytest.fixture
def topic(cast: list[User]) -> Topic:
    with acting_as(cast[0].pk):
        room = Room.objects.get(network__slug="fjordby", name="Planer")
        made = discussion.start_topic(room=room, title="Sammen", body="Hei", client_id=uuid4(), by=cast[0])
        return Topic.objects.select_related("room", "network").get(pk=made.pk)


@pytest.fixture
def version(cast: list[User]) -> RoutineVersion:
    with acting_as(cast[0].pk):
        found = RoutineVersion.objects.filter(network__slug="fjordby", state="published", routine__kind="routine")
        return found.select_related("routine", "network").get()


@pytest.fixture
def run(cast: list[User], topic: Topic, version: RoutineVersion) -> Run:
    with acting_as(cast[0].pk):
        return services.start(topic=topic, version=version, people={}, is_exercise=True, by=cast[0])


def test_of_five_who_begin_in_one_topic_one_does(cast: list[User], topic: Topic, version: RoutineVersion) -> None:
    def begin(_number: int, by: User) -> None:
        services.start(topic=topic, version=version, people={}, is_exercise=True, by=by)

    assert at_once(cast, begin) == {"done": 1, "run_under_way": 4}


def test_of_five_who_end_a_step_one_does_and_it_is_told_once(
    cast: list[User], run: Run, version: RoutineVersion
) -> None:
    key = version.wording.shown[0].id

    def end(_number: int, by: User) -> None:
        services.mark_done(step=get_step_or_404(by, "fjordby", run.pk, key), by=by)

    answers = at_once(cast, end)

    assert answers["done"] == 1
    assert answers["step_over"] == 4
    with acting_as(cast[0].pk):
        assert RunEvent.objects.filter(run=run, deed="done").count() == 1


def test_three_who_tick_a_point_each_lose_none(cast: list[User], run: Run, version: RoutineVersion) -> None:
    step = next(step for step in version.wording.shown if len(step.points) >= 3)

    def tick(number: int, by: User) -> None:
        row = get_step_or_404(by, "fjordby", run.pk, step.id)
        services.tick(step=row, seen=[], ticked=[number], by=by)

    assert at_once(cast[:3], tick) == {"done": 3}
    with acting_as(cast[0].pk):
        assert RunStep.objects.get(run=run, key=step.id).ticked == [0, 1, 2]


def test_what_is_published_twice_at_once_is_published_once(cast: list[User], version: RoutineVersion) -> None:
    """The second reader presses the button in two windows."""
    coordinator, reader = cast[0], cast[3]
    with acting_as(coordinator.pk):
        routine = Routine.objects.get(pk=version.routine_id)
        draft = routines.start_version(routine=routine, by=coordinator)
        today = timezone.localdate()
        routines.send(version=draft, reader=reader, note="Ny", review_on=today, by=coordinator)

    def publish(_number: int, by: User) -> None:
        held = RoutineVersion.objects.select_related("network", "routine").get(pk=draft.pk)
        routines.publish(version=held, by=by)

    answers = at_once([reader] * 4, publish)

    assert answers == {"done": 1, "not_in_review": 3}
    with acting_as(coordinator.pk):
        found = RoutineVersion.objects.filter(routine=routine)
        assert [found.filter(state="published").count(), found.filter(pk=draft.pk, number=2).count()] == [1, 1]
