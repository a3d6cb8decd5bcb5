"""Every page, three widths, both colour schemes: usable by all, and quiet."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Window

from tests.browser.pages import PAGES, WIDTHS, Page, Scheme
from tests.browser.windows import House

pytestmark = pytest.mark.browser
RUN = "options => axe.run(document, options)"
DOUBLE = "document.documentElement.style.fontSize = '200%'"
TWO_COLUMNS = 1024  # pixels
REFUSAL = "Failed to load resource"  # the browser's own remark on a refusal we asked for
COLOUR = ["color-contrast", "link-in-text-block"]
MOVED = [*COLOUR, "target-size", "scrollable-region-focusable"]
# Nothing it would load beforehand is asked about. The size of what is touched (WCAG 2.5.8) it asks of only when told.
LIGHTLY = {"reporter": "no-passes", "preload": False, "rules": {"target-size": {"enabled": True}}}
NARROW, MIDDLE, WIDE = WIDTHS
# All is asked at both ends, where all that a page ever shows is shown. Between them things only move, and the other scheme
# only changes colours.
ASKED: list[tuple[Scheme, int, list[str]]] = [
    ("light", NARROW, []),
    ("light", MIDDLE, MOVED),
    ("light", WIDE, []),
    ("dark", WIDE, COLOUR),
    ("dark", NARROW, COLOUR),
]
# A page that scrolls sideways, and what stands in a box too small for it: text that is not shown, with no way to see the
# rest, or that spills out.
CROWDED = """() => [...document.querySelectorAll('html, body *')].filter(e => {
  if (e === document.documentElement) return e.scrollWidth > e.clientWidth;
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
    found: list[str] = window.evaluate(CROWDED)
    return found


def violations(window: Window, rules: list[str]) -> Iterator[tuple[str, str]]:
    """Of these rules, or of all."""
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    for violation in window.evaluate(RUN, LIGHTLY | only)["violations"]:
        yield violation["id"], violation["nodes"][0]["html"]


def test_page_answers_quietly(shown: Shown) -> None:
    assert shown.status == shown.page.status
    assert [said for said in shown.said if shown.page.status == 200 or REFUSAL not in said] == []


def test_page_is_accessible(shown: Shown) -> None:
    shown.window.evaluate(Axe().axe_script)
    found = []
    for scheme, width, rules in ASKED:
        shown.window.emulate_media(color_scheme=scheme)
        found += [(width, scheme, *violation) for violation in violations(shown.at(width), rules)]
    assert found == []


def test_words_have_room(shown: Shown) -> None:
    """From the narrowest phone over the width where two columns begin, and at twice the text size."""
    found = [(width, said) for width in (*WIDTHS, TWO_COLUMNS) for said in crowded(shown.at(width))]

    shown.at(640).evaluate(DOUBLE)

    assert found + crowded(shown.window) == []
