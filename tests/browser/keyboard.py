"""Hands that never touch the mouse: to what is called so with Tab, with the focus in sight all the way."""

import re

from playwright.sync_api import Page, expect

from tests.browser.focus import HERE, UNSEEN

FAR = 80  # more tab stops than any page on the way has


def tab_to(page: Page, name: str) -> None:
    for _ in range(FAR):
        page.keyboard.press("Tab")
        unseen = page.evaluate(UNSEEN)
        assert unseen == "", f"The focus is not seen on {page.url}: {unseen}"
        if page.evaluate(HERE, name):
            return
    raise AssertionError(f"«{name}» was not reached by keyboard on {page.url}.")


def press(page: Page, name: str, key: str = "Enter") -> None:
    tab_to(page, name)
    page.keyboard.press(key)


def follow(page: Page, name: str, to: str) -> None:
    """To a page whose address ends so, as a pattern."""
    press(page, name)
    page.wait_for_url(re.compile(f"{to}(#.*)?$"))


def write(page: Page, name: str, text: str) -> None:
    """In place of what the field holds."""
    tab_to(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def skip_to_content(page: Page) -> None:
    press(page, "Skip to the content")
    expect(page.locator("main")).to_be_focused()
