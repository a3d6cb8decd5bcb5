"""A routine of each network in the demo: adopted from the library, reworded in the network's own words, in force."""

from datetime import timedelta

from django.utils import timezone

from networks.directory.models import Network
from networks.library.queries import adoptable
from networks.routines import services
from networks.routines.models import RoutineVersion
from networks.steps.editing import reworded
from portal.accounts.models import User
from portal.notices import wishes
from portal.notices.models import Notice
from portal.tenancy.context import acting_as

ADOPTED = "nasjonal-fire-steg"
STEP = "droft-og-velg"


WORDS = {
    "fjordby": "Drøft det i det anonyme rommet fjordkanari, og bestem hvem som tar samtalen.",
    "skogdal-og-elvestad": "Ring den andre kommunen først, se skogkanari.",
    "kystnettverket": "Ta det opp på kystkanari, uten navn.",
}


def lay_routine(network: Network, by: User, reader: User) -> None:
    """Acting as the network's coordinator; its own words stand in the second step."""
    source = adoptable(ADOPTED)
    if source is None:  # a portal without the library that comes with it
        return
    routine = services.adopt(network=network, version=source, by=by)
    version = opened(routine.pk)
    services.change(version=version, how=lambda content: reworded(content, STEP, text=WORDS[network.slug]), by=by)
    review = timezone.localdate() + timedelta(days=330)
    services.send(version=version, reader=reader, note="Tilpasset til oss", review_on=review, by=by)
    put_in_force(version, reader)


def put_in_force(version: RoutineVersion, reader: User) -> None:
    """And whoever wrote it, acting, has heard of it already."""
    with acting_as(reader.pk):
        services.publish(version=version, by=reader)
    last = Notice.objects.order_by("pk").last()
    wishes.read_up_to(number=last.pk if last else 0)


def opened(routine: int) -> RoutineVersion:
    found = RoutineVersion.objects.filter(routine=routine, number=None)
    return found.select_related("network", "routine", "base", "taking").get()
