"""A run of the network's routine in a topic of its own, with words of the network in all that it holds; and what was
learnt of a step.
"""

from django.utils import timezone

from networks.directory.models import Network
from networks.discussion.models import Topic
from networks.routines import services as routines
from networks.routines.models import Lesson, Routine, RoutineVersion
from networks.runs import services
from networks.runs.access import get_step_or_404
from networks.runs.choices import Deed
from networks.runs.models import Run, RunEvent, RunStep
from portal.accounts.models import User
from tests.contracts.things_routines import STEP


def run(network: Network, by: User, routine: Routine, topic: Topic, canary: str) -> Run:
    known = (
        Run.objects.filter(network=network, topic=topic).select_related("network", "room", "topic", "version").first()
    )
    if known is not None:
        return known
    version = RoutineVersion.objects.select_related("routine").get(routine=routine, state="published")
    topic = Topic.objects.select_related("room", "network").get(pk=topic.pk)
    run = services.start(topic=topic, version=version, people={"coordinator": by.pk}, is_exercise=False, by=by)
    run.outcome = canary
    run.save()
    RunStep.objects.filter(run=run).update(reason=canary)
    where = {"network": network, "room": topic.room, "run": run}
    RunEvent.objects.create(**where, deed=Deed.REOPENED, title=canary, user=by, done_at=timezone.now())
    return run


def step(network: Network, by: User, made: Run) -> RunStep:
    return get_step_or_404(by, network.slug, made.pk, STEP)


def event(made: Run) -> RunEvent:
    return RunEvent.objects.filter(run=made).latest("pk")


def lesson(by: User, routine: Routine, canary: str) -> Lesson:
    known = Lesson.objects.filter(routine=routine).first()
    told = f"Write the date {canary}"
    return known or routines.note_lesson(routine=routine, key=STEP, title=STEP, text=told, is_exercise=False, by=by)
