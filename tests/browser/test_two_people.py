"""Two people talk in a topic, each in a browser of her own: what one does, the other has at once, and calmly."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.talkers import A_IS, B_IS, BEGUN, B, Held, Talk, Talker, Two, drawing

pytestmark = pytest.mark.browser
QUIET_SOON = 6_000  # milliseconds after which nobody is said to be writing
NEXT_LOOK = 17_000  # milliseconds after which a browser without a socket has looked


@pytest.fixture
def begun(two: Two) -> Iterator[Talk]:
    """A is there; B comes in a window that the test opens."""
    yield two.meet(both=False)
    two.part()


def test_what_one_writes_the_other_has_without_reloading(talk: Talk) -> None:
    talk.a.say("Er du der?")

    expect(talk.b.message("Er du der?")).to_be_visible()


def test_the_answer_comes_back(talk: Talk) -> None:
    talk.a.say("Er du der?")
    expect(talk.b.message("Er du der?")).to_be_visible()

    talk.b.say("Ja, jeg er her.")

    expect(talk.a.texts).to_have_text([BEGUN, "Er du der?", "Ja, jeg er her."])


def test_what_comes_while_older_news_is_on_its_way_is_seen_too(talk: Talk) -> None:
    """B goes on after a pause. The answer to what she missed takes its time, and A says more meanwhile."""
    talk.b.page.get_by_role("button", name="Pause").click()
    talk.a.say("Mens du hadde pause.")
    held = Held(talk.b.page, "**/nytt/**")
    talk.b.page.get_by_role("button", name="Go on").click()
    held.until_answered()
    talk.a.say("Mens du spurte.")
    talk.a.field.press_sequentially("Og")  # the sign that she writes comes after what she said
    expect(talk.b.page.locator("[data-portal-typing]")).to_contain_text(A_IS)

    held.let_go()

    expect(talk.b.texts).to_have_text([BEGUN, "Mens du hadde pause.", "Mens du spurte."])


def test_a_screen_reader_is_told_when_it_is_quiet(talk: Talk) -> None:
    talk.a.say("Er du der?")

    expect(talk.b.page.locator("[role=log][aria-live=polite]")).to_contain_text("Er du der?")


def test_a_sign_does_not_make_a_screen_reader_read_it_all_again(talk: Talk) -> None:
    talk.a.say("Er du der?")
    heard = talk.b.message("Er du der?").locator(".txt > *").element_handle()

    talk.b.more("Er du der?").get_by_role("button", name="Seen").click()

    expect(talk.b.message("Er du der?").locator(".sign")).to_have_text("Seen 1")
    assert heard.evaluate("text => text.isConnected")


def test_the_other_sees_that_one_is_writing(talk: Talk) -> None:
    talk.a.field.press_sequentially("Hm")

    expect(talk.b.typing).to_have_text(f"{A_IS} is writing …")


def test_that_one_was_writing_goes_away(two: Two, begun: Talk) -> None:
    waits = two.beside(B)
    waits.page.clock.install()
    waits.enter(begun.address)
    begun.a.field.press_sequentially("Hm")
    expect(waits.typing).not_to_be_empty()

    waits.page.clock.fast_forward(QUIET_SOON)

    expect(waits.typing).to_be_empty()


def test_nobody_is_writing_any_more_when_the_message_is_there(talk: Talk) -> None:
    talk.a.field.press_sequentially("Hm")
    expect(talk.b.typing).not_to_be_empty()

    talk.a.say("Hm, ja.")

    expect(talk.b.message("Hm, ja.")).to_be_visible()
    expect(talk.b.typing).to_be_empty()


def signed(talk: Talk) -> Locator:
    """A's window where B has given a sign."""
    talk.b.more(BEGUN).get_by_role("button", name="Agree").click()
    return talk.a.message(BEGUN).locator(".sign")


def test_a_sign_comes_with_its_count(talk: Talk) -> None:
    expect(signed(talk)).to_have_text("Agree 1")


def test_a_sign_is_counted_once_for_each(talk: Talk) -> None:
    sign = signed(talk)

    sign.click()

    expect(talk.b.message(BEGUN).locator(".sign")).to_have_text("Agree 2")


def test_a_sign_is_taken_back(talk: Talk) -> None:
    expect(signed(talk)).to_be_visible()

    talk.b.message(BEGUN).locator(".sign").click()

    expect(talk.a.message(BEGUN).locator(".sign")).to_have_count(0)


def test_a_changed_message_is_changed_before_both(talk: Talk) -> None:
    talk.a.say("Vi møtes onsdag.")

    talk.a.change("Vi møtes onsdag.", to="Vi møtes torsdag.")

    expect(talk.b.texts).to_have_text([BEGUN, "Vi møtes torsdag."])
    expect(talk.b.message("Vi møtes torsdag.").get_by_text("changed", exact=True)).to_be_visible()


def test_its_author_alone_sees_what_it_said_before(talk: Talk) -> None:
    talk.a.say("Vi møtes onsdag.")
    talk.a.change("Vi møtes onsdag.", to="Vi møtes torsdag.")
    talk.a.more("Vi møtes torsdag.").get_by_role("link", name="Change").click()
    expect(talk.a.page.get_by_role("region", name="How it read before")).to_contain_text("Vi møtes onsdag.")

    refused = talk.b.page.goto(talk.a.page.url)

    assert refused is not None
    assert (refused.status, "onsdag" in refused.text()) == (403, False)


