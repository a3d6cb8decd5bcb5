"""Where a routine begins to be followed, what is asked next comes by itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.talkers import A, Two

pytestmark = pytest.mark.browser
START = "/nettverk/skogdal-og-elvestad/rutiner/folg/"
ROUTINE = "Fra uro til plan i fire steg"
NEXT = "Who answers for what?"


@pytest.fixture
def page(two: Two) -> Iterator[Page]:
    """In a window with cookies of its own."""
    window = two.beside(A).page
    window.goto(START)
    yield window
    two.part()


def choose_routine(page: Page) -> None:
    page.get_by_label("Which routine?").select_option(label=ROUTINE)


def choose_topic(page: Page) -> None:
    topic = page.get_by_label("In which topic?")
    topic.focus()
    topic.select_option(index=1)


def test_what_is_asked_next_comes_once_both_are_chosen(page: Page) -> None:
    choose_routine(page)
    choose_topic(page)

    expect(page.get_by_role("heading", name=NEXT)).to_be_visible()
    expect(page.get_by_label("In which topic?")).to_be_focused()


def test_nobody_is_told_off_for_what_she_has_not_come_to(page: Page) -> None:
    choose_routine(page)
    choose_topic(page)
    expect(page.get_by_role("heading", name=NEXT)).to_be_visible()
    page.get_by_label("In which topic?").select_option(index=0)
    choose_routine(page)

    expect(page.locator("[role=alert]")).to_have_count(0)


def test_who_has_been_signed_out_signs_in_and_goes_on(page: Page) -> None:
    choose_routine(page)
    page.context.clear_cookies()
    choose_topic(page)

    page.wait_for_url("**/konto/logg-inn/**")
    assert "folg" in page.url
