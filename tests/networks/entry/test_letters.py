"""Taking back a letter, sending it again, and letters that open nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from networks.directory.models import Network, Organisation
from networks.entry import access, queries, services
from networks.entry.models import Invitation
from networks.membership.models import Membership
from networks.membership.services import change_role
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused

Acting = Callable[[str], Any]
Send = Callable[..., str]
Latest = Callable[[str], Invitation]
STRANGER = "stranger@demo.invalid"


def test_revoked_letter_opens_nothing(acting: Acting, send: Send, latest: Latest) -> None:
    token = send(STRANGER)
    with acting("deputy") as deputy:
        services.revoke(invitation=latest(STRANGER), by=deputy)

    with acting("stranger") as stranger, pytest.raises(Refused, match="invitation_not_open"):
        services.accept(token=token, by=stranger)


def test_revoke_is_refused_after_acceptance(acting: Acting, send: Send, latest: Latest) -> None:
    token = send(STRANGER)
    with acting("stranger") as stranger:
        services.accept(token=token, by=stranger)

    with acting("coordinator") as coordinator, pytest.raises(Refused, match="already_accepted"):
        services.revoke(invitation=latest(STRANGER), by=coordinator)


def test_letter_stands_when_who_sent_it_may_send_no_more(
    acting: Acting, send: Send, latest: Latest, persona: Callable[[str], User]
) -> None:
    token = send(STRANGER, sender="deputy")
    with acting("coordinator") as coordinator:
        deputy = Membership.objects.get(user=persona("deputy"), network__slug="fjordby")
        change_role(member=deputy, role="member", by=coordinator)
        assert latest(STRANGER).invited_by == coordinator

    with acting("stranger") as stranger:
        services.accept(token=token, by=stranger)

        joined = Membership.objects.get(user=stranger, network__slug="fjordby")
        assert joined.granted_by == coordinator


def test_deputy_does_not_take_back_a_coordinators_letter(acting: Acting, send: Send, latest: Latest) -> None:
    token = send(STRANGER, role="coordinator")
    with acting("deputy") as deputy:
        assert not access.may_revoke(deputy, latest(STRANGER))
        with pytest.raises(NotAllowed):
            services.revoke(invitation=latest(STRANGER), by=deputy)
    with pytest.raises(Refused, match="invited_by_another"):
        send(STRANGER, sender="deputy")

    with acting("stranger") as stranger:
        assert services.accept(token=token, by=stranger) == "fjordby"


def test_resent_letter_opens_for_seven_days_more(
    acting: Acting, send: Send, latest: Latest, later: Callable[[str], None]
) -> None:
    send(STRANGER)
    later("8 days")
    with acting("coordinator") as coordinator:
        token = services.resend(invitation=latest(STRANGER), by=coordinator)
    later("14 days")

    with acting("stranger") as stranger:
        assert services.accept(token=token, by=stranger) == "fjordby"


def test_resending_kills_the_old_letter(acting: Acting, send: Send, latest: Latest) -> None:
    old = send(STRANGER)
    with acting("coordinator") as coordinator:
        services.resend(invitation=latest(STRANGER), by=coordinator)

    with acting("stranger") as stranger, pytest.raises(Refused, match="invitation_not_open"):
        services.accept(token=old, by=stranger)


def test_forged_letter_opens_nothing(acting: Acting, send: Send) -> None:
    token = send(STRANGER)

    with acting("stranger") as stranger, pytest.raises(Refused, match="invitation_not_open"):
        services.accept(token=token[:-1] + ("A" if token[-1] != "A" else "B"), by=stranger)


def test_letter_lets_in_whoever_writes_her_address_in_capitals(acting: Acting, send: Send) -> None:
    token = send(STRANGER.upper())

    with acting("stranger") as stranger:
        services.accept(token=token, by=stranger)

        assert Membership.objects.filter(user=stranger, network__slug="fjordby").exists()


def test_deputy_may_not_resend_a_coordinators_letter(acting: Acting, send: Send, latest: Latest) -> None:
    send(STRANGER, role="coordinator")

    with acting("deputy") as deputy, pytest.raises(NotAllowed):
        services.resend(invitation=latest(STRANGER), by=deputy)


def test_invite_refuses_another_networks_organisation(acting: Acting, fjordby: Network) -> None:
    with acting("outsider-coordinator"):
        foreign = Organisation.objects.get(name="Skogdal kommune")

    with acting("coordinator") as coordinator, pytest.raises(Refused, match="no_such_organisation"):
        services.invite(
            network=fjordby, email=STRANGER, role="member", organisation_id=foreign.pk, function="Adviser",
            by=coordinator,
        )  # fmt: skip


@pytest.mark.parametrize(
    "slug", ["contact", "member", "mentor", "observer", "ex-member", "outsider-coordinator", "stranger"]
)
def test_the_database_refuses_letters_of_who_may_not_invite(
    acting: Acting, fjordby: Network, party: Organisation, slug: str
) -> None:
    with pytest.raises(NotAllowed), acting(slug):
        call(
            "invite", network=fjordby.pk, email="x@kommune.example", role="observer", organisation=party.pk,
            function="Adviser", token_hash="0" * 64,
        )  # fmt: skip


@pytest.mark.parametrize("slug", ["contact", "member", "observer", "outsider-coordinator", "stranger"])
def test_the_database_refuses_taking_back_by_who_may_not_invite(
    acting: Acting, send: Send, latest: Latest, slug: str
) -> None:
    send(STRANGER)
    invitation = latest(STRANGER)

    with pytest.raises(NotAllowed), acting(slug):
        call("revoke_invitation", invitation=invitation.pk)


@pytest.mark.parametrize("slug", ["contact", "member", "outsider-coordinator", "stranger"])
def test_letters_are_invisible_to_who_may_not_invite(acting: Acting, send: Send, latest: Latest, slug: str) -> None:
    send(STRANGER)
    invitation = latest(STRANGER)

    with acting(slug) as user:
        assert not Invitation.objects.filter(pk=invitation.pk).exists()
        with pytest.raises(NotVisible):
            access.get_invitation_or_404(user, "fjordby", invitation.pk)


def test_open_letters_leave_out_the_expired(
    acting: Acting, fjordby: Network, send: Send, later: Callable[[str], None]
) -> None:
    send("old@kommune.example")
    later("7 days 1 second")
    send("new@kommune.example")

    with acting("coordinator") as coordinator:
        assert [i.email for i in queries.open_invitations(coordinator, fjordby)] == ["new@kommune.example"]
        assert "old@kommune.example" in [i.email for i in queries.past_invitations(coordinator, fjordby)]


def test_a_letter_in_its_last_two_days_is_marked(
    acting: Acting, fjordby: Network, send: Send, later: Callable[[str], None]
) -> None:
    send("old@kommune.example")
    later("5 days 1 second")
    send("new@kommune.example")

    with acting("coordinator") as coordinator:
        found = {i.email: i.soon for i in queries.open_invitations(coordinator, fjordby)}  # type: ignore[attr-defined] # annotated

    assert (found["old@kommune.example"], found["new@kommune.example"]) == (True, False)


def test_each_change_of_a_letter_leaves_one_entry(acting: Acting, fjordby: Network, send: Send, latest: Latest) -> None:
    with acting("coordinator") as coordinator:
        before = Entry.objects.filter(network_id=fjordby.pk).count()
        send(STRANGER)
        services.resend(invitation=latest(STRANGER), by=coordinator)
        services.revoke(invitation=latest(STRANGER), by=coordinator)
        entries = Entry.objects.filter(network_id=fjordby.pk).order_by("seq")[before:]

        assert [entry.action for entry in entries] == ["invitation.sent", "invitation.resent", "invitation.revoked"]


def test_may_and_which_agree_on_letters(
    acting: Acting, send: Send, latest: Latest, persona: Callable[[str], User]
) -> None:
    send(STRANGER)
    invitation = latest(STRANGER)

    for slug in ("coordinator", "deputy", "contact", "member", "observer", "outsider-coordinator"):
        with acting(slug) as user:
            which = access.invitations_visible_to(user).filter(pk=invitation.pk).exists()
            assert which == access.may_revoke(user, invitation) == access.may_invite(user, invitation.network)


def test_a_network_sends_fifty_letters_in_a_day(
    acting: Acting, fjordby: Network, send: Send, later: Callable[[str], None]
) -> None:
    later("1 day")  # the demo's own letters are no longer of today
    for number in range(50):
        send(f"ny{number}@kommune.example")

    with pytest.raises(Refused, match="too_many_invitations"):
        send("en.til@kommune.example", sender="deputy")
    later("49 hours")
    send("en.til@kommune.example")


def test_letters_of_another_network_do_not_count(
    acting: Acting, fjordby: Network, send: Send, later: Callable[[str], None]
) -> None:
    later("1 day")
    for number in range(50):
        send(f"ny{number}@kommune.example")

    with acting("outsider-coordinator") as outsider:
        skogdal = Network.objects.get(slug="skogdal-og-elvestad")
        party = skogdal.organisations.all()[0]
        assert services.invite(
            network=skogdal,
            email="ny@kommune.example",
            role="member",
            organisation_id=party.pk,
            function="x",
            by=outsider,
        )


def test_nobody_is_sent_more_than_five_letters_in_a_day(send: Send, later: Callable[[str], None]) -> None:
    for _number in range(5):
        send(STRANGER)

    with pytest.raises(Refused, match="too_many_to_one"):
        send(STRANGER, sender="deputy")
    later("25 hours")
    send(STRANGER)
