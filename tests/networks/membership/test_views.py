"""The pages of the members: who sees them, what they offer, and that they stay as quick with many as with few."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from networks.directory.models import Network
from networks.membership import services
from networks.membership.models import Membership
from portal.access.roles import Role
from tests.factories import make_member, make_members, make_user
from tests.networks.membership.conftest import MemberOf

Acting = Callable[[str], Any]
SignedIn = Callable[[str], Client]
MEMBERS = "/nettverk/fjordby/medlemmer/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("contact", 200),
        ("member", 200),
        ("mentor", 200),
        ("observer", 403),
        ("ex-member", 404),
        ("outsider-coordinator", 404),
        ("stranger", 404),
        ("", 302),
    ],
)
def test_the_list_answers(signed_in: SignedIn, who: str, status: int) -> None:
    assert signed_in(who).get(MEMBERS).status_code == status


def test_the_list_refuses_an_observer_without_a_name(signed_in: SignedIn) -> None:
    answer = signed_in("observer").get(MEMBERS)

    assert answer.status_code == 403
    shown = answer.content.decode()
    assert "Observers do not see who the members are." in shown
    assert "Thea Dahl" not in shown  # a guest is no more hers to know than a member


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("coordinator", "rolle/", 200),
        ("deputy", "rolle/", 200),
        ("contact", "rolle/", 403),
        ("mentor", "pause/", 403),
        ("coordinator", "pause/", 200),
        ("member", "avslutt/", 200),
        ("contact", "avslutt/", 403),
        ("ex-member", "avslutt/", 404),
    ],
)
def test_the_pages_of_a_member_answer(
    signed_in: SignedIn, member_of: MemberOf, who: str, path: str, status: int
) -> None:
    assert signed_in(who).get(f"{MEMBERS}{member_of('member').pk}/{path}").status_code == status


@pytest.mark.parametrize("path", ["bekreft/", "gjenoppta/"])
def test_changes_are_not_made_by_following_a_link(signed_in: SignedIn, member_of: MemberOf, path: str) -> None:
    assert signed_in("coordinator").get(f"{MEMBERS}{member_of('member').pk}/{path}").status_code == 405


def test_a_refusal_names_who_could(signed_in: SignedIn, member_of: MemberOf) -> None:
    answer = signed_in("member").get(f"{MEMBERS}{member_of('mentor').pk}/rolle/")

    assert answer.status_code == 403
    assert "Kari Lunde" in answer.content.decode()
    assert "Mats Holm" in answer.content.decode()


def test_the_member_page_tells_the_dates_and_what_she_may(signed_in: SignedIn, member_of: MemberOf) -> None:
    shown = page(signed_in("mentor"), f"{MEMBERS}{member_of('member').pk}/")

    assert "Eva Nilsen" in shown
    assert "See who the members and guests are" in shown
    assert "is paused" in shown
    assert "<title>Member – Utveier</title>" in shown
    assert f"{member_of('member').pk}/avslutt/" not in shown


def test_somebody_taken_out_is_outside_at_the_next_page(signed_in: SignedIn, member_of: MemberOf) -> None:
    coordinator, member = signed_in("coordinator"), signed_in("member")
    assert member.get(MEMBERS).status_code == 200

    coordinator.post(f"{MEMBERS}{member_of('member').pk}/avslutt/", {"reason": "removed"})

    assert member.get(MEMBERS).status_code == 404
    assert member.get("/nettverk/fjordby/").status_code == 404


def test_somebody_paused_is_outside_at_the_next_page(signed_in: SignedIn, member_of: MemberOf) -> None:
    coordinator, member = signed_in("coordinator"), signed_in("member")

    coordinator.post(f"{MEMBERS}{member_of('member').pk}/pause/")

    assert member.get(MEMBERS).status_code == 404
    assert "Paused" in page(coordinator, MEMBERS)


def test_one_leaves_and_lands_outside(signed_in: SignedIn, member_of: MemberOf) -> None:
    member = signed_in("member")

    answer = member.post(f"{MEMBERS}{member_of('member').pk}/avslutt/", {"reason": "left"}, follow=True)

    assert answer.redirect_chain[-1][0] == "/nettverk/"
    assert member.get("/nettverk/fjordby/").status_code == 404


def test_the_last_coordinator_is_told_to_hand_over(signed_in: SignedIn, member_of: MemberOf) -> None:
    answer = signed_in("coordinator").post(f"{MEMBERS}{member_of('coordinator').pk}/avslutt/", {"reason": "left"})

    assert "You are the only coordinator. Hand over the task before you pause or leave." in answer.content.decode()


@pytest.mark.parametrize("reason", ["", "because", "handed_over", "removed"])
def test_one_leaves_for_a_reason_from_the_list(signed_in: SignedIn, member_of: MemberOf, reason: str) -> None:
    answer = signed_in("member").post(f"{MEMBERS}{member_of('member').pk}/avslutt/", {"reason": reason})

    assert answer.status_code == 200
    assert member_of("member").is_active


def test_a_deputy_is_not_offered_a_role_above_her_own(signed_in: SignedIn, member_of: MemberOf) -> None:
    address = f"{MEMBERS}{member_of('member').pk}/rolle/"

    assert 'value="coordinator"' not in page(signed_in("deputy"), address)
    assert 'value="coordinator"' in page(signed_in("coordinator"), address)


def test_a_forged_role_changes_nothing(signed_in: SignedIn, member_of: MemberOf) -> None:
    signed_in("deputy").post(f"{MEMBERS}{member_of('member').pk}/rolle/", {"role": "coordinator"})

    assert member_of("member").role == "member"


def test_a_contact_confirms_her_own_people_together(
    signed_in: SignedIn, acting: Acting, fjordby: Network, constable: Membership
) -> None:
    with acting("coordinator") as coordinator:
        second = make_member(fjordby, make_user(2), by=coordinator, party="Fjordby politistasjon")

    chosen = {"member": [constable.pk, second.pk]}
    answer = signed_in("contact").post(f"{MEMBERS}bekreft/", chosen, follow=True)

    assert "2 people are confirmed for another year." in answer.content.decode()


def test_a_contact_does_not_confirm_herself(signed_in: SignedIn, member_of: MemberOf) -> None:
    client, own = signed_in("contact"), f"{MEMBERS}{member_of('contact').pk}/"

    assert "Confirm for another year" not in page(client, own)
    refused = client.post(f"{own}bekreft/")
    client.post(f"{MEMBERS}bekreft/", {"member": [member_of("contact").pk]})

    assert (refused.status_code, member_of("contact").confirmed_at) == (403, None)
    assert "Kari Lunde or Mats Holm can" in refused.content.decode()


def test_a_contact_cannot_slip_in_a_foreign_person(
    signed_in: SignedIn, member_of: MemberOf, constable: Membership
) -> None:
    signed_in("contact").post(f"{MEMBERS}bekreft/", {"member": [constable.pk, member_of("member").pk]})

    assert member_of("member").confirmed_at is None


def test_confirming_nobody_is_answered_with_a_sentence(signed_in: SignedIn) -> None:
    answer = signed_in("coordinator").post(f"{MEMBERS}bekreft/", follow=True)

    assert "Choose at least one person first." in answer.content.decode()


def test_a_member_confirms_nobody(signed_in: SignedIn, member_of: MemberOf) -> None:
    client = signed_in("member")

    assert "checkbox" not in page(client, MEMBERS)
    assert client.post(f"{MEMBERS}bekreft/", {"member": [member_of("member").pk]}).status_code == 403
    assert client.post(f"{MEMBERS}{member_of('member').pk}/bekreft/").status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("navn=nilsen", ["Eva Nilsen"]),
        ("navn=ØRN", ["Åse Ørn"]),
        ("navn=ø&rolle=member", ["Åse Ørn"]),
        ("rolle=mentor", ["Jonas Tveit", "Sara Berg"]),
        ("rolle=emperor&navn=nilsen", ["Eva Nilsen"]),
        ("tilstand=ended", ["Geir Aune"]),
        ("tilstand=due", ["Mona Vik"]),
        ("navn=Hanne", []),  # a member, but of another network
        ("side=99999999999999999999&rolle=mentor", ["Jonas Tveit", "Sara Berg"]),
    ],
)
def test_the_list_is_narrowed(signed_in: SignedIn, constable: Membership, query: str, expected: list[str]) -> None:
    answer = signed_in("coordinator").get(f"{MEMBERS}?{query}")

    assert [member.user.name for member in answer.context["page"]] == expected


def test_the_list_is_in_norwegian_order(signed_in: SignedIn, constable: Membership) -> None:
    answer = signed_in("coordinator").get(f"{MEMBERS}?navn=s")

    names = [member.user.name for member in answer.context["page"]]
    assert names == ["Eva Nilsen", "Jonas Tveit", "Mats Holm", "Rune Solheim", "Sara Berg", "Åse Lund", "Åse Ørn"]


def test_only_managers_ask_for_those_who_left(signed_in: SignedIn) -> None:
    answer = signed_in("member").get(f"{MEMBERS}?tilstand=ended")

    assert "Geir Aune" not in answer.content.decode()


def test_those_to_be_confirmed_soon_are_marked(
    signed_in: SignedIn, acting: Acting, member_of: MemberOf, later: Callable[[str], None]
) -> None:
    later("340 days")
    with acting("coordinator") as coordinator:
        rest = Membership.objects.select_related("user").current().exclude(pk=member_of("member").pk)
        others = rest.filter(network=member_of("member").network_id).exclude(user=coordinator)
        services.confirm(members=others, by=coordinator)
    with acting("deputy") as deputy:
        services.confirm(members=[member_of("coordinator")], by=deputy)

    shown = page(signed_in("coordinator"), MEMBERS)

    assert shown.count('class="due"') == 1
    assert "1 person must be confirmed within thirty days." in shown


def queries_for(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    nesting = ("SAVEPOINT", "RELEASE")  # the test's own transaction lies round the request's
    return sum(not query["sql"].startswith(nesting) for query in seen.captured_queries)


@pytest.mark.parametrize("who", ["coordinator", "contact", "member"])
def test_the_list_asks_as_often_with_many_as_with_few(
    signed_in: SignedIn, acting: Acting, fjordby: Network, later: Callable[[str], None], who: str
) -> None:
    client = signed_in(who)
    later("1 day")  # the demo's own letters are no longer of today
    client.get(MEMBERS)  # the first page of a session also writes when it began
    few = queries_for(client, MEMBERS)
    with acting("coordinator") as coordinator:
        make_members(fjordby, 50, by=coordinator)

    assert queries_for(client, MEMBERS) == few <= 12
    assert len(client.get(f"{MEMBERS}?side=2").context["page"]) == 25


def test_the_other_pages_stay_within_twelve_questions(signed_in: SignedIn, member_of: MemberOf) -> None:
    client, own = signed_in("coordinator"), f"{MEMBERS}{member_of('deputy').pk}/"
    client.get(MEMBERS)
    addresses = [own, f"{own}rolle/", f"{own}avslutt/", "/nettverk/fjordby/overlevering/", "/nettverk/nytt/"]

    assert max(queries_for(client, address) for address in addresses) <= 12


def test_the_pages_say_nothing_in_the_title(signed_in: SignedIn, member_of: MemberOf) -> None:
    client, own = signed_in("coordinator"), f"{MEMBERS}{member_of('member').pk}/"
    pages = [page(client, address) for address in (MEMBERS, own, f"{own}rolle/", f"{own}pause/", f"{own}avslutt/")]

    titles = [shown.split("<title>")[1].split("</title>")[0] for shown in pages]
    assert not any(word in title for title in titles for word in ("Fjordby", "Eva", "Nilsen"))


@pytest.mark.parametrize(
    ("who", "role"), [("coordinator", "Coordinator"), ("observer", "Observer"), ("supervisor", "Supervisor on a visit")]
)
def test_my_networks_say_as_what_i_am_there(signed_in: SignedIn, who: str, role: str) -> None:
    shown = signed_in(who).get("/nettverk/").context["networks"]

    assert [(each.network.name, str(each.role)) for each in shown] == [("Fjordby", role)]


def test_the_members_are_counted_beside_all_the_organisations(signed_in: SignedIn, fjordby: Network) -> None:
    page = signed_in("coordinator").get("/nettverk/fjordby/medlemmer/")

    counted = page.context["headcount"]
    assert counted.organisations < page.context["parties"]
    assert f"from {counted.organisations} of {page.context['parties']} organisations." in page.content.decode()


def test_confirming_nobody_keeps_the_filter(signed_in: SignedIn) -> None:
    client = signed_in("coordinator")

    shown = page(client, f"{MEMBERS}?tilstand=due")
    answer = client.post(f"{MEMBERS}bekreft/?tilstand=due")

    assert f'action="{MEMBERS}bekreft/?tilstand=due"' in shown
    assert answer["Location"] == f"{MEMBERS}?tilstand=due"


def test_every_role_is_told_in_one_line(signed_in: SignedIn, member_of: MemberOf) -> None:
    shown = page(signed_in("coordinator"), f"{MEMBERS}{member_of('member').pk}/rolle/")

    assert "<small>Sees the charter, not the names</small>" in shown
    assert shown.count("<details><summary>What changes") == len(Role) - 1
    assert "The change counts at once." in shown
