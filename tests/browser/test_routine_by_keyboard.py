"""From a card of the library to one in force, followed by two and finished: with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import follow, press, skip_to_content, tab_to, write
from tests.browser.talkers import B_IS, Two

pytestmark = pytest.mark.browser
ROUTINES = "/nettverk/skogdal-og-elvestad/rutiner/"
CARD = "Tiltakskort: hatytring eller tagging"
SECOND = "Ta bilde av det som står der"
LEARNT = "Kortet bør si hvem som tar bildet."
OURS = "Ring koordinatoren samme dag."
DRAFT = f"{ROUTINES}[0-9]+/utkast/"
STEP = f"{DRAFT}steg/[a-z0-9-]+/"
RUN = f"{ROUTINES}i-gang/[0-9]+/"


def adopt(page: Page) -> None:
    page.goto(ROUTINES)
    follow(page, "Adopt a routine", f"{ROUTINES}ny/")
    follow(page, f"Adopt in bokmål {CARD}", DRAFT)


def adapt(page: Page) -> None:
    follow(page, "Reword", STEP)
    skip_to_content(page)
    write(page, "What is done", OURS)
    follow(page, "Save", DRAFT)
    follow(page, f"Put aside {SECOND}", f"{STEP}til-side/")
    skip_to_content(page)
    write(page, "Why is the step put aside here?", "Hos oss gjør skolen dette.")
    follow(page, "Put the step aside", DRAFT)


def choose(page: Page, name: str) -> None:
    """In a list, by its first letters."""
    tab_to(page, "Who reads it before it is in force?")
    page.keyboard.type(name)
    expect(page.locator("select option:checked")).to_contain_text(name)


def unfold(page: Page) -> None:
    """What the second reader will see, before it is sent."""
    skip_to_content(page)
    press(page, "Changed from the library's wording")
    expect(page.locator("#endret ins").first).to_be_visible()


def send(page: Page) -> str:
    unfold(page)
    follow(page, "Send to a second reader", f"{DRAFT}send/")
    skip_to_content(page)
    choose(page, B_IS)
    write(page, "What is new?", "Tilpasset hos oss.")
    follow(page, "Send", DRAFT)
    return page.url


def read(page: Page, draft: str) -> None:
    page.goto(draft)
    skip_to_content(page)
    follow(page, "Put it in force", f"{ROUTINES}[0-9]+/")
    expect(page.locator("main")).to_contain_text(OURS)


def begin(page: Page, topic: str) -> None:
    page.goto(f"{ROUTINES}folg/?emne={topic}")
    skip_to_content(page)
    press(page, "Which routine?", "T")
    expect(page.get_by_label("Which routine?").locator("option:checked")).to_have_text(CARD)
    press(page, "This is an exercise", "Space")  # what is asked next has come by itself, after what was chosen
    follow(page, "Begin", RUN)


def finish(page: Page) -> None:
    """Each step in turn, the focus moving on by itself; then what came of it."""
    for _ in range(page.locator("ol.path > li").count()):
        if not page.locator("li.here").count():
            break
        here = str(page.locator("li.here").get_attribute("id"))
        press(page, "Mark the step as done")
        expect(page.locator(f"li.done#{here}")).to_be_visible()
    follow(page, "Finish", f"{RUN}avslutt/")
    skip_to_content(page)
    write(page, "What came of it?", "Alle visste hva de skulle.")
    write(page, "What did you learn of the routine?", LEARNT)
    follow(page, "Finish", RUN)


def test_a_card_is_adopted_adapted_read_followed_and_finished(two: Two) -> None:
    topic = two.topic().rstrip("/").rsplit("/", 1)[-1]
    coordinator, reader = two.a.page, two.b.page

    adopt(coordinator)
    adapt(coordinator)
    draft = send(coordinator)
    read(reader, draft)
    begin(coordinator, topic)
    finish(coordinator)

    expect(coordinator.locator("main")).to_contain_text("Alle visste hva de skulle.")
    coordinator.goto(draft.partition("utkast/")[0])
    expect(coordinator.locator("main")).to_contain_text(LEARNT)
