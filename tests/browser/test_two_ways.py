"""The same talk by other ways: without script, on a phone, with the keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.talkers import A_IS, BEGUN, NETWORK, ROOM, TITLE, A, Talk, Talker, Two, drawing

pytestmark = pytest.mark.browser
PHONE = 360
MUCH = "\n\n".join(f"Dette er linje {number}." for number in range(20))  # more than a window shows
WIDELY = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONG = "Fylkesmannsembetsstipendiatorganisasjonsstrukturendringsprosjektet"  # no place to break it
# The latest message stands whole between the top of the page and the field.
IN_SIGHT = """() => {
  const last = [...document.querySelectorAll('[data-portal-log] .msg')].at(-1).getBoundingClientRect();
  return last.top >= 60 && last.bottom <= document.querySelector('[data-portal-say]').getBoundingClientRect().top;
}"""
HEIGHT = "field => field.getBoundingClientRect().top"


@pytest.fixture
def own(two: Two) -> Talker:
    """A at her window, with nobody else there."""
    return two.meet(both=False).a


@pytest.fixture
def phones(two: Two) -> Talk:
    return two.meet(width=PHONE)


@pytest.fixture
def plain(two: Two) -> Iterator[Talker]:
    """In a topic without script."""
    reader = two.beside(A, java_script_enabled=False)
    reader.page.goto(two.topic())
    yield reader
    two.part()


def test_without_script_one_writes(plain: Talker) -> None:
    plain.send("Uten skript.")

    expect(plain.message("Uten skript.")).to_be_visible()


def test_without_script_one_gives_a_sign(plain: Talker) -> None:
    plain.more(BEGUN).get_by_role("button", name="Agree").click()

    expect(plain.message(BEGUN).locator(".sign")).to_have_text("Agree 1")


def test_without_script_one_changes_it(plain: Talker) -> None:
    plain.change(BEGUN, to="Hva gjør vi nå?")

    expect(plain.texts).to_have_text(["Hva gjør vi nå?"])


def test_without_script_nothing_is_offered_that_needs_it(plain: Talker) -> None:
    expect(plain.message(BEGUN).get_by_role("button", name="Answer")).to_be_hidden()
    expect(plain.page.locator("[data-portal-pick]")).to_be_hidden()


def test_on_a_phone_nothing_scrolls_sideways(phones: Talk) -> None:
    phones.a.page.set_input_files("#attached", {"name": f"{LONG}.png", "mimeType": "image/png", "buffer": drawing()})
    phones.a.say(f"Hva med {LONG}?")
    picture = phones.b.message(LONG).locator("img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)  # noqa: FBT003 the value it is to have

    assert phones.b.page.evaluate(WIDELY) == 0


def test_on_a_phone_one_writes_from_above_the_tabs(phones: Talk) -> None:
    phones.a.send("Fra telefonen.")

    expect(phones.b.message("Fra telefonen.")).to_be_visible()


def test_on_a_phone_the_latest_is_seen_when_one_comes(phones: Talk) -> None:
    phones.a.say(MUCH)
    phones.a.say("Og så dette.")

    phones.b.enter(phones.address)

    assert phones.b.page.wait_for_function(IN_SIGHT).json_value() is True


def test_on_a_phone_the_latest_is_seen_when_it_comes(phones: Talk) -> None:
    phones.a.say("Først dette\n\nmed mer\n\nog mer\n\nog enda mer.")
    phones.b.page.wait_for_function(IN_SIGHT)

    phones.a.say("Og så dette\n\nmed mer.")

    expect(phones.b.texts).to_have_count(3)
    phones.b.page.wait_for_function(IN_SIGHT)


def test_whoever_reads_further_up_is_left_in_peace(phones: Talk) -> None:
    phones.a.say(MUCH)
    phones.a.say("Og så dette.")
    expect(phones.b.texts).to_have_count(3)
    phones.b.page.evaluate("scrollTo(0, 100)")

    phones.a.say("En til.")
    expect(phones.b.texts).to_have_count(4)

    assert phones.b.page.evaluate("scrollY") == 100


def test_the_field_one_writes_in_stays_where_it_is(talk: Talk) -> None:
    talk.a.say(MUCH)
    expect(talk.b.texts).to_have_count(2)
    talk.b.field.click()
    before = talk.b.field.evaluate(HEIGHT)

    talk.a.say("En til.")
    expect(talk.b.texts).to_have_count(3)

    assert talk.b.field.evaluate(HEIGHT) == pytest.approx(before, abs=1)


def test_keyboard_leads_from_the_network_to_the_topic(own: Talker) -> None:
    own.page.goto(f"/nettverk/{NETWORK}/")

    for name in ("Talk", ROOM, TITLE):
        own.tab_to(name)
        own.page.keyboard.press("Enter")
        expect(own.page.get_by_role("heading", level=1)).to_have_text(name)


def test_keyboard_writes_and_goes_on_writing(own: Talker) -> None:
    own.tab_to(f"Write in {TITLE}")
    own.write("Med tastene.")

    expect(own.message("Med tastene.")).to_be_visible()
    expect(own.field).to_be_focused()


def at_the_latest(talker: Talker, text: str, name: str) -> None:
    """From the empty field up to the latest message, and to what can be done with it."""
    talker.field.focus()
    talker.press("ArrowUp")
    expect(talker.message(text)).to_be_focused()
    talker.tab_to(name)


def test_keyboard_gives_a_sign_and_keeps_its_place(own: Talker) -> None:
    at_the_latest(own, BEGUN, "More")
    own.press("Enter")
    own.tab_to("Agree")
    own.page.keyboard.press("Enter")

    expect(own.message(BEGUN).locator(".sign")).to_have_text("Agree 1")
    expect(own.message(BEGUN).locator("summary")).to_be_focused()
    own.sees_the_focus()


def test_keyboard_takes_a_sign_back_and_keeps_its_place(own: Talker) -> None:
    own.more(BEGUN).get_by_role("button", name="Agree").click()
    sign = own.message(BEGUN).locator(".sign")
    expect(sign).to_be_visible()
    at_the_latest(own, BEGUN, "Agree")

    own.page.keyboard.press("Enter")

    expect(sign).to_have_count(0)
    expect(own.message(BEGUN)).to_be_focused()
    own.sees_the_focus()


def test_keyboard_changes_the_latest_and_comes_back_to_it(own: Talker) -> None:
    at_the_latest(own, BEGUN, "More")
    own.press("Enter")
    own.tab_to("Change")
    own.page.keyboard.press("Enter")
    expect(own.page.locator("#id_body")).to_be_visible()
    own.tab_to("What you say")
    own.page.keyboard.press("Control+A")
    own.page.keyboard.type("Hva gjør vi nå?")
    own.tab_to("Save")
    own.page.keyboard.press("Enter")

    expect(own.message("Hva gjør vi nå?")).to_be_focused()


def test_keyboard_answers_what_was_said(own: Talker) -> None:
    at_the_latest(own, BEGUN, "Answer")
    own.press("Enter")
    expect(own.field).to_be_focused()
    own.write("Vi venter.")

    quoted = own.message("Vi venter.").locator(".quoted")
    expect(quoted).to_contain_text(f"{A_IS} {BEGUN}")


def test_keyboard_deletes_and_keeps_its_place(own: Talker) -> None:
    at_the_latest(own, BEGUN, "More")
    own.press("Enter")
    own.tab_to("Delete")
    own.page.keyboard.press("Enter")

    deleted = own.page.locator(".msg[data-state=deleted]")
    expect(deleted).to_be_focused()


@pytest.fixture
def elsewhere(two: Two) -> Iterator[Talker]:
    """A in a window whose session is her own to lose."""
    window = two.beside(A)
    window.enter(two.topic())
    yield window
    two.part()


def test_who_is_signed_out_while_writing_is_told_so_and_loses_nothing(elsewhere: Talker) -> None:
    elsewhere.field.fill("Dette er viktig.")
    elsewhere.page.context.clear_cookies()

    elsewhere.page.get_by_role("button", name="Send").click()

    expect(elsewhere.told).to_contain_text("You are signed out")
    expect(elsewhere.field).to_have_value("Dette er viktig.")


def test_who_signed_in_anew_in_another_window_sends_as_before(elsewhere: Talker) -> None:
    context = elsewhere.page.context
    [held] = [cookie for cookie in context.cookies() if "csrf" in cookie.get("name", "")]
    anew = "a" * len(held.get("value", ""))
    context.add_cookies([{"name": held.get("name", ""), "value": anew, "url": elsewhere.page.url}])

    elsewhere.say("Sendt med den nye.")

    expect(elsewhere.message("Sendt med den nye.")).to_be_visible()


def test_one_file_of_several_is_taken_away(own: Talker) -> None:
    for name in ("en", "to"):
        own.page.set_input_files(
            "#attached", {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": name.encode()}
        )

    own.page.locator("[data-portal-chosen] li", has_text="en.txt").get_by_role("button").click()
    own.send("Med fil.")

    expect(own.message("Med fil.").locator("[data-fill=files] b")).to_have_text(["to.txt"])


def test_what_gives_somebody_away_is_said_where_a_topic_begins(own: Talker) -> None:
    own.page.goto(own.page.url.rsplit("/", 2)[0] + "/")
    own.page.locator("#id_body").fill("Ola Nordmann Hansen, tlf 91 23 45 67")

    expect(own.page.locator("[data-portal-checks] .hit")).not_to_have_count(0)
