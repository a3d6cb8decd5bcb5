"""The same routine of the library, in force in two networks: Fjordby's coordinator suggests, Skogdal's agrees."""

from collections.abc import Callable

import pytest

from networks.directory.models import Network
from networks.library.models import LibraryVersion
from networks.membership.models import Membership
from networks.routines import services as routines
from networks.routines.models import Routine, RoutineVersion
from networks.steps.content import Step
from networks.suggestions import services
from networks.suggestions.models import Backing
from portal.tenancy.context import acting_as
from tests.networks.routines.conftest import REVIEW, Acting, draft, in_force, publish, routine, source

__all__ = ["draft", "in_force", "publish", "routine", "source"]
ELSEWHERE = "outsider-coordinator"
WORDS = Step(id="drofte", title="Drøft uroen", text="Drøft uroen samme uke.", role="coordinator", mode="anonymous")
REASON = "Fjorten dager er for lenge å vente."


@pytest.fixture
def ours(routine: Routine, in_force: Callable[[], int]) -> Routine:
    in_force()
    return routine


@pytest.fixture
def theirs(acting: Acting, source: LibraryVersion) -> Routine:
    with acting(ELSEWHERE) as by:
        place = Network.objects.get(slug="skogdal-og-elvestad")
        reader = Membership.objects.live().filter(network=place).exclude(user=by).exclude(role="observer")
        made = routines.adopt(network=place, version=source, by=by)
        version = RoutineVersion.objects.select_related("network", "routine").get(routine=made)
        other = reader.select_related("user")[0].user
        routines.send(version=version, reader=other, note="Som den er", review_on=REVIEW, by=by)
    with acting_as(other.pk):
        routines.publish(version=version, by=other)
    return made


@pytest.fixture
def made(acting: Acting, ours: Routine) -> Backing:
    """Suggested by Fjordby."""
    with acting("coordinator") as by:
        services.suggest(routine=ours, step=WORDS, reason=REASON, by=by)
        return Backing.objects.select_related("network", "routine", "suggestion").get(routine=ours)
