"""The coordinator's task passes on when the successor accepts, never before."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from networks.directory.models import Network
from networks.membership import queries, services
from networks.membership.models import Handover
from portal.accounts.models import User
from portal.accounts.sealing import unseal
from portal.audit.models import Entry
from portal.home.waiting import waiting
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed, Refused
from tests.networks.membership.conftest import MemberOf

Acting = Callable[[str], Any]
SignedIn = Callable[[str], Client]


@pytest.fixture
def proposed(acting: Acting, member_of: MemberOf) -> Handover:
    with acting("coordinator") as coordinator:
        return services.propose_handover(
            successor=member_of("member"), text="Ring politiet. fjordkanari", by=coordinator
        )


def fresh(handover: Handover) -> Handover:
    return Handover.objects.select_related("from_membership__user", "to_membership__user").get(pk=handover.pk)


def letters() -> list[tuple[str, str]]:
    """Kind and receiver of every letter that is queued, the newest first."""
    queued = ProcrastinateJob.objects.filter(task_name="deliver").order_by("-id").values_list("args", flat=True)
    return [(args["kind"], json.loads(unseal(args["letter"], purpose="letter"))["to"]) for args in queued]


def test_a_proposal_changes_no_role(acting: Acting, proposed: Handover, member_of: MemberOf) -> None:
    assert (member_of("coordinator").role, member_of("member").role) == ("coordinator", "member")


def test_a_proposal_sends_a_letter_that_says_nothing(proposed: Handover, persona: Callable[[str], User]) -> None:
    assert letters()[0] == ("news", persona("member").email)


def test_the_successor_takes_over_and_the_old_one_becomes_a_member(
    acting: Acting, fjordby: Network, proposed: Handover, persona: Callable[[str], User]
) -> None:
    with acting("member") as successor:
        services.accept_handover(handover=fresh(proposed), by=successor)

        held = fresh(proposed)
        assert (held.from_membership.role, held.to_membership.role) == ("member", "coordinator")
        actions = Entry.objects.filter(network_id=fjordby.pk).values_list("action", flat=True)[:2]
        assert list(actions) == ["handover.accepted", "handover.proposed"]
        assert letters()[0] == ("news", persona("coordinator").email)


@pytest.mark.parametrize("who", ["coordinator", "deputy", "mentor", "outsider-coordinator"])
def test_nobody_else_accepts(acting: Acting, proposed: Handover, who: str) -> None:
    with acting(who), pytest.raises(NotAllowed), transaction.atomic():
        call("accept_handover", handover=proposed.pk)


def test_accept_refuses_what_was_taken_back(acting: Acting, proposed: Handover) -> None:
    with acting("coordinator") as coordinator:
        services.withdraw_handover(handover=fresh(proposed), by=coordinator)

    with acting("member") as successor, pytest.raises(Refused, match="handover_not_open"):
        services.accept_handover(handover=fresh(proposed), by=successor)


def test_accept_refuses_when_the_proposer_is_no_longer_coordinator(
    acting: Acting, proposed: Handover, member_of: MemberOf
) -> None:
    with acting("coordinator") as coordinator:
        services.change_role(member=member_of("deputy"), role="coordinator", by=coordinator)
        services.change_role(member=member_of("coordinator"), role="member", by=coordinator)

    with acting("member") as successor, pytest.raises(Refused, match="handover_not_open"):
        services.accept_handover(handover=fresh(proposed), by=successor)


def test_the_successor_declines(acting: Acting, fjordby: Network, proposed: Handover) -> None:
    with acting("member") as successor:
        services.withdraw_handover(handover=fresh(proposed), by=successor)

    with acting("coordinator"):
        entry = Entry.objects.filter(network_id=fjordby.pk)[0]
        assert (entry.action, entry.detail) == ("handover.withdrawn", {"declined": True})


@pytest.mark.parametrize("who", ["deputy", "mentor", "outsider-coordinator"])
def test_nobody_else_takes_it_back(acting: Acting, proposed: Handover, who: str) -> None:
    with acting(who), pytest.raises(NotAllowed), transaction.atomic():
        call("withdraw_handover", handover=proposed.pk)


def test_another_coordinator_takes_it_back(acting: Acting, proposed: Handover, member_of: MemberOf) -> None:
    """Whoever proposed it may be away."""
    with acting("coordinator") as coordinator:
        services.change_role(member=member_of("deputy"), role="coordinator", by=coordinator)

    with acting("deputy") as deputy:
        services.withdraw_handover(handover=fresh(proposed), by=deputy)

        assert not fresh(proposed).is_open


def test_only_one_handover_is_open(acting: Acting, proposed: Handover, member_of: MemberOf) -> None:
    with acting("coordinator") as coordinator, pytest.raises(Refused, match="handover_open"):
        services.propose_handover(successor=member_of("mentor"), text="", by=coordinator)


@pytest.mark.parametrize("whom", ["coordinator", "observer"])
def test_the_successor_is_another_who_can_read_what_she_takes_over(
    acting: Acting, member_of: MemberOf, whom: str
) -> None:
    with acting("coordinator") as coordinator, pytest.raises(Refused, match="successor_not_active"):
        services.propose_handover(successor=member_of(whom), text="", by=coordinator)


def test_the_successor_is_not_paused(acting: Acting, member_of: MemberOf) -> None:
    with acting("coordinator") as coordinator:
        services.pause(member=member_of("member"), by=coordinator)

        with pytest.raises(Refused, match="successor_not_active"):
            services.propose_handover(successor=member_of("member"), text="", by=coordinator)


@pytest.mark.parametrize("who", ["deputy", "contact", "member"])
def test_only_a_coordinator_proposes(acting: Acting, member_of: MemberOf, who: str) -> None:
    mentor = member_of("mentor")

    with acting(who) as user, pytest.raises(NotAllowed):
        services.propose_handover(successor=mentor, text="", by=user)


def test_taking_the_successor_out_takes_the_proposal_back(
    acting: Acting, proposed: Handover, member_of: MemberOf
) -> None:
    with acting("coordinator") as coordinator:
        assert queries.held_by(member_of("member")).handover
        services.end(member=member_of("member"), reason="moved", by=coordinator)

        assert not fresh(proposed).is_open


def test_the_successor_is_told_in_numbers_what_waits(acting: Acting, fjordby: Network, proposed: Handover) -> None:
    with acting("coordinator"):
        parties = fjordby.organisations.filter(left_on=None).count()
        letters_out = fjordby.invitations.filter(accepted_at=None, revoked_at=None).count()
    with acting("member") as successor:
        facts = queries.handover_facts(successor, fjordby)

    assert (facts.charter, facts.parties, facts.signed) == (True, parties, 2)
    assert (facts.invitations, letters_out) == (1, 1)
    assert "police" not in [sector.value for sector in facts.missing]
    assert "voluntary" in [sector.value for sector in facts.missing]


def test_others_are_not_told(acting: Acting, fjordby: Network, proposed: Handover) -> None:
    with acting("deputy") as deputy, pytest.raises(NotAllowed), transaction.atomic():
        queries.handover_facts(deputy, fjordby)


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("member", 200), ("deputy", 403), ("observer", 403), ("stranger", 404), ("", 302)],
)
def test_the_page_answers(signed_in: SignedIn, proposed: Handover, who: str, status: int) -> None:
    assert signed_in(who).get("/nettverk/fjordby/overlevering/").status_code == status


def test_the_page_is_closed_to_members_when_nothing_is_proposed(signed_in: SignedIn, fjordby: Network) -> None:
    answer = signed_in("member").get("/nettverk/fjordby/overlevering/")

    assert answer.status_code == 403
    assert "Kari Lunde" in answer.content.decode()


def test_the_way_through_the_pages(signed_in: SignedIn, acting: Acting, member_of: MemberOf) -> None:
    old, new = signed_in("coordinator"), signed_in("member")
    told = {"successor": member_of("member").pk, "note": "Ring Rune"}
    assert old.post("/nettverk/fjordby/overlevering/foresla/", told).status_code == 302
    with acting("member") as successor:
        handover = Handover.objects.get()
        assert waiting(successor)[0].href == "/nettverk/fjordby/overlevering/"

    assert "Ring Rune" in new.get("/nettverk/fjordby/overlevering/").content.decode()
    new.post(f"/nettverk/fjordby/overlevering/{handover.pk}/godta/")

    assert old.get("/nettverk/fjordby/overlevering/").status_code == 403
    assert new.get("/nettverk/fjordby/overlevering/").status_code == 200


def test_a_note_that_is_too_long_is_kept_in_the_form(signed_in: SignedIn, member_of: MemberOf) -> None:
    told = {"successor": member_of("member").pk, "note": "x" * 4001}

    answer = signed_in("coordinator").post("/nettverk/fjordby/overlevering/foresla/", told)

    assert answer.status_code == 200
    assert "x" * 4001 in answer.content.decode()


def test_a_withdrawn_handover_is_answered_with_a_sentence(
    signed_in: SignedIn, acting: Acting, proposed: Handover
) -> None:
    successor = signed_in("member")
    with acting("coordinator") as coordinator:
        services.withdraw_handover(handover=fresh(proposed), by=coordinator)

    answer = successor.post(f"/nettverk/fjordby/overlevering/{proposed.pk}/godta/", follow=True)

    assert answer.status_code == 200
    assert "The handover is no longer open." in answer.content.decode()


def test_accept_refuses_who_may_meanwhile_not_read_members(
    acting: Acting, proposed: Handover, member_of: MemberOf
) -> None:
    with acting("coordinator") as coordinator:
        services.change_role(member=member_of("member"), role="observer", by=coordinator)

    with acting("member"), pytest.raises(NotAllowed), transaction.atomic():
        call("accept_handover", handover=proposed.pk)
