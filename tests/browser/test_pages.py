"""Every page, three widths, both colour schemes: usable by all, and quiet."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Window

from tests.browser.pages import PAGES, WIDTHS, Page
from tests.browser.windows import House

pytestmark = pytest.mark.browser
RUN = "options => axe.run(document, options)"
WIDELY = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DOUBLE = "document.documentElement.style.fontSize = '200%'"
TWO_COLUMNS = 1024  # pixels
REFUSAL = "Failed to load resource"  # the browser's own remark on a refusal we asked for
COLOUR = ["color-contrast", "link-in-text-block"]
# Widths move things about, the other scheme only changes colours.
LIGHTLY = {"resultTypes": ["violations"], "preload": False}  # nothing it would load beforehand is asked about
WHAT: dict[str, object] = {"light": LIGHTLY, "dark": LIGHTLY | {"runOnly": {"type": "rule", "values": COLOUR}}}
# What stands in a box too small for it: text that is not shown, with no way to see the rest, or that spills out.
CUT_OFF = """() => [...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e), clipped = ['hidden', 'clip'].includes(style.overflowX);
  if (e.matches('.panel, .split > *') && e.scrollWidth > e.clientWidth + 1) return true;
  return clipped && style.clipPath === 'none' && e.innerText && e.checkVisibility()
    && e.clientWidth > 1 && style.clip === 'auto' && e.scrollWidth > e.clientWidth + 1 && ![...e.children].some(c => c.matches('svg, .bg, .art'));
}).map(e => e.outerHTML.slice(0, 120))"""


@dataclass(frozen=True)
class Shown:
    """A page as it stands in its window, and what the console said while it came."""

    page: Page
    window: Window
    status: int
    said: tuple[str, ...]

    def at(self, width: int) -> Window:
        self.window.set_viewport_size({"width": width, "height": 800})
        return self.window


@pytest.fixture(scope="module", params=PAGES, ids=str)
def shown(house: House, request: pytest.FixtureRequest) -> Shown:
    """Fetched once for all questions, in the language of most readers: they only look."""
    window = house.window(request.param.persona, language="nb")
    answer = house.show(window, request.param)
    return Shown(request.param, window, answer.status, tuple(house.complaints))


def crowded(window: Window) -> list[str]:
    sideways = ["The page scrolls sideways."] if window.evaluate(WIDELY) > 0 else []
    return [*sideways, *window.evaluate(CUT_OFF)]


def violations(window: Window, scheme: str) -> Iterator[tuple[str, str]]:
    for violation in window.evaluate(RUN, WHAT[scheme])["violations"]:
        yield violation["id"], violation["nodes"][0]["html"]


def test_page_answers_quietly(shown: Shown) -> None:
    assert shown.status == shown.page.status
    assert [said for said in shown.said if shown.page.status == 200 or REFUSAL not in said] == []


def test_page_is_accessible(shown: Shown) -> None:
    shown.window.evaluate(Axe().axe_script)
    found = []
    for scheme, width in product(WHAT, WIDTHS):
        shown.window.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # the keys of WHAT
        found += [(width, scheme, *violation) for violation in violations(shown.at(width), scheme)]
    assert found == []


def test_words_have_room(shown: Shown) -> None:
    """From the narrowest phone over the width where two columns begin, and at twice the text size."""
    found = [(width, said) for width in (*WIDTHS, TWO_COLUMNS) for said in crowded(shown.at(width))]

    shown.at(640).evaluate(DOUBLE)

    assert found + crowded(shown.window) == []
