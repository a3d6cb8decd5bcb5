"""The pages of the ways in: for whom they open, what they cost, and what they say."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from networks.directory.models import Network
from networks.entry.models import Grant, Invitation, JoinRequest
from networks.membership.models import Membership
from portal.accounts.models import User

SignedIn = Callable[[str], Client]
Acting = Callable[[str], Any]
HOME = "/nettverk/fjordby/"
EVERYBODY = ("coordinator", "deputy", "contact", "member", "observer", "ex-member", "outsider-coordinator", "")
ANSWERS = {
    "medlemmer/inviter/": (200, 200, 403, 403, 403, 404, 404, 302),
    "invitasjoner/": (200, 200, 403, 403, 403, 404, 404, 302),
    "invitasjoner/fil/": (200, 200, 403, 403, 403, 404, 404, 302),
    "invitasjoner/fil/eksempel/": (200, 200, 403, 403, 403, 404, 404, 302),
    "foresporsler/": (200, 200, 403, 403, 403, 404, 404, 302),
    "gjester/": (200, 200, 200, 200, 403, 404, 404, 302),
    "gjester/slipp-inn/": (200, 403, 403, 403, 403, 404, 404, 302),
}


@pytest.mark.parametrize("slug", EVERYBODY)
def test_pages_open_for_whom_they_are_meant(signed_in: SignedIn, slug: str) -> None:
    client = signed_in(slug)

    got = {path: client.get(HOME + path).status_code for path in ANSWERS}

    assert got == {path: row[EVERYBODY.index(slug)] for path, row in ANSWERS.items()}


@pytest.mark.parametrize("slug", ["member", "outsider-coordinator", "stranger"])
def test_nobody_else_answers_a_request(signed_in: SignedIn, asked: JoinRequest, slug: str) -> None:
    answer = f"{HOME}foresporsler/{asked.pk}/"
    client = signed_in(slug)

    assert {client.get(answer).status_code, client.post(f"{answer}avsla/").status_code} == {404}


def test_inviting_shows_the_letter_among_the_open_ones(coordinator: Client, party: Any) -> None:
    told = {"email": "ny@kommune.example", "organisation": party.pk, "function": "Adviser", "role": "member"}

    page = coordinator.post(f"{HOME}medlemmer/inviter/", told, follow=True).content.decode()

    assert page.count("ny@kommune.example") >= 2


def test_inviting_a_member_says_so_and_keeps_the_form(coordinator: Client, party: Any) -> None:
    told = {"email": "member@demo.invalid", "organisation": party.pk, "function": "Adviser", "role": "member"}

    page = coordinator.post(f"{HOME}medlemmer/inviter/", told).content.decode()

    assert 'value="member@demo.invalid"' in page


def test_taking_back_folds_the_letter_away(
    coordinator: Client, send: Callable[..., str], latest: Callable[[str], Invitation]
) -> None:
    before = list(coordinator.get(f"{HOME}invitasjoner/").context["page"])
    send("ny@kommune.example")

    answer = coordinator.post(f"{HOME}invitasjoner/{latest('ny@kommune.example').pk}/trekk/", follow=True)

    assert list(answer.context["page"]) == before
    assert answer.context["past"][0].email == "ny@kommune.example"


def test_sending_again_leaves_one_open_letter(
    coordinator: Client, send: Callable[..., str], latest: Callable[[str], Invitation]
) -> None:
    send("ny@kommune.example")
    old = latest("ny@kommune.example")

    answer = coordinator.post(f"{HOME}invitasjoner/{old.pk}/igjen/", follow=True)

    assert [i.pk > old.pk for i in answer.context["page"] if i.email == old.email] == [True]


def test_a_used_letter_cannot_be_taken_back(
    coordinator: Client, latest: Callable[[str], Invitation], acting: Acting, send: Callable[..., str]
) -> None:
    letter = latest("member@demo.invalid")

    coordinator.post(f"{HOME}invitasjoner/{letter.pk}/trekk/")

    assert latest("member@demo.invalid").revoked_at is None


def test_asking_by_the_link_then_waiting(signed_in: SignedIn, fjordby: Network) -> None:
    stranger, path = signed_in("stranger"), f"/nettverk/bli-med/{fjordby.join_code}/"

    assert "Fjordby" in stranger.get(path).content.decode()
    page = stranger.post(path, {"organisation": "NAV Fjordby", "function": "Adviser"}, follow=True)

    assert page.context["network"].asked_at is not None


def test_an_unknown_join_link_looks_like_nothing(signed_in: SignedIn) -> None:
    assert signed_in("stranger").get("/nettverk/bli-med/AAAAAAAAAAAAAAAA/").status_code == 404


def test_admitting_by_the_page_makes_a_member(
    coordinator: Client, asked: JoinRequest, acting: Acting, party: Any
) -> None:
    page = coordinator.get(f"{HOME}foresporsler/{asked.pk}/")
    assert page.context["form"]["organisation"].value() == party.pk

    coordinator.post(f"{HOME}foresporsler/{asked.pk}/", {"organisation": party.pk, "role": "member"})

    with acting("stranger") as stranger:
        assert Membership.objects.filter(user=stranger).exists()


def test_declining_by_the_page_ends_the_request(coordinator: Client, asked: JoinRequest) -> None:
    before = list(coordinator.get(f"{HOME}foresporsler/").context["page"])

    answer = coordinator.post(f"{HOME}foresporsler/{asked.pk}/avsla/", follow=True)

    assert asked in before
    assert list(answer.context["page"]) == [other for other in before if other != asked]


def test_closing_the_link_hides_it(coordinator: Client, fjordby: Network) -> None:
    before = coordinator.get(f"{HOME}foresporsler/").context["link"]
    after = coordinator.post(f"{HOME}foresporsler/lenke/steng/", follow=True).context["link"]
    again = coordinator.post(f"{HOME}foresporsler/lenke/", follow=True).context["link"]

    assert (before.endswith(f"{fjordby.join_code}/"), after, again not in {"", before}) == (True, "", True)


def test_letting_in_by_the_page_is_seen_by_members(coordinator: Client, signed_in: SignedIn, supervisor: User) -> None:
    day = timezone.localdate() + timedelta(days=14)
    coordinator.post(
        f"{HOME}gjester/slipp-inn/", {"email": supervisor.email, "purpose": "Et år med kurs", "ends_on": day}
    )

    page = signed_in("member").get(f"{HOME}gjester/").content.decode()

    assert "Et år med kurs" in page
    assert supervisor.name in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("ends_on", "2020-01-01"), ("ends_on", "9999-12-31"), ("ends_on", "i morgen"), ("email", "member@demo.invalid")],
)
def test_letting_in_wrongly_is_told_in_the_form(coordinator: Client, supervisor: User, field: str, value: str) -> None:
    told = {"email": supervisor.email, "purpose": "Kurs", "ends_on": timezone.localdate() + timedelta(days=14)}

    answer = coordinator.post(f"{HOME}gjester/slipp-inn/", told | {field: value})

    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)


def test_renewing_by_the_page_moves_the_last_day(coordinator: Client, visit: Grant) -> None:
    day = timezone.localdate() + timedelta(days=80)

    answer = coordinator.post(f"{HOME}gjester/{visit.pk}/forny/", {"purpose": "Kurs", "ends_on": day}, follow=True)

    shown = {timezone.localtime(v.ends_at).date() for v in answer.context["visits"] if v.user == visit.user}
    assert shown == {day}


def test_the_guest_leaves_by_the_page_and_comes_home(signed_in: SignedIn, visit: Grant) -> None:
    guest = signed_in("supervisor")

    answer = guest.post(f"{HOME}gjester/{visit.pk}/avslutt/")

    assert (answer["Location"], guest.get(HOME).status_code) == ("/hjem/", 404)


@pytest.mark.parametrize("slug", ["deputy", "member"])
def test_a_member_cannot_end_a_visit(signed_in: SignedIn, visit: Grant, slug: str) -> None:
    assert signed_in(slug).post(f"{HOME}gjester/{visit.pk}/avslutt/").status_code == 403


def queries_of(client: Client, path: str) -> int:
    client.get(path)  # the first request of a session notes when it was seen
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_a_page_of_letters_costs_the_same_for_one_and_for_thirty(coordinator: Client, send: Callable[..., str]) -> None:
    counts = []
    for number in range(30):
        send(f"ny{number}@kommune.example")
        if number in {0, 29}:
            counts.append(queries_of(coordinator, f"{HOME}invitasjoner/"))

    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize("page", ["foresporsler/", "gjester/", "invitasjoner/fil/", "medlemmer/inviter/"])
def test_a_page_costs_at_most_twelve_queries(coordinator: Client, visit: Grant, asked: JoinRequest, page: str) -> None:
    assert queries_of(coordinator, HOME + page) <= 12


def test_answers_go_out_as_a_notice_without_names(
    coordinator: Client, asked: JoinRequest, fjordby: Network, run_mail: Callable[[], None]
) -> None:
    coordinator.post(f"{HOME}foresporsler/{asked.pk}/avsla/")
    run_mail()

    letter = mail.outbox[-1]
    assert letter.to == ["stranger@demo.invalid"]
    assert not {"Fjordby", "Kari", "Nina"} & set(f"{letter.subject} {letter.body}".split())
