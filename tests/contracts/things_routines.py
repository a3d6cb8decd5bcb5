"""A routine of a network in all the states that its pages can show: one version in force, the next on its way, and news
from its source beside it. The library's own versions are written by the demo's two supervisors."""

from dataclasses import replace
from datetime import date

from networks.directory.models import Network
from networks.library import services as library
from networks.library.models import LibraryVersion
from networks.membership.models import Membership
from networks.routines import services
from networks.routines.models import Routine, RoutineVersion
from networks.steps.content import Content, Head, Step
from networks.steps.editing import reworded
from networks.steps.exchange import Document
from portal.accounts.models import User
from portal.tenancy.context import acting_as

REVIEW = date(2035, 1, 1)
STEP = "forste"
FIRST = Content(Head(title="Kilden"), (Step(id=STEP, title="Begynn", role="coordinator"),))
SECOND = replace(FIRST, steps=(*FIRST.steps, Step(id="andre", title="Fortsett", role="leads")))


def supervisor(other: str = "") -> User:
    return User.objects.get(email=f"supervisor{other}@demo.invalid")


def published(key: str, content: Content) -> LibraryVersion:
    """The library's next version of `key`."""
    by, reader = supervisor(), supervisor("-expired")
    with acting_as(by.pk):
        version = library.write(document=Document(key, "routine", "nb", content), by=by)
        library.send(version=version, note="Ny", significance="medium", review_on=REVIEW, by=by)
    with acting_as(reader.pk):
        library.publish(version=LibraryVersion.objects.get(pk=version.pk), by=reader)
    with acting_as(None):
        return LibraryVersion.objects.select_related("routine").get(pk=version.pk)


def written(key: str) -> str:
    """A draft of the library under that id, which it returns."""
    by = supervisor()
    with acting_as(by.pk):
        library.write(document=Document(key, "routine", "nb", FIRST), by=by)
    return key


def adopted(network: Network, by: User, canary: str, *, key: str) -> Routine:
    """A draft with the network's own words."""
    source = published(key, FIRST)
    routine = services.adopt(network=network, version=source, by=by)
    services.change(version=open_of(routine), how=lambda content: reworded(content, STEP, text=canary), by=by)
    return routine


def open_of(routine: Routine) -> RoutineVersion:
    found = RoutineVersion.objects.filter(routine=routine, number=None)
    return found.select_related("network", "routine__source", "base", "taking").get()


def sent(network: Network, by: User, reader: User, canary: str, *, key: str) -> RoutineVersion:
    version = open_of(adopted(network, by, canary, key=key))
    services.send(version=version, reader=reader, note=canary, review_on=REVIEW, by=by)
    return version


def whole(network: Network, by: User, reader: Membership, canary: str) -> Routine:
    """In force, with the next version on its way, and news to decide of. Made once."""
    key = f"kilde-{network.slug}"
    known = Routine.objects.filter(network=network, source__key=key).first()
    if known is not None:
        return known
    version = sent(network, by, reader.user, canary, key=key)
    with acting_as(reader.user_id):
        services.publish(version=version, by=reader.user)
    newer = published(key, SECOND)
    routine = Routine.objects.get(pk=version.routine_id)
    begun = services.start_version(routine=routine, by=by)
    services.look_at_news(version=open_of(routine), news=newer, by=by)
    return begun.routine
