"""What the pages of the ways in tell beforehand: what an account takes, what a role means, what a step does."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from networks.directory.models import Network
from networks.entry.models import JoinRequest

SignedIn = Callable[[str], Client]
HOME = "/nettverk/fjordby/"
JOINING = "ask the one who gave you the link to send you an invitation instead"
FOUNDING = "Whoever runs this installation opens the first one in a new municipality"


@pytest.fixture
def visitor(db: None) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    return client


def test_the_join_link_tells_who_has_no_account_what_to_do_and_names_no_network(
    visitor: Client, fjordby: Network, settings: Settings
) -> None:
    settings.DEMO = False  # its people are introduced with their network

    page = visitor.get(f"/nettverk/bli-med/{fjordby.join_code}/", follow=True).content.decode()

    assert JOINING in page
    assert "Fjordby" not in page


def test_a_join_link_that_opens_nothing_is_told_in_the_same_words(visitor: Client) -> None:
    assert JOINING in visitor.get("/nettverk/bli-med/AAAAAAAAAAAAAAAA/", follow=True).content.decode()


def test_starting_a_network_tells_who_has_no_account_whom_to_ask(visitor: Client) -> None:
    page = visitor.get("/nettverk/nytt/", follow=True).content.decode()

    assert FOUNDING in page
    assert JOINING not in page


@pytest.mark.parametrize(
    "address", ["", "/hjem/", "//evil.example/nettverk/nytt/", "/finnes-ikke/", "/nettverk/bli-med/"]
)
def test_any_other_errand_is_told_neither(visitor: Client, address: str) -> None:
    page = visitor.get("/konto/logg-inn/", {"next": address}).content.decode()

    assert [sentence for sentence in (JOINING, FOUNDING) if sentence in page] == []


def test_the_link_says_for_whom_it_works_and_that_a_new_one_kills_it(coordinator: Client) -> None:
    page = coordinator.get(f"{HOME}foresporsler/").content.decode()

    assert "It works only for those who already have an account" in page
    assert "The old link stops working." in page


def test_without_a_link_there_is_none_to_kill(coordinator: Client) -> None:
    page = coordinator.post(f"{HOME}foresporsler/lenke/steng/", follow=True).content.decode()

    assert "The old link stops working." not in page


def test_an_answer_says_what_the_letter_will_and_will_not_say(coordinator: Client, asked: JoinRequest) -> None:
    page = coordinator.get(f"{HOME}foresporsler/{asked.pk}/").content.decode()

    assert f"{asked.user.name} gets an e-mail saying that you have answered, not what." in page


def test_each_role_that_can_be_given_is_explained(coordinator: Client, signed_in: SignedIn, asked: JoinRequest) -> None:
    deputy = signed_in("deputy")
    deputy.cookies["language"] = "en"

    for client, leads in ((coordinator, True), (deputy, False)):
        for page in ("medlemmer/inviter/", f"foresporsler/{asked.pk}/"):
            told = client.get(HOME + page).content.decode()
            assert "sees the charter, not the names" in told
            assert ("leads the network" in told) is leads


def test_inviting_points_to_where_an_organisation_is_added(coordinator: Client) -> None:
    page = coordinator.get(f"{HOME}medlemmer/inviter/").content.decode()

    assert '<a href="/nettverk/fjordby/virksomheter/ny/">Add the organisation</a>' in page
    assert "The e-mail does not say whom it is from." in page
