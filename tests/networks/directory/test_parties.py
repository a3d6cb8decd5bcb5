"""Who takes part in a network, and for which sector."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from networks.directory import access, services
from networks.directory.choices import Regime, Sector
from networks.directory.models import Network, Organisation
from networks.directory.queries import parties
from networks.entry.models import Grant, Invitation
from networks.entry.services import end_visit
from portal.audit.models import Entry
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused

Acting = Callable[[str], Any]


def named(network: Network, name: str) -> Organisation:
    return network.organisations.get(name=name)


def lines(network: Network) -> dict[str, parties.SectorLine]:
    found = parties.sector_lines(network, today=timezone.localdate())
    return {line.sector: line for line in found}


@pytest.mark.parametrize(("sector", "regime"), [(Sector.HEALTH, Regime.HEALTH), (Sector.FAITH, Regime.NONE)])
def test_add_fills_in_the_usual_regime(acting: Acting, fjordby: Network, sector: str, regime: str) -> None:
    with acting("coordinator") as by:
        made = services.add_organisation(network=fjordby, name="Ny", sector=sector, by=by)

        assert Organisation.objects.get(pk=made.pk).regime == regime


def test_add_keeps_a_chosen_regime(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        made = services.add_organisation(network=fjordby, name="Ny", sector="school", regime="health", by=by)

        assert made.regime == "health"


def test_add_is_told_to_the_audit(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        services.add_organisation(network=fjordby, name="Ny skole", sector="school", by=by)

        newest = Entry.objects.filter(network_id=fjordby.pk).latest("seq")
        assert (newest.action, newest.subject_label) == ("organisation.added", "Ny skole")


@pytest.mark.parametrize("name", ["Fjordby skole", "FJORDBY SKOLE"])
def test_add_refuses_a_name_that_is_taken(acting: Acting, fjordby: Network, name: str) -> None:
    with acting("coordinator") as by, pytest.raises(Refused, match="organisation_name_taken"):
        services.add_organisation(network=fjordby, name=name, sector="school", by=by)


def test_a_name_taken_in_another_network_is_free(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        made = services.add_organisation(network=fjordby, name="Skogdal kommune", sector="municipality", by=by)

        assert made.pk


@pytest.mark.parametrize("who", ["contact", "member", "mentor", "observer", "supervisor", "outsider-coordinator"])
def test_add_is_refused_by_the_database(acting: Acting, fjordby: Network, who: str) -> None:
    with acting(who) as by, pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        services.add_organisation(network=fjordby, name="Ny", sector="school", by=by)


def test_change_writes_name_kind_and_regime(acting: Acting, fjordby: Network) -> None:
    with acting("deputy") as by:
        school = named(fjordby, "Fjordby skole")
        services.change_organisation(organisation=school, name="Skolen", sector="health", by=by)

        school.refresh_from_db()
        assert (school.name, school.sector, school.regime) == ("Skolen", "health", "health")


def test_a_member_changes_no_organisation_through_the_orm(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator"):
        allowed = Organisation.objects.filter(name="Fjordby skole").update(regime="health")
    with acting("member"):
        refused = Organisation.objects.filter(name="Fjordby skole").update(regime="fvl")

    assert (allowed, refused) == (1, 0)


def test_an_outsider_sees_no_organisation(acting: Acting, fjordby: Network) -> None:
    with acting("outsider-coordinator"):
        assert not Organisation.objects.filter(network=fjordby).exists()


@pytest.mark.parametrize("change", ["left_on = current_date", "joined_on = current_date", "network_id = 1"])
def test_the_application_does_not_write_a_partys_dates(acting: Acting, fjordby: Network, change: str) -> None:
    with (
        acting("coordinator"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE networks_organisation SET {change}")  # noqa: S608 our own words


def test_the_application_deletes_no_organisation(acting: Acting, fjordby: Network) -> None:
    with (
        acting("coordinator"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM networks_organisation")


def test_ending_is_refused_while_people_remain(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by, pytest.raises(Refused, match="organisation_has_members"):
        services.end_participation(organisation=named(fjordby, "Fjordby skole"), by=by)


def test_ending_is_refused_while_somebody_is_paused(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        school = named(fjordby, "Fjordby skole")
        member = fjordby.memberships.get(organisation=school, state="active")
        call("pause_member", membership=member.pk, paused=True)

        with pytest.raises(Refused, match="organisation_has_members"):
            services.end_participation(organisation=school, by=by)


def test_ending_works_when_nobody_remains(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        centre = named(fjordby, "Fjordkanari frivilligsentral")
        services.end_participation(organisation=centre, by=by)

        centre.refresh_from_db()
        assert centre.left_on == timezone.localdate()
        assert Entry.objects.filter(network_id=fjordby.pk).latest("seq").action == "organisation.left"


def test_ending_takes_back_open_letters(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        nav = named(fjordby, "NAV Fjordby")
        call("end_member", membership=fjordby.memberships.get(organisation=nav).pk, reason="moved")
        services.end_participation(organisation=nav, by=by)

        assert Invitation.objects.get(organisation=nav, accepted_at=None).revoked_at is not None


@pytest.mark.parametrize("who", ["contact", "member", "outsider-coordinator", "stranger"])
def test_ending_is_not_everybodys(acting: Acting, fjordby: Network, who: str) -> None:
    with acting("coordinator"):
        centre = named(fjordby, "Fjordkanari frivilligsentral")

    with acting(who) as by, pytest.raises(NotAllowed):
        services.end_participation(organisation=centre, by=by)


def test_a_party_can_take_part_again(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        centre = named(fjordby, "Fjordkanari frivilligsentral")
        services.end_participation(organisation=centre, by=by)
        services.take_part_again(organisation=centre, by=by)

        centre.refresh_from_db()
        assert centre.left_on is None


def test_remaining_people_are_named(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator"):
        assert parties.remaining_people(named(fjordby, "Fjordby skole")) == ["Eva Nilsen"]


def test_parties_stand_in_norwegian_and_sami_order(acting: Acting, fjordby: Network) -> None:
    wanted = ["Alta", "Áltá skuvla", "Čáhcesuolu", "Dal", "Ås", "Ærlig", "Øst", "Zeta"]
    with acting("coordinator") as by:
        for name in wanted:
            services.add_organisation(network=fjordby, name=name, sector="school", by=by)

        found = parties.parties(fjordby)

    names = [party.organisation.name for party in found if party.organisation.name in wanted]
    assert names == ["Alta", "Áltá skuvla", "Čáhcesuolu", "Dal", "Zeta", "Ærlig", "Øst", "Ås"]


def test_a_sector_is_ok_soon_or_a_gap(acting: Acting, fjordby: Network) -> None:
    with acting("member"):
        found = lines(fjordby)

    assert (found[Sector.POLICE].state, found[Sector.CHILD_WELFARE].state, found[Sector.SECURITY].state) == (
        "ok",
        "soon",
        "gap",
    )
    assert found[Sector.CHILD_WELFARE].confirm_by == timezone.localdate() + timedelta(days=9)


def test_the_coordinator_speaks_where_no_contact_is_chosen(acting: Acting, fjordby: Network) -> None:
    with acting("member"):
        own = lines(fjordby)[Sector.MUNICIPALITY]

    assert (own.person, own.others) == ("Kari Lunde", 3)


def test_an_observer_sees_sectors_without_names(acting: Acting, fjordby: Network) -> None:
    with acting("member"):
        told = lines(fjordby)
    with acting("observer"):
        found = lines(fjordby)

    assert {line.person for line in found.values()} == {""}
    of_visits = {Sector.RVTS}  # not hers to know of
    assert all(found[sector].state == line.state for sector, line in told.items() if sector not in of_visits)


def test_standing_is_empty_for_an_outsider(acting: Acting, fjordby: Network) -> None:
    with acting("outsider-coordinator"):
        assert call("party_standing", network=fjordby.pk) == "{}"


def test_sector_lines_take_one_query(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        access.may_read_names(by, fjordby)  # the roles of the transaction are asked once
        with CaptureQueriesContext(connection) as few:
            lines(fjordby)
        for number in range(60):
            services.add_organisation(network=fjordby, name=f"Skole {number}", sector="school", by=by)
        access.may_read_names(by, fjordby)
        with CaptureQueriesContext(connection) as many:
            lines(fjordby)

    assert (len(few), len(many)) == (1, 1)


def test_get_organisation_is_not_found_through_another_network(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        school = named(fjordby, "Fjordby skole")
        found = access.get_organisation_or_404(by, "fjordby", school.pk)
        with pytest.raises(NotVisible):
            access.get_organisation_or_404(by, "skogdal-og-elvestad", school.pk)

    assert found == school
    with acting("outsider-coordinator") as outsider, pytest.raises(NotVisible):
        access.get_organisation_or_404(outsider, "fjordby", school.pk)


def test_a_sector_of_several_parties_is_named_by_the_coordinator(acting: Acting) -> None:
    """Elvestad's deputy comes first in the alphabet, Skogdal's coordinator stands for the municipalities."""
    with acting("outsider-coordinator"):
        network = Network.objects.get(slug="skogdal-og-elvestad")

        line = lines(network)[Sector.MUNICIPALITY]

    assert (line.person, line.others) == ("Hanne Eide", 1)


@pytest.mark.parametrize(("who", "state"), [("member", "ok"), ("observer", "gap")])
def test_rvts_is_covered_by_a_visit_for_those_who_may_know_of_it(
    acting: Acting, fjordby: Network, who: str, state: str
) -> None:
    with acting(who):
        line = lines(fjordby)[Sector.RVTS]

    assert (line.people, line.organisations, line.state) == (0, (), state)


def test_rvts_is_missing_again_when_the_visit_is_over(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        for visit in Grant.objects.select_related("user", "content_object"):
            end_visit(visit=visit, by=by)

        assert lines(fjordby)[Sector.RVTS].state == "gap"
