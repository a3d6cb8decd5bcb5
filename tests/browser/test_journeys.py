"""What only a browser can show: no script, and what the script adds."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opened

pytestmark = pytest.mark.browser


def test_network_is_founded_without_script(opened: Opened) -> None:
    page = opened("stranger", script=False)
    page.goto("/hjem/")

    page.get_by_role("link", name="Start a network").first.click()
    answers = {
        "name": "Lillevik",
        "municipalities": "Utsira",
        "organisation": "Lillevik kommune",
        "function": "Rådgiver",
    }
    for name, answer in answers.items():
        page.locator(f"[name={name}]").fill(answer)
    page.locator("[name=preset]").first.check()
    page.locator("main form button").click()

    expect(page).to_have_url(re.compile("/nettverk/lillevik/$"))
    expect(page.locator(".rail")).to_contain_text("Lillevik")


def test_acute_exit_opens_without_script(opened: Opened) -> None:
    page = opened(width=360, script=False)
    page.goto("/")

    page.locator(".acute summary").click()

    expect(page.locator(".acute a[href='tel:112']")).to_be_visible()


def test_acute_exit_closes_on_escape_and_gives_the_focus_back(opened: Opened) -> None:
    page = opened()
    page.goto("/")
    page.locator(".acute summary").click()
    page.keyboard.press("Tab")

    page.keyboard.press("Escape")

    expect(page.locator(".acute a[href='tel:112']")).to_be_hidden()
    expect(page.locator(".acute summary")).to_be_focused()


def test_acute_exit_closes_on_a_click_elsewhere(opened: Opened) -> None:
    page = opened()
    page.goto("/")
    page.locator(".acute summary").click()

    page.get_by_role("heading", level=1).click()

    expect(page.locator(".acute a[href='tel:112']")).to_be_hidden()


def test_more_tab_holds_what_the_tabs_do_not(opened: Opened) -> None:
    page = opened("coordinator", width=360)
    page.goto("/nettverk/fjordby/")

    page.locator(".tabs .more summary").click()

    expect(page.locator(".tabs .more a[href='/nettverk/']")).to_be_visible()


def test_page_prints_without_its_frame(opened: Opened) -> None:
    page = opened("coordinator")
    page.goto("/nettverk/fjordby/")

    page.emulate_media(media="print")

    for frame in (".topbar", ".rail", ".tabs"):
        expect(page.locator(frame)).to_be_hidden()
