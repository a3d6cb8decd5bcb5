"""Supervisors are let in for a time: by whom, until when, and that it ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from networks.directory.models import Network
from networks.entry import access, queries, services
from networks.entry.models import Grant
from networks.membership import services as members
from networks.membership.models import Membership
from portal.access.grants import permission_id
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused
from portal.ui.tags import day

Acting = Callable[[str], Any]
MEMBERS = "/nettverk/fjordby/medlemmer/"
GUESTS = "/nettverk/fjordby/gjester/"


def let_in(network: Network, by: User, email: str = "supervisor@demo.invalid", days: int = 30) -> None:
    services.let_in(network=network, email=email, days=days, purpose="Guidance of the network", by=by)


def test_a_guest_reads_what_members_read(acting: Acting, visit: Grant) -> None:
    with acting("supervisor"):
        assert Membership.objects.filter(network__slug="fjordby").exists()
        assert not Network.objects.exclude(slug="fjordby").exists()


def test_a_visit_lapses_by_itself(
    signed_in: Callable[[str], Client], visit: Grant, later: Callable[[str], None]
) -> None:
    guest = signed_in("supervisor")
    assert guest.get(MEMBERS).status_code == 200

    later("31 days")

    assert guest.get(MEMBERS).status_code == 404


def test_the_last_day_counts_in_full(acting: Acting, visit: Grant) -> None:
    with acting("coordinator") as coordinator:
        assert queries.visits(coordinator, visit.content_object).get(pk=visit.pk).ends_at.astimezone().second == 59


def test_ninety_days_is_never_a_second_more(
    acting: Acting, fjordby: Network, supervisor: User, later: Callable[[str], None]
) -> None:
    with acting("coordinator") as coordinator:
        let_in(fjordby, coordinator, days=90)
    later("90 days")

    with acting("supervisor"):
        assert not Network.objects.filter(slug="fjordby").exists()


@pytest.mark.parametrize("days", [-1, 0, 91, 3_000_000])
def test_other_lengths_are_refused(acting: Acting, fjordby: Network, supervisor: User, days: int) -> None:
    with acting("coordinator") as coordinator, pytest.raises(Refused, match="at_most_ninety_days"):
        let_in(fjordby, coordinator, days=days)


@pytest.mark.parametrize("email", ["stranger@demo.invalid", "nobody@kommune.example", "member@demo.invalid"])
def test_anybody_else_is_refused_in_the_same_words(acting: Acting, fjordby: Network, email: str) -> None:
    with acting("coordinator") as coordinator, pytest.raises(Refused, match="not_a_supervisor"):
        let_in(fjordby, coordinator, email=email)


def test_whoever_is_no_supervisor_is_refused_with_a_way_on(coordinator: Client, supervisor: User) -> None:
    told = {"purpose": "Kurs", "ends_on": timezone.localdate() + timedelta(days=14)}

    answers = {
        str(coordinator.post(f"{GUESTS}slipp-inn/", told | {"email": email}).context["form"].non_field_errors())
        for email in ("nobody@kommune.example", "member@demo.invalid")
    }

    assert len(answers) == 1
    assert "Ask the supervisor which address is used" in answers.pop()


@pytest.mark.parametrize(("days", "proposed"), [(10, 30), (60, 60), (90, 90)])
def test_renewing_proposes_no_earlier_day_than_the_present(
    acting: Acting, coordinator: Client, fjordby: Network, supervisor: User, days: int, proposed: int
) -> None:
    with acting("coordinator") as user:
        let_in(fjordby, user, days=days)
        visit = queries.visits(user, fjordby).get(user=supervisor)

    form = coordinator.get(f"{GUESTS}{visit.pk}/forny/").context["form"]

    assert form["ends_on"].value() == timezone.localdate() + timedelta(days=proposed)


def test_the_receipts_name_the_guest_and_the_last_day(
    coordinator: Client, supervisor: User, acting: Acting, fjordby: Network
) -> None:
    last = timezone.localdate() + timedelta(days=40)
    told = {"email": supervisor.email, "purpose": "Kurs", "ends_on": last}
    let_in_page = coordinator.post(f"{GUESTS}slipp-inn/", told, follow=True).content.decode()
    with acting("coordinator") as user:
        visit = queries.visits(user, fjordby).get(user=supervisor)
    renewed_page = coordinator.post(f"{GUESTS}{visit.pk}/forny/", told, follow=True).content.decode()

    with override("en"):
        assert f"{supervisor.name} is let in until {day(last)}." in let_in_page
        assert f"The visit of {supervisor.name} now lasts until {day(last)}." in renewed_page


def test_ended_visit_shuts_at_the_next_request(
    acting: Acting, signed_in: Callable[[str], Client], visit: Grant
) -> None:
    guest = signed_in("supervisor")
    with acting("coordinator") as coordinator:
        services.end_visit(visit=visit, by=coordinator)

    assert guest.get(MEMBERS).status_code == 404


def test_a_guest_may_leave(acting: Acting, visit: Grant) -> None:
    with acting("supervisor") as supervisor:
        services.end_visit(visit=visit, by=supervisor)

        assert not Network.objects.filter(slug="fjordby").exists()


def test_renewing_replaces_the_visit(acting: Acting, visit: Grant, later: Callable[[str], None]) -> None:
    with acting("coordinator") as coordinator:
        services.renew_visit(visit=visit, days=60, purpose="A course", by=coordinator)
        later("31 days")

        shown = queries.visits(coordinator, visit.content_object).get(user=visit.user)
        assert (shown.purpose, shown.pk == visit.pk) == ("A course", False)


@pytest.mark.parametrize("slug", ["deputy", "contact", "member", "outsider-coordinator", "stranger", "supervisor"])
def test_the_database_refuses_guests_of_who_may_not_let_in(
    acting: Acting, fjordby: Network, supervisor: User, slug: str
) -> None:
    permission = permission_id("networks", "visit_network")

    with pytest.raises(NotAllowed), acting(slug):
        call("let_in", network=fjordby.pk, person=supervisor.pk, days=1, purpose="x", permission=permission)


@pytest.mark.parametrize("slug", ["deputy", "member", "outsider-coordinator", "stranger"])
def test_the_database_refuses_ending_by_who_may_not_let_in(acting: Acting, visit: Grant, slug: str) -> None:
    with pytest.raises(NotAllowed), acting(slug):
        call("end_grant", visit=visit.pk)


def test_visits_are_invisible_outside(acting: Acting, visit: Grant) -> None:
    with acting("outsider-coordinator") as outsider:
        assert not Grant.objects.filter(pk=visit.pk).exists()
        with pytest.raises(NotVisible):
            access.get_visit_or_404(outsider, "fjordby", visit.pk)


def test_a_guest_may_not_renew_herself(acting: Acting, visit: Grant) -> None:
    with acting("supervisor") as supervisor, pytest.raises(NotAllowed):
        services.renew_visit(visit=visit, days=60, purpose="More", by=supervisor)


def test_has_perm_answers_through_the_grant(acting: Acting, fjordby: Network, visit: Grant) -> None:
    for slug, answer in {"supervisor": True, "coordinator": False, "member": False, "stranger": False}.items():
        with acting(slug) as user:
            assert user.has_perm("networks.visit_network", fjordby) is answer


def test_has_perm_says_no_after_the_visit(
    acting: Acting, fjordby: Network, visit: Grant, later: Callable[[str], None]
) -> None:
    later("31 days")

    with acting("supervisor") as supervisor:
        assert not supervisor.has_perm("networks.visit_network", fjordby)


def test_visit_of_is_for_the_guest_alone(acting: Acting, fjordby: Network, visit: Grant) -> None:
    with acting("supervisor") as supervisor:
        assert queries.visit_of(supervisor, fjordby) == visit
    with acting("coordinator") as coordinator:
        assert queries.visit_of(coordinator, fjordby) is None


def test_each_step_of_a_visit_leaves_one_entry(acting: Acting, fjordby: Network, visit: Grant) -> None:
    with acting("coordinator") as coordinator:
        services.renew_visit(visit=visit, days=60, purpose="A course", by=coordinator)
        renewed = queries.visits(coordinator, fjordby).get(user=visit.user)
    with acting("supervisor") as supervisor:
        services.end_visit(visit=renewed, by=supervisor)
    with acting("coordinator"):
        entries = list(Entry.objects.filter(network_id=fjordby.pk).order_by("-seq").values_list("action", "role")[:3])

    assert entries == [("guest.left", "supervisor"), ("guest.renewed", "coordinator"), ("guest.let_in", "coordinator")]


def test_a_guest_who_becomes_a_member_is_a_guest_no_longer(
    signed_in: Callable[[str], Client], acting: Acting, visit: Grant, send: Callable[..., str]
) -> None:
    """Her visit would keep her in while she is paused."""
    token = send("supervisor@demo.invalid")
    with acting("supervisor") as guest:
        services.accept(token=token, by=guest)
        member = Membership.objects.get(user=guest, network__slug="fjordby")
    with acting("coordinator") as coordinator:
        members.pause(member=member, by=coordinator)

    assert signed_in("supervisor").get(MEMBERS).status_code == 404
