"""Two people follow a routine, each in a browser of her own: what one does, the other sees, and nobody loses a word."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.focus import HERE, UNSEEN
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
    focused(a, "det-neste")
    assert a.evaluate(UNSEEN) == ""


def test_it_is_done_without_script(two: Two, address: str) -> None:
    page = two.beside(B, java_script_enabled=False).page
    page.goto(address)
    here(page).get_by_role("button", name="Mark the step as done").click()
    expect(page.locator("li.here h2")).to_have_text(SECOND)
    here(page).get_by_role("checkbox").first.check()
    here(page).get_by_role("button", name="Keep what is ticked").click()
    expect(here(page).get_by_role("checkbox").first).to_be_checked()
    two.part()


# Where one is after an act, and while others act


def key_of(step: Locator) -> str:
    return step.get_attribute("id") or ""


def focused(page: Page, name: str) -> None:
    """The focus comes there, and it can be seen."""
    expect(page.locator(f"[id='{name}']")).to_be_focused()
    expect(page.locator(f"[id='{name}']")).to_be_in_viewport(ratio=1)


def top_of(page: Page, name: str) -> float:
    return float(page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", name))


def test_after_a_step_is_done_the_next_has_the_focus_and_is_in_view(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    a.set_viewport_size({"width": 360, "height": 640})

    do_first(a)

    expect(a.locator("li.here h2")).to_have_text(SECOND)
    focused(a, "det-neste")
    assert top_of(a, "det-neste") < 320


def test_after_a_step_is_skipped_the_next_has_the_focus(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    here(a).get_by_text("Skip it").click()
    here(a).get_by_label("Why is it skipped?").fill("Gjort i fjor")
    here(a).get_by_role("button", name="Skip the step").click()

    expect(a.locator("li.here h2")).to_have_text(SECOND)
    focused(a, "det-neste")


def test_a_step_done_before_its_time_keeps_one_there(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    step = opened(a)
    key = key_of(step)
    step.get_by_role("button", name=re.compile("done|Sign")).click()

    expect(a.locator(f"[id='{key}'].done h2, [id='{key}'] .ds-tag")).to_be_in_viewport()
    expect(a.locator(f"[id='{key}'] :focus")).to_have_count(1)


def test_a_tick_keeps_the_focus_and_moves_nothing(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    do_first(a)
    focused(a, "det-neste")
    box = here(a).get_by_role("checkbox").first
    box.focus()
    name = key_of(box)
    before = top_of(a, name)
    with a.expect_response(lambda answer: "kryss" not in answer.url and answer.request.method == "GET"):
        a.keyboard.press("Space")

    expect(here(a).locator("[name=seen]")).to_have_value("0")
    focused(a, name)
    assert abs(top_of(a, name) - before) < 2


def test_a_note_is_told_in_view_and_moves_nothing(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    a.set_viewport_size({"width": 360, "height": 800})
    here(a).get_by_text("Note what you learnt").click()
    here(a).get_by_label("What should this step have said?").fill("Hvem som ringer")
    button = here(a).get_by_role("button", name="Keep the note")
    fold = key_of(a.locator("li.here summary").last)
    a.evaluate("id => document.getElementById(id).scrollIntoView()", fold)
    before = top_of(a, fold)
    button.press("Enter")

    told = a.locator(".near").get_by_text("Noted for those who write the routine.")
    expect(told).to_be_in_viewport(ratio=1)
    expect(a.locator("[data-portal-said]")).to_have_text("Noted for those who write the routine.")
    focused(a, fold)
    assert abs(top_of(a, fold) - before) < 2


def test_a_reason_that_is_missing_is_asked_for_where_it_is_written(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    here(a).get_by_text("Skip it").click()
    button = here(a).get_by_role("button", name="Skip the step")
    before = button.bounding_box()
    button.click()

    field = here(a).get_by_label("Why is it skipped?")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport(ratio=1)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(here(a).locator("details[open]").get_by_text("This field is required.")).to_be_in_viewport(ratio=1)
    assert before


def test_a_question_not_answered_is_asked_again_where_it_stands(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    while not here(a).get_by_role("radio").count():
        number = here(a).locator(".eyebrow").inner_text()
        do_first(a)
        expect(here(a).locator(".eyebrow")).not_to_have_text(number)

    do_first(a)

    expect(here(a).get_by_role("radio").first).to_be_focused()
    expect(here(a).get_by_role("group").get_by_text("Yes")).to_be_in_viewport(ratio=1)
    expect(here(a).get_by_text("This field is required.")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [360, 1280])
def test_what_others_do_moves_nothing_for_who_reads(pages: tuple[Page, Page], width: int) -> None:
    a, b = pages
    b.set_viewport_size({"width": width, "height": 640})
    key = key_of(opened(b))
    b.evaluate("id => document.getElementById(id).scrollIntoView()", key)
    before = top_of(b, key)

    do_first(a)

    expect(b.locator("li.here h2")).to_have_text(SECOND)
    assert b.evaluate("() => document.activeElement === document.body")
    assert abs(top_of(b, key) - before) < 2


def test_that_something_has_happened_is_told_in_view(pages: tuple[Page, Page]) -> None:
    a, b = pages
    b.set_viewport_size({"width": 360, "height": 640})
    step = opened(b)
    step.get_by_text("Note what you learnt").click()
    note = step.get_by_label("What should this step have said?")
    note.fill("Hvem som ringer")
    before = top_of(b, key_of(note))

    do_first(a)

    news = b.get_by_role("button", name="Something has happened")
    expect(news).to_be_in_viewport(ratio=1)
    expect(b.locator("[data-portal-said]")).to_contain_text("Something has happened")
    expect(note).to_be_focused()
    assert abs(top_of(b, key_of(note)) - before) < 2


def test_what_is_refused_is_told_at_its_field_too(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    here(a).locator("summary").get_by_text("Deadline").click()
    field = here(a).get_by_label("Deadline, set by you")
    field.fill("2020-01-01")
    here(a).locator("details[open]").get_by_role("button", name="Keep").click()

    expect(field).to_be_focused()
    expect(here(a).locator("details[open]").get_by_text("Choose a day from today on")).to_be_in_viewport(ratio=1)


def test_after_the_last_step_one_is_led_to_its_end(pages: tuple[Page, Page]) -> None:
    a, _b = pages
    a.set_viewport_size({"width": 360, "height": 640})
    while a.locator("li.here").count():
        now = key_of(here(a))
        if here(a).get_by_role("radio").count():
            here(a).get_by_label("No", exact=True).check()
        do_first(a)
        expect(a.locator(f"li.done[id='{now}']")).to_be_attached()

    expect(a.get_by_role("heading", name="Nothing is left to do")).to_be_focused()
    focused(a, "det-neste")


def test_who_comes_late_to_a_step_is_led_to_why_it_could_not_be_done(pages: tuple[Page, Page]) -> None:
    a, b = pages
    here(b).get_by_text("Skip it").click()
    here(b).get_by_label("Why is it skipped?").fill("Ble ikke noe av")
    do_first(a)
    expect(b.get_by_role("button", name="Something has happened")).to_be_visible()

    here(b).get_by_role("button", name="Skip the step").click()

    told = b.locator("li.done").get_by_role("alert")
    expect(told).to_contain_text("Somebody has ended this step meanwhile")
    expect(told).to_be_focused()
    expect(told).to_be_in_viewport(ratio=1)
    expect(b.locator("li.done")).to_contain_text("Ble ikke noe av")
