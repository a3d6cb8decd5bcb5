"""Each role's way through the portal with the keyboard alone, and the focus in sight at every stop."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opened
from tests.browser.keyboard import follow, skip_to_content, tab_to
from tests.browser.windows import House

pytestmark = pytest.mark.browser


def test_coordinator_signs_in_and_reaches_the_invitation(opened: Opened) -> None:
    page = opened()
    page.goto("/konto/logg-inn/")

    follow(page, "Kari Lunde", "/hjem/")
    follow(page, "Fjordby", "/nettverk/fjordby/")
    follow(page, "Invite somebody", "/medlemmer/inviter/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_coordinator_sends_an_invitation(opened: Opened) -> None:
    page = opened("coordinator")
    page.goto("/nettverk/fjordby/medlemmer/inviter/")

    skip_to_content(page)
    for field, typed in (("E-mail", "tone.vik@fjordby.example"), ("Organisation", "Fjordby s"), ("Function", "Lærer")):
        tab_to(page, field)
        page.keyboard.type(typed)
    follow(page, "Send the invitation", "/invitasjoner/")

    expect(page.locator("main")).to_contain_text("tone.vik@fjordby.example")
    expect(page.locator("main")).to_contain_text("Fjordby skole")


def test_the_invited_accepts(opened: Opened, house: House) -> None:
    page = opened("operator")
    page.goto(f"/nettverk/invitasjon/{house.scene['words']['letter_by_keyboard']}/")

    skip_to_content(page)
    follow(page, "Accept", "/nettverk/skogdal-og-elvestad/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_member_reads_who_is_in_the_network(opened: Opened) -> None:
    page = opened("member")
    page.goto("/hjem/")

    follow(page, "Fjordby", "/nettverk/fjordby/")
    follow(page, "Members", "/medlemmer/")
    skip_to_content(page)
    follow(page, "Kari Lunde", "/medlemmer/[0-9]+/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Kari Lunde")


def test_supervisor_opens_the_network_that_let_her_in(opened: Opened) -> None:
    page = opened("supervisor")
    page.goto("/hjem/")

    follow(page, "Fjordby", "/nettverk/fjordby/")
    follow(page, "Guests", "/gjester/")

    expect(page.locator("main")).to_contain_text("Thea Dahl")


def test_coordinator_confirms_who_is_due(opened: Opened) -> None:
    page = opened("coordinator")
    page.goto("/nettverk/fjordby/medlemmer/")

    skip_to_content(page)
    tab_to(page, "Choose Mona Vik")
    page.keyboard.press("Space")
    tab_to(page, "Confirm the chosen")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("1 person is confirmed")


def test_urgent_numbers_are_two_stops_away(opened: Opened) -> None:
    page = opened(width=360)
    page.goto("/")

    tab_to(page, "Urgent?")
    page.keyboard.press("Space")
    tab_to(page, "Danger to life")

    expect(page.locator(".acute a[href='tel:112']")).to_be_visible()


@pytest.mark.parametrize("path", ["/nettverk/fjordby/medlemmer/inviter/", "/nettverk/nytt/"])
def test_a_refused_form_says_so_first(opened: Opened, path: str) -> None:
    page = opened("coordinator")
    page.goto(path)
    page.locator("main form").evaluate("form => { form.noValidate = true; }")

    page.locator("main form button").click()

    expect(page.locator("[data-portal-errors]")).to_be_focused()


def test_each_error_leads_to_its_field(opened: Opened) -> None:
    page = opened("coordinator")
    page.goto("/nettverk/fjordby/medlemmer/inviter/")
    page.locator("main form").evaluate("form => { form.noValidate = true; }")
    page.locator("main form button").click()

    tab_to(page, "E-mail at work")
    page.keyboard.press("Enter")

    expect(page.locator("#id_email")).to_be_focused()
