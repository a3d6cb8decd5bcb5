"""A real Chromium against the real application."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import database
from tests.browser.app import serve, settings
from tests.browser.talkers import Talk, Two
from tests.browser.windows import House, laid_out, listen
from tests.conftest import SERVER

Opened = Callable[..., Page]


@pytest.fixture(scope="package")
def house(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    log = tmp_path_factory.mktemp("app") / "log"
    place = Path(SERVER.socket)
    with (
        database.clone(SERVER, os.environ["PORTAL_TEST_TEMPLATE"], f"browser_{worker}") as name,
        serve(name, place, log) as address,
    ):
        yield House(chromium, address, laid_out(name, place, address), settings(name, place, address))


@pytest.fixture
def complaints() -> list[str]:
    """What the windows of this test said on their consoles: errors, warnings, breaches of the content policy."""
    return []


@pytest.fixture
def opened(house: House, complaints: list[str]) -> Iterator[Opened]:
    """opened(persona, width=…, scheme=…, language=…): a page in a window of her own."""
    contexts: list[BrowserContext] = []

    def open_window(
        persona: str = "", *, width: int = 1280, scheme: str = "light", script: bool = True, language: str = ""
    ) -> Page:
        context = house.context(
            persona,
            language=language,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        listen(page, complaints)
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def two(house: House) -> Iterator[Two]:
    met = Two(house)
    yield met
    met.leave()


@pytest.fixture
def talk(two: Two) -> Talk:
    return two.meet()
