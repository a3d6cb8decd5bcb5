"""Two people follow a routine, each in a browser of her own: what one does, the other sees, and nobody loses a word."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.focus import HERE
from tests.browser.talkers import A_IS, B, Two

pytestmark = pytest.mark.browser
ROUTINE = "Fra uro til plan i fire steg"
NETWORK = "/nettverk/skogdal-og-elvestad"
FIRST, SECOND = "Vurder hva uroen bygger på", "Drøft uten navn, og bestem veien videre"
FAR = 60  # more tab stops than the way to the step that is next


@pytest.fixture
def address(two: Two) -> str:
    """Begun by A in a topic that both are in; as it is reached."""
    topic = two.topic().rstrip("/").rsplit("/", 1)[-1]
    page = two.a.page
    page.goto(f"{NETWORK}/rutiner/folg/?emne={topic}")
    page.get_by_label("Which routine?").select_option(label=ROUTINE)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("li.here h2")).to_have_text(FIRST)
    return page.url


@pytest.fixture
def pages(two: Two, address: str) -> tuple[Page, Page]:
    """Open before both, and live."""
    a, b = two.a.page, two.b.page
    b.goto(address)
    for page in (a, b):
        expect(page.locator("[data-portal-state]")).to_have_attribute("data-state", "live")
    return a, b


def here(page: Page) -> Locator:
    return page.locator("li.here")


def opened(page: Page) -> Locator:
    """The last step, shown in full and live again."""
    page.locator("li.ahead").last.get_by_text("Open the step").click()
    expect(page.locator("[data-portal-state]")).to_have_attribute("data-state", "live")
    return page.locator("li.ahead").last


def do_first(page: Page) -> None:
    here(page).get_by_role("button", name="Mark the step as done").click()


def test_what_one_does_the_other_sees_without_reloading(pages: tuple[Page, Page]) -> None:
    a, b = pages

    do_first(a)

    expect(a.locator("li.here h2")).to_have_text(SECOND)
    expect(b.locator("li.here h2")).to_have_text(SECOND)
    expect(b.locator("li.done").first).to_contain_text(A_IS)


def test_a_tick_is_kept_and_seen_by_the_other(pages: tuple[Page, Page]) -> None:
    a, b = pages
    do_first(a)
    expect(b.locator("li.here h2")).to_have_text(SECOND)

    here(b).get_by_role("checkbox").first.check()

    expect(here(a).get_by_role("checkbox").first).to_be_checked()
    a.reload()
    expect(here(a).get_by_role("checkbox").first).to_be_checked()


def test_whoever_writes_is_told_and_loses_nothing(pages: tuple[Page, Page]) -> None:
    a, b = pages
    step = opened(b)
    step.get_by_text("Note what you learnt").click()
    step.get_by_label("What should this step have said?").fill("Hvem som ringer")

    do_first(a)

    news = b.get_by_role("button", name="Something has happened")
    expect(news).to_be_visible()
    expect(b.locator("li.here h2")).to_have_text(FIRST)
    news.click()
    expect(b.locator("li.here h2")).to_have_text(SECOND)
    kept = b.get_by_label("What should this step have said?").last
    expect(kept).to_be_visible()
    expect(kept).to_have_value("Hvem som ringer")


def test_what_is_sent_elsewhere_on_the_page_keeps_what_was_begun(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    step = opened(a)
    step.get_by_text("Skip it").click()
    step.get_by_label("Why is it skipped?").fill("Ikke nå")

    do_first(a)

    expect(a.locator("li.here h2")).to_have_text(SECOND)
    expect(a.get_by_label("Why is it skipped?").last).to_have_value("Ikke nå")


@pytest.mark.parametrize(
    ("opens", "field"),
    [("Note what you learnt", "What should this step have said?"), ("Skip it", "Why is it skipped?")],
)
def test_what_was_begun_at_a_step_that_closes_is_in_its_note(pages: tuple[Page, Page], opens: str, field: str) -> None:
    a, b = pages
    here(b).get_by_text(opens).click()
    here(b).get_by_label(field).fill("Ring først")

    do_first(a)
    b.get_by_role("button", name="Something has happened").click()

    expect(b.locator("li.here h2")).to_have_text(SECOND)
    kept = b.locator("li.done").get_by_label("What should this step have said?")
    expect(kept).to_be_visible()
    expect(kept).to_have_value("Ring først")


def test_signed_out_the_page_and_what_was_begun_stay(two: Two, address: str) -> None:
    window = two.beside(B)
    window.enter(address)
    here(window.page).get_by_text("Note what you learnt").click()
    note = here(window.page).get_by_label("What should this step have said?")
    note.fill("Ring først")
    window.page.context.clear_cookies(name=two.house.scene["cookie"])

    here(window.page).get_by_role("button", name="Keep the note").click()

    expect(window.state).to_have_attribute("data-state", "gone")
    expect(note).to_have_value("Ring først")
    two.part()


def test_what_gives_somebody_away_is_shown_before_it_is_sent(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    do_first(a)
    expect(a.locator("li.here h2")).to_have_text(SECOND)
    here(a).get_by_text("Note what you learnt").click()

    here(a).get_by_label("What should this step have said?").fill("Ring 900 00 123 først")

    expect(here(a).get_by_role("listitem").filter(has_text="900 00 123")).to_be_visible()


def test_the_focus_stays_where_it_was(pages: tuple[Page, Page]) -> None:
    a, b = pages
    b.locator("li.ahead").last.get_by_text("Open the step").focus()

    do_first(a)

    expect(b.locator("li.here h2")).to_have_text(SECOND)
    assert b.evaluate(HERE, "Open the step")


def test_it_is_done_with_the_keyboard_alone(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    for _stop in range(FAR):
        a.keyboard.press("Tab")
        if a.evaluate(HERE, "Mark the step as done"):
            break
    a.keyboard.press("Space")

    expect(a.locator("li.here h2")).to_have_text(SECOND)


def test_it_is_done_without_script(two: Two, address: str) -> None:
    page = two.beside(B, java_script_enabled=False).page
    page.goto(address)
    here(page).get_by_role("button", name="Mark the step as done").click()
    expect(page.locator("li.here h2")).to_have_text(SECOND)
    here(page).get_by_role("checkbox").first.check()
    here(page).get_by_role("button", name="Keep what is ticked").click()
    expect(here(page).get_by_role("checkbox").first).to_be_checked()
    two.part()
