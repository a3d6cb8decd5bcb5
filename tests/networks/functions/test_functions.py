"""Who holds which function: named, substituted, confirmed once a year, and gone with the membership."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from networks.directory.models import Network
from networks.functions import access, queries, services
from networks.functions.choices import NAMED, YEAR
from networks.functions.models import Holding
from networks.membership import services as members
from networks.steps.choices import BY_ROLE, OF_A_RUN, Responsible
from networks.steps.content import Step
from portal.audit.models import Entry
from portal.home.waiting import waiting
from portal.tenancy.refusals import NotVisible, Refused
from tests.networks.functions.conftest import Acting, InForce, Member, Name

SignedIn = Callable[[str], Client]
SIX = ("contact", "member", "mentor", "mona.vik", "ase.lund", "arne.dale")


def names(acting: Acting, network: Network, function: str) -> list[str]:
    with acting("member") as user:
        return [holder.name for holder in queries.holders(user, network).get(function, [])]


def test_every_function_is_named_read_from_a_role_or_of_a_run() -> None:
    assert {*NAMED, *BY_ROLE, *OF_A_RUN} == set(Responsible)
    assert len(NAMED) + len(BY_ROLE) + len(OF_A_RUN) == len(Responsible)


class TestTheHolders:
    def test_are_called_in_the_order_they_were_named(self, acting: Acting, name: Name, fjordby: Network) -> None:
        name("health", "mona.vik")
        name("health", "ase.lund", "400 00 000")

        with acting("member") as user:
            first, second = queries.holders(user, fjordby)["health"]

        assert (first.is_first, first.phone) == (True, "")
        assert (second.is_first, second.phone, second.email) == (False, "400 00 000", "ase.lund@demo.invalid")

    def test_of_a_role_are_those_who_have_it(self, acting: Acting, empty: None, fjordby: Network) -> None:
        with acting("member") as user:
            held = queries.holders(user, fjordby)

        assert set(held) == {"coordinator", "deputy"}
        assert [holder.confirm_on for holder in held["coordinator"]] == [None]

    def test_of_a_role_are_reached_where_they_are_named_otherwise(
        self, acting: Acting, name: Name, fjordby: Network
    ) -> None:
        name("emergency_planning", "deputy", "400 00 001")

        with acting("member") as user:
            [deputy] = queries.holders(user, fjordby)["deputy"]

        assert deputy.phone == "400 00 001"

    def test_move_up_when_the_first_is_taken_off(self, acting: Acting, name: Name, fjordby: Network) -> None:
        first = name("health", "mona.vik")
        second = name("health", "ase.lund")
        with acting("coordinator") as by:
            services.take_off(holding=first, by=by)

        assert names(acting, fjordby, "health") == [second.membership.user.name]

    def test_rest_while_the_membership_is_paused(
        self, acting: Acting, name: Name, member: Member, fjordby: Network
    ) -> None:
        name("health", "ase.lund")
        with acting("coordinator") as by:
            members.pause(member=member("ase.lund"), by=by)

        assert names(acting, fjordby, "health") == []

    def test_are_read_in_two_queries(self, acting: Acting, name: Name, fjordby: Network) -> None:
        for who in SIX:
            name("health", who)

        with acting("member") as user, CaptureQueriesContext(connection) as asked:
            queries.holders(user, fjordby)

        assert len(asked) <= 2

    def test_are_nobody_to_another_network(self, acting: Acting, name: Name, fjordby: Network) -> None:
        made = name("health", "ase.lund")

        with acting("outsider-coordinator") as user:
            assert queries.holders(user, fjordby) == {}
            assert not Holding.objects.filter(network=fjordby).exists()
            with pytest.raises(NotVisible):
                access.get_or_404(user, "fjordby", made.pk)


class TestNaming:
    def test_is_noted(self, name: Name, acting: Acting, fjordby: Network) -> None:
        made = name("health", "ase.lund")

        with acting("coordinator"):
            entry = Entry.objects.filter(network_id=fjordby.pk, action="holding.named").latest("pk")
        assert (entry.subject_id, entry.detail) == (made.pk, {"function": "health"})

    def test_holds_for_a_year(self, name: Name) -> None:
        made = name("health", "ase.lund")

        assert made.confirm_on - made.named_at.date() <= YEAR

    def test_the_same_twice_is_refused(self, name: Name) -> None:
        name("health", "ase.lund")

        with pytest.raises(Refused, match="already_holds"):
            name("health", "ase.lund")

    def test_a_seventh_is_refused(self, name: Name) -> None:
        for who in SIX:
            name("health", who)

        with pytest.raises(Refused, match="too_many_holders"):
            name("health", "observer")

    @pytest.mark.parametrize("function", ["coordinator", "leader", "mentor"])
    def test_what_a_role_or_a_run_fills_is_refused(self, name: Name, function: str) -> None:
        with pytest.raises(Refused, match="not_named"):
            name(function, "ase.lund")

    def test_somebody_who_has_left_is_refused(self, name: Name) -> None:
        with pytest.raises(Refused, match="member_not_live"):
            name("health", "ex-member")

    def test_is_not_a_members_to_do(self, acting: Acting, member: Member, empty: None, fjordby: Network) -> None:
        health = member("ase.lund")

        with acting("member") as by, pytest.raises(DatabaseError), transaction.atomic():
            services.name(network=fjordby, function="health", membership=health, phone="", by=by)

    def test_somebody_of_another_network_is_refused_by_the_database(
        self, acting: Acting, member: Member, empty: None, fjordby: Network
    ) -> None:
        stranger = member("ase.lund")
        with acting("outsider-coordinator") as by:
            other = Network.objects.get(slug="skogdal-og-elvestad")
            told = {"place": 1, "named_by": by, "named_at": "2026-01-01T00:00Z", "confirm_on": "2027-01-01"}
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

            with pytest.raises(DatabaseError), transaction.atomic():
                Holding.objects.create(network=other, function="health", membership=stranger, **told)


class TestVacancies:
    def test_are_what_a_routine_in_force_asks_for_and_nobody_holds(
        self, acting: Acting, in_force: InForce, name: Name, fjordby: Network
    ) -> None:
        in_force("Prøve")
        name("health", "ase.lund")

        with acting("member") as user:
            assert queries.vacancies(user, fjordby) == ["police_contact"]

    def test_are_not_what_a_draft_asks_for(self, acting: Acting, in_force: InForce, fjordby: Network) -> None:
        in_force("Utkast", is_sent=False)

        with acting("coordinator") as user:
            assert queries.vacancies(user, fjordby) == []

    def test_are_another_networks_own(self, acting: Acting, in_force: InForce, fjordby: Network) -> None:
        in_force("Prøve")

        with acting("outsider-coordinator") as user:
            assert queries.vacancies(user, fjordby) == []

    def test_wait_on_my_day_as_one_line(self, acting: Acting, in_force: InForce, name: Name) -> None:
        in_force("Prøve")
        in_force("Enda en", Step(id="ring", title="Ring", role="police_contact"))

        with acting("coordinator") as user:
            [line] = [thing for thing in waiting(user, "fjordby") if "functions in Fjordby" in thing.heading]
        assert line.heading == "2 functions in Fjordby have nobody"
        assert "Prøve" not in line.text

    def test_wait_as_many_as_the_page_shows(
        self, acting: Acting, in_force: InForce, name: Name, member: Member, fjordby: Network
    ) -> None:
        in_force("Prøve")
        name("police_contact", "contact")
        name("health", "ase.lund")
        with acting("coordinator") as by:
            members.pause(member=member("ase.lund"), by=by)

        with acting("deputy") as user:
            assert queries.vacancies(user, fjordby) == ["health"]
            assert [thing.heading for thing in waiting(user, "fjordby") if "function" in thing.heading] == [
                "1 function in Fjordby has nobody"
            ]

    def test_do_not_wait_for_who_cannot_name(self, acting: Acting, in_force: InForce) -> None:
        in_force("Prøve")

        with acting("member") as user:
            assert not [thing for thing in waiting(user, "fjordby") if "function" in thing.heading]

    def test_of_a_role_are_filled_on_the_members_page(
        self, acting: Acting, signed_in: SignedIn, in_force: InForce, member: Member, fjordby: Network
    ) -> None:
        in_force("Prøve", Step(id="ring", title="Ring", role="deputy"))
        with acting("coordinator") as by:
            members.pause(member=member("deputy"), by=by)
            assert queries.vacancies(by, fjordby) == ["deputy"]
            assert [thing.heading for thing in waiting(by, "fjordby") if "function" in thing.heading] == [
                "1 function in Fjordby has nobody"
            ]

        page = signed_in("coordinator").get("/nettverk/fjordby/funksjoner/").content.decode()

        assert "?funksjon=deputy" not in page
        assert 'href="/nettverk/fjordby/medlemmer/"' in page.partition("<main")[2]
