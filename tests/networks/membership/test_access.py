"""May she, which ones, who may: one answer, and the database's own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from networks.directory.models import Network
from networks.membership import access
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused
from tests.networks.membership.conftest import MemberOf

Acting = Callable[[str], Any]
CAST = ("coordinator", "deputy", "contact", "member", "mentor", "observer")
RULES: dict[str, tuple[Any, Any, str, dict[str, object]]] = {
    "manage": (access.may_manage, access.who_may_manage, "pause_member", {"paused": True}),
    "confirm": (access.may_confirm, access.who_may_confirm, "confirm_member", {}),
    "end": (access.may_end, access.who_may_end, "end_member", {"reason": "moved"}),
}


def database_allows(function: str, **arguments: object) -> bool:
    """What the database says when no Python stands before it; another rule in the way is no refusal of the person."""
    try:
        with transaction.atomic():
            call(function, **arguments)
            transaction.set_rollback(True)
    except NotAllowed:
        return False
    except Refused:
        return True
    return True


def everybody(network: Network) -> list[Membership]:
    return list(Membership.objects.select_related("network", "user").current().filter(network=network))


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("rule", RULES)
def test_may_agrees_with_who_and_with_the_database(
    acting: Acting, fjordby: Network, constable: Membership, who: str, rule: str
) -> None:
    may, who_may, function, arguments = RULES[rule]
    with acting("coordinator"):
        able = {member.pk: {user.email for user in who_may(member)} for member in everybody(fjordby)}
        members = everybody(fjordby)

    with acting(who) as user:
        answers = {member.pk: may(user, member) for member in members}
        floor = {member.pk: database_allows(function, membership=member.pk, **arguments) for member in members}

    assert answers == floor
    assert answers == {pk: user.email in emails for pk, emails in able.items()}


@pytest.mark.parametrize("who", CAST)
def test_may_confirm_agrees_with_which(acting: Acting, fjordby: Network, constable: Membership, who: str) -> None:
    with acting("coordinator"):
        members = everybody(fjordby)

    with acting(who) as user:
        may = {member.pk for member in members if access.may_confirm(user, member)}

        assert set(access.confirmable(user, fjordby).values_list("pk", flat=True)) == may


def test_a_contact_confirms_only_her_own_organisation(
    acting: Acting, fjordby: Network, constable: Membership, member_of: MemberOf
) -> None:
    with acting("contact") as contact:
        own = set(access.confirmable(contact, fjordby).values_list("pk", flat=True))

    assert own == {constable.pk}
    assert member_of("contact").pk not in own  # another says of her that she still belongs


def test_nobody_confirms_herself_while_another_may(acting: Acting, member_of: MemberOf) -> None:
    own = member_of("coordinator")

    with acting("coordinator") as coordinator:
        assert not access.may_confirm(coordinator, own)
    with pytest.raises(NotAllowed), acting("coordinator"):
        call("confirm_member", membership=own.pk)


def test_a_coordinator_alone_in_the_task_confirms_herself(acting: Acting, member_of: MemberOf) -> None:
    with acting("coordinator") as coordinator:
        call("change_role", membership=member_of("deputy").pk, role="member")

        assert access.may_confirm(coordinator, member_of("coordinator"))
        call("confirm_member", membership=member_of("coordinator").pk)


def test_a_refusal_names_those_who_could(acting: Acting, member_of: MemberOf, persona: Callable[[str], User]) -> None:
    coordinator = member_of("coordinator")

    with acting("deputy") as deputy:
        assert not access.may_manage(deputy, coordinator)
        assert access.who_may_manage(coordinator).get() == persona("coordinator")


def test_an_ended_membership_is_hidden_from_members(acting: Acting, persona: Callable[[str], User]) -> None:
    with acting("coordinator") as coordinator:
        left = Membership.objects.get(user=persona("ex-member"))
        assert access.get_or_404(coordinator, "fjordby", left.pk) == left

    with acting("member") as member, pytest.raises(NotVisible):
        access.get_or_404(member, "fjordby", left.pk)


def test_an_observer_finds_only_herself(acting: Acting, member_of: MemberOf) -> None:
    own, other = member_of("observer"), member_of("member")

    with acting("observer") as observer:
        assert access.get_or_404(observer, "fjordby", own.pk) == own
        with pytest.raises(NotVisible):
            access.get_or_404(observer, "fjordby", other.pk)


def test_a_member_of_another_network_is_not_found_under_this_address(acting: Acting, fjordby: Network) -> None:
    with acting("outsider-coordinator") as outsider:
        own = Membership.objects.get(user=outsider)

    with acting("coordinator") as coordinator, pytest.raises(NotVisible):
        access.get_or_404(coordinator, "fjordby", own.pk)


def test_has_perm_answers_like_the_door(acting: Acting, member_of: MemberOf) -> None:
    member = member_of("member")

    with acting("deputy") as deputy:
        assert deputy.has_perm("networks.change_membership", member)
        assert not deputy.has_perm("networks.change_membership", member_of("coordinator"))


@pytest.mark.parametrize("path", ["", "avslutt/", "rolle/", "pause/"])
def test_a_person_of_another_network_is_answered_as_if_absent(
    signed_in: Callable[[str], Client], member_of: MemberOf, path: str
) -> None:
    address = f"/nettverk/fjordby/medlemmer/{member_of('member').pk}/{path}"

    answer = signed_in("outsider-coordinator").get(address)

    assert answer.status_code == 404
