"""A routine that is followed in each network of the demo, in the topic its room talks about."""

from networks.directory.models import Network
from networks.discussion.models import Topic
from networks.routines.models import RoutineVersion
from networks.runs import services
from networks.runs.access import get_step_or_404
from portal.accounts.models import User
from portal.tenancy.context import acting_as


def lay_run(network: Network, by: User, other: User) -> None:
    """Acting as somebody in the room; the other, in it too, has done the first step."""
    version = (
        RoutineVersion.objects.filter(network=network, state="published", routine__kind="routine")
        .select_related("routine")
        .first()
    )
    topic = Topic.objects.filter(network=network).select_related("room", "network").order_by("pk").first()
    if version is None or topic is None:
        return
    people = {"coordinator": by.pk, "notices": other.pk}
    run = services.start(topic=topic, version=version, people=people, is_exercise=False, by=by)
    first = version.wording.shown[0].id
    with acting_as(other.pk):
        services.mark_done(step=get_step_or_404(other, network.slug, run.pk, first), by=other)
