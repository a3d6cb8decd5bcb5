"""Roles, pauses, endings and confirmations, and what the database says when Python is bypassed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from networks.directory.models import Network
from networks.entry import services as entry
from networks.entry.models import Grant, Invitation
from networks.membership import queries, services
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed, Refused
from tests.factories import make_member
from tests.networks.membership.conftest import MemberOf

Acting = Callable[[str], Any]


def last_entries(network: Network, count: int = 1) -> list[tuple[str, str]]:
    return list(Entry.objects.filter(network_id=network.pk).values_list("action", "subject_label")[:count])


def database_today() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.today()")
        return cursor.fetchone()[0]


def test_change_role_gives_the_role_and_notes_it(acting: Acting, fjordby: Network, member_of: MemberOf) -> None:
    with acting("coordinator") as coordinator:
        services.change_role(member=member_of("member"), role="contact", by=coordinator)

        assert last_entries(fjordby) == [("member.role_changed", "Eva Nilsen")]
    assert member_of("member").role == "contact"


def test_change_role_refuses_the_last_coordinator(acting: Acting, member_of: MemberOf) -> None:
    with acting("coordinator") as coordinator, pytest.raises(Refused, match="last_coordinator"):
        services.change_role(member=member_of("coordinator"), role="member", by=coordinator)


def test_change_role_lets_one_of_two_coordinators_step_down(acting: Acting, member_of: MemberOf) -> None:
    with acting("coordinator") as coordinator:
        services.change_role(member=member_of("deputy"), role="coordinator", by=coordinator)
        services.change_role(member=member_of("coordinator"), role="member", by=coordinator)

    with acting("deputy"):
        assert Membership.objects.get(pk=member_of("coordinator").pk).role == "member"


@pytest.mark.parametrize(
    ("who", "whom", "role"),
    [
        ("deputy", "member", "coordinator"),  # above her own
        ("deputy", "coordinator", "member"),  # takes what she could not give
        ("deputy", "member", "deputy"),
        ("contact", "member", "mentor"),
        ("member", "member", "coordinator"),  # helps herself
        ("outsider-coordinator", "member", "mentor"),
        ("coordinator", "member", "emperor"),
    ],
)
def test_change_role_is_refused(acting: Acting, member_of: MemberOf, who: str, whom: str, role: str) -> None:
    member = member_of(whom)

    with acting(who) as user, pytest.raises(NotAllowed):
        services.change_role(member=member, role=role, by=user)


def test_pause_closes_the_door_and_resume_opens_it(acting: Acting, fjordby: Network, member_of: MemberOf) -> None:
    with acting("deputy") as deputy:
        services.pause(member=member_of("member"), by=deputy)
    with acting("member"):
        assert not Network.objects.filter(pk=fjordby.pk).exists()

    with acting("deputy") as deputy:
        services.resume(member=member_of("member"), by=deputy)
        assert last_entries(fjordby, 2) == [("member.resumed", "Eva Nilsen"), ("member.paused", "Eva Nilsen")]
    with acting("member"):
        assert Network.objects.filter(pk=fjordby.pk).exists()


def test_pause_refuses_the_last_coordinator(acting: Acting, member_of: MemberOf) -> None:
    with acting("coordinator") as coordinator, pytest.raises(Refused, match="last_coordinator"):
        services.pause(member=member_of("coordinator"), by=coordinator)


def test_pause_refuses_a_second_time(acting: Acting, member_of: MemberOf) -> None:
    with acting("coordinator") as coordinator:
        services.pause(member=member_of("member"), by=coordinator)

        with pytest.raises(Refused, match="already_paused"):
            services.pause(member=member_of("member"), by=coordinator)


def test_resume_refuses_somebody_active(acting: Acting, member_of: MemberOf) -> None:
    with acting("coordinator") as coordinator, pytest.raises(Refused, match="not_paused"):
        services.resume(member=member_of("member"), by=coordinator)


def test_resume_after_the_date_confirms_for_another_year(
    acting: Acting, member_of: MemberOf, later: Callable[[str], None]
) -> None:
    later("400 days")
    call("keep_confirmations")
    assert member_of("member").is_paused

    with acting("coordinator") as coordinator:
        services.resume(member=member_of("member"), by=coordinator)
        call("keep_confirmations")

    assert member_of("member").is_active
    assert member_of("member").confirm_by == database_today() + timedelta(days=365)


def test_end_closes_the_door_and_notes_the_reason(acting: Acting, fjordby: Network, member_of: MemberOf) -> None:
    member = member_of("member")
    with acting("coordinator") as coordinator:
        services.end(member=member, reason="removed", by=coordinator)

        assert Entry.objects.filter(network_id=fjordby.pk)[0].detail == {"reason": "removed"}
        ended = Membership.objects.get(pk=member.pk)
        assert (ended.state, ended.end_reason, ended.ends_on) == ("ended", "removed", timezone.localdate())
    with acting("member"):
        assert not Network.objects.filter(pk=fjordby.pk).exists()


def test_end_notes_the_role_of_one_who_leaves(acting: Acting, fjordby: Network, member_of: MemberOf) -> None:
    with acting("member") as member:
        services.end(member=member_of("member"), reason="left", by=member)

    with acting("coordinator"):
        entry_of_leaving = Entry.objects.filter(network_id=fjordby.pk)[0]
        assert (entry_of_leaving.action, entry_of_leaving.role) == ("member.ended", "member")


@pytest.mark.parametrize("who", ["member", "contact", "observer", "mentor", "outsider-coordinator", "stranger"])
def test_end_is_refused_those_who_do_not_manage(acting: Acting, member_of: MemberOf, who: str) -> None:
    deputy = member_of("deputy")

    with acting(who) as user, pytest.raises(NotAllowed):
        services.end(member=deputy, reason="removed", by=user)


def test_end_refuses_the_last_coordinator(acting: Acting, member_of: MemberOf) -> None:
    with acting("coordinator") as coordinator, pytest.raises(Refused, match="last_coordinator"):
        services.end(member=member_of("coordinator"), reason="left", by=coordinator)


def test_end_refuses_a_second_time(acting: Acting, member_of: MemberOf) -> None:
    member = member_of("member")
    with acting("coordinator") as coordinator:
        services.end(member=member, reason="moved", by=coordinator)

        with pytest.raises(Refused, match="already_ended"):
            services.end(member=member, reason="moved", by=coordinator)


def test_end_takes_a_reason_from_the_list_only(acting: Acting, member_of: MemberOf) -> None:
    with acting("coordinator"), pytest.raises(IntegrityError), transaction.atomic():
        call("end_member", membership=member_of("member").pk, reason="she talked too much")


def test_a_contact_takes_out_her_own_people(acting: Acting, constable: Membership) -> None:
    with acting("contact") as contact:
        services.end(member=constable, reason="moved", by=contact)

        assert Membership.objects.get(pk=constable.pk).is_ended


def letter(network: Network, by: User, email: str) -> Invitation:
    party = network.organisations.get(name="Fjordby kommune")
    entry.invite(network=network, email=email, role="member", organisation_id=party.pk, function="Adviser", by=by)
    return Invitation.objects.get(network=network, email=email)


def test_open_letters_pass_to_whoever_takes_her_out(acting: Acting, fjordby: Network, member_of: MemberOf) -> None:
    with acting("deputy") as deputy:
        sent = letter(fjordby, deputy, "new@demo.invalid")

    with acting("coordinator") as coordinator:
        held = queries.held_by(member_of("deputy"))
        services.end(member=member_of("deputy"), reason="removed", by=coordinator)
        sent.refresh_from_db()

        assert (held.invitations, held.heir) == (1, coordinator.name)
        assert (sent.invited_by, sent.revoked_at) == (coordinator, None)


def test_open_letters_of_one_who_leaves_pass_to_the_coordinator(
    acting: Acting, fjordby: Network, member_of: MemberOf, persona: Callable[[str], User]
) -> None:
    with acting("deputy") as deputy:
        sent = letter(fjordby, deputy, "new@demo.invalid")
        services.end(member=member_of("deputy"), reason="left", by=deputy)

    with acting("coordinator"):
        sent.refresh_from_db()
        assert sent.invited_by == persona("coordinator")


def test_an_older_letter_does_not_let_her_back_in(
    acting: Acting, fjordby: Network, persona: Callable[[str], User]
) -> None:
    stranger = persona("stranger")
    with acting("coordinator") as coordinator:
        party = fjordby.organisations.get(name="Fjordby kommune")
        token = entry.invite(
            network=fjordby, email=stranger.email, role="member", organisation_id=party.pk, function="x", by=coordinator
        )
        code = Network.objects.get(pk=fjordby.pk).join_code
    with acting("stranger"):
        request = call("ask_to_join", code=code, organisation="Fjordby kommune", function="Adviser")
    with acting("coordinator") as coordinator:
        made = call("answer_request", request=request, role="member", organisation=party.pk)
        member = Membership.objects.select_related("user").get(pk=made)
        services.end(member=member, reason="removed", by=coordinator)

    with acting("stranger"), pytest.raises(Refused, match="invitation_not_open"):
        entry.accept(token=token, by=stranger)


def test_a_visit_of_her_own_ends_too(acting: Acting, fjordby: Network) -> None:
    """A guest who becomes a member is not left with the visit, neither then nor when the membership ends."""
    with acting("coordinator") as coordinator:
        guest = Grant.objects.get(content_object=fjordby, user__email="supervisor@demo.invalid").user
        member = make_member(fjordby, guest, by=coordinator)
        assert not Grant.objects.filter(user=guest).exists()

        services.end(member=member, reason="removed", by=coordinator)

        assert not Grant.objects.filter(user=guest).exists()
    with acting("supervisor"):
        assert not Network.objects.filter(pk=fjordby.pk).exists()


def test_held_by_is_refused_those_who_may_not_end(acting: Acting, member_of: MemberOf) -> None:
    deputy = member_of("deputy")

    with acting("member"), pytest.raises(NotAllowed), transaction.atomic():
        queries.held_by(deputy)


def test_held_by_tells_that_an_organisation_loses_its_contact(acting: Acting, member_of: MemberOf) -> None:
    with acting("coordinator"):
        held = queries.held_by(member_of("contact"))

    assert (held.only_contact, held.last_of_organisation) == (True, True)


def test_confirm_moves_the_date_a_year(
    acting: Acting, fjordby: Network, member_of: MemberOf, later: Callable[[str], None]
) -> None:
    later("360 days")
    with acting("coordinator") as coordinator:
        services.confirm(members=[member_of("member"), member_of("mentor")], by=coordinator)

        assert last_entries(fjordby, 2) == [("member.confirmed", "Sara Berg"), ("member.confirmed", "Eva Nilsen")]
    assert member_of("member").confirm_by == database_today() + timedelta(days=365)


def test_confirm_is_all_or_nobody(acting: Acting, constable: Membership, member_of: MemberOf) -> None:
    """A contact who slips a foreign person into her list confirms none."""
    with acting("contact") as contact, pytest.raises(NotAllowed):
        services.confirm(members=[constable, member_of("member")], by=contact)

    with acting("coordinator"):
        constable.refresh_from_db()
        assert constable.confirmed_at is None


@pytest.mark.parametrize("table", ["networks_membership", "networks_handover"])
def test_the_application_cannot_write_what_decides_access(acting: Acting, table: str) -> None:
    with acting("coordinator"), connection.cursor() as cursor:
        cursor.execute(f"SELECT has_table_privilege('{table}', 'INSERT, UPDATE, DELETE')")
        assert cursor.fetchone()[0] is False