def test_of_a_deleted_message_the_words_are_gone(talk: Talk) -> None:
    talk.a.say("Dette angrer jeg.")
    expect(talk.b.message("Dette angrer jeg.")).to_be_visible()

    talk.a.more("Dette angrer jeg.").get_by_role("button", name="Delete").click()

    expect(talk.b.messages.last.get_by_text("Deleted by the author.")).to_be_visible()
    assert "Dette angrer jeg." not in talk.b.page.content()


def test_a_deleted_message_is_not_kept_by_its_answer(talk: Talk) -> None:
    talk.a.say("Dette angrer jeg.")
    talk.b.message("Dette angrer jeg.").get_by_role("button", name="Answer").click()
    talk.b.say("Forstår deg.")
    expect(talk.b.message("Forstår deg.").locator(".quoted")).to_contain_text("Dette angrer jeg.")

    talk.a.more("Dette angrer jeg.").get_by_role("button", name="Delete").click()

    expect(talk.b.page.locator("[data-portal-log]")).not_to_contain_text("Dette angrer jeg.")


def test_a_picture_is_shown(talk: Talk) -> None:
    talk.a.page.set_input_files("#attached", {"name": "Skisse.png", "mimeType": "image/png", "buffer": drawing()})
    talk.a.say("Slik tenker jeg.")

    picture = talk.b.message("Slik tenker jeg.").locator("img")
    expect(picture).to_have_js_property("naturalWidth", 320)


def test_a_file_can_be_taken_home(talk: Talk) -> None:
    talk.a.page.set_input_files("#attached", {"name": "Referat.txt", "mimeType": "text/plain", "buffer": b"Kort."})
    talk.a.say("Her er referatet.")

    with talk.b.page.expect_download() as came:
        talk.b.message("Her er referatet.").get_by_role("link", name="Referat.txt").click()

    assert came.value.suggested_filename == "Referat.txt"
    assert Path(came.value.path()).read_bytes() == b"Kort."


def test_an_article_found_by_typing_arrives_as_a_card(talk: Talk) -> None:
    talk.a.page.locator("[data-portal-pick] summary").click()
    talk.a.page.get_by_label("Find it by typing").press_sequentially("bekymr")
    found = talk.a.page.locator("[data-fill=found] button").first
    title = found.inner_text()

    found.click()
    talk.a.say("Denne er verdt å lese.")

    expect(talk.b.message("Denne er verdt å lese.").get_by_role("link", name=title)).to_be_visible()


def test_a_page_further_up_is_no_end_to_which_news_are_added(talk: Talk) -> None:
    talk.a.page.goto(f"{talk.address}?for=2")
    expect(talk.a.state).to_have_attribute("data-state", "live")

    talk.b.say("Det nyeste.")
    talk.b.more(BEGUN).get_by_role("button", name="Agree").click()

    expect(talk.a.message(BEGUN).locator(".sign")).to_have_text("Agree 1")
    expect(talk.a.message("Det nyeste.")).to_have_count(0)


def test_who_is_named_finds_it_among_the_notices(talk: Talk) -> None:
    talk.b.page.goto("/hjem/")
    talk.a.say(f"@{B_IS}, hva mener du?")

    talk.b.page.reload()
    talk.b.page.locator(".bell[data-new]").click()
    talk.b.page.locator(".notices .new a", has_text="named").click()

    expect(talk.b.message("hva mener du?")).to_be_in_viewport()
    assert talk.b.page.url.endswith(f"{talk.address}#m2")


def test_without_a_net_what_one_writes_stays_in_the_field(two: Two, begun: Talk) -> None:
    cut_off = two.beside(B)
    cut_off.enter(begun.address)

    cut_off.page.context.set_offline(True)
    cut_off.send("Til senere.")

    expect(cut_off.state).to_contain_text("No connection.")
    expect(cut_off.typing).to_contain_text("No connection.")
    expect(cut_off.told).to_contain_text("Your text is still in the field")
    expect(cut_off.field).to_have_value("Til senere.")


def back_after_silence(two: Two, begun: Talk) -> Talker:
    """B was without a net while A wrote, wrote too, and now has it again."""
    gone = two.beside(B)
    gone.enter(begun.address)
    gone.page.context.set_offline(True)
    for text in ("Ett.", "To.", "Tre."):
        begun.a.say(text)
    gone.send("Fire.")
    expect(gone.told).not_to_be_empty()
    gone.page.context.set_offline(False)
    return gone


def test_back_on_the_net_everything_is_there_once_and_in_order(two: Two, begun: Talk) -> None:
    back = back_after_silence(two, begun)
    expect(back.texts).to_have_text([BEGUN, "Ett.", "To.", "Tre."])

    back.page.get_by_role("button", name="Send").click()

    expect(back.texts).to_have_text([BEGUN, "Ett.", "To.", "Tre.", "Fire."])
    expect(begun.a.texts).to_have_text([BEGUN, "Ett.", "To.", "Tre.", "Fire."])


def test_back_on_the_net_it_is_calm_again(two: Two, begun: Talk) -> None:
    expect(back_after_silence(two, begun).state).to_contain_text("Updates by itself")


def test_where_no_socket_comes_through_it_is_looked_for(two: Two, begun: Talk) -> None:
    looks = two.beside(B)
    looks.page.route_web_socket("**/live/", lambda socket: socket.close())
    looks.page.clock.install()
    looks.enter(begun.address, state="waiting")
    begun.a.say("Når du det?")

    looks.page.clock.fast_forward(NEXT_LOOK)

    expect(looks.message("Når du det?")).to_be_visible()
