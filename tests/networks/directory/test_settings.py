"""A network's name, note and territory."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from networks.directory import access, services
from networks.directory.models import Network, Territory
from networks.directory.queries import places
from portal.audit.models import Entry
from portal.tenancy.refusals import NotVisible

Acting = Callable[[str], Any]


def test_change_writes_name_note_and_preset(acting: Acting, fjordby: Network) -> None:
    with acting("deputy") as by:
        services.change_network(
            network=fjordby, name="Nytt", note="Ny", preset="inter_municipal", shows_presence=True, by=by
        )

        found = Network.objects.get(slug="fjordby")
        assert (found.name, found.note, found.preset) == ("Nytt", "Ny", "inter_municipal")
        assert Entry.objects.filter(network_id=fjordby.pk).latest("seq").action == "network.changed"


@pytest.mark.parametrize("field", ["slug", "state"])
def test_address_and_state_are_not_changed_by_hand(acting: Acting, fjordby: Network, field: str) -> None:
    with acting("coordinator"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Network.objects.filter(pk=fjordby.pk).update(**{field: "closed"})


def test_a_member_changes_nothing_through_the_orm(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator"):
        allowed = Network.objects.filter(pk=fjordby.pk).update(note="a")
    with acting("member"):
        refused = Network.objects.filter(pk=fjordby.pk).update(note="b")

    assert (allowed, refused) == (1, 0)


def test_a_municipality_is_added_once(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        for _time in range(2):
            services.add_municipality(network=fjordby, number="5610", by=by)

        assert [str(each) for each in places.territory(fjordby)] == ["Kárášjohka – Karasjok", "Utsira"]


def test_a_municipality_is_taken_out(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        services.remove_municipality(territory=access.get_territory_or_404(by, "fjordby", "1151"), by=by)

        assert not Territory.objects.filter(network=fjordby).exists()


def test_territory_is_not_found_from_outside(acting: Acting, fjordby: Network) -> None:
    with acting("outsider-coordinator") as outsider, pytest.raises(NotVisible):
        access.get_territory_or_404(outsider, "fjordby", "1151")
