"""Two who adopt at once: a text is in use once, in one of its forms."""

from threading import Barrier
from unittest.mock import patch

import pytest

from networks.directory.models import Network
from networks.library.models import LibraryVersion
from networks.routines import services
from networks.routines.models import Routine
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.networks.runs.test_parallel import at_once, person

pytestmark = pytest.mark.usefixtures("fresh_database")


@pytest.fixture
def forms(fresh_database: str) -> list[LibraryVersion]:
    """A text that Fjordby has not adopted, in both written forms."""
    with acting_as(person("coordinator").pk):
        used = Routine.objects.filter(network__slug="fjordby").exclude(source=None).values("source")
        free = LibraryVersion.objects.in_force().exclude(routine__in=used).select_related("routine__variant_of")
        other = free.filter(routine__language="nn").exclude(routine__variant_of__in=used)[0]
        return [free.get(routine=other.routine.variant_of), other]


def test_of_two_who_adopt_two_forms_at_once_one_does(forms: list[LibraryVersion]) -> None:
    people, looked, refuse = [person("coordinator"), person("deputy")], Barrier(2), services._refuse_other_form
    with acting_as(people[0].pk):
        network = Network.objects.get(slug="fjordby")

    def together(routine: Routine) -> None:
        refuse(routine)
        looked.wait(timeout=60)

    def adopt(number: int, by: User) -> None:
        services.adopt(network=network, version=forms[number], by=by)

    with patch.object(services, "_refuse_other_form", together):
        assert at_once(people, adopt) == {"done": 1, "already_adopted": 1}
    with acting_as(people[0].pk):
        assert Routine.objects.filter(network=network, source__in=[form.routine_id for form in forms]).count() == 1
