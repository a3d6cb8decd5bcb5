"""The public half in a real browser: what a reader finds, and an editor's whole day."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.browser.windows import House

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("elev sier noe", "Når en elev sier noe som bekymrer deg"),
        ("starte netverk", "Slik starter dere et nettverk: de første 90 dagene"),
        ("guovdageaidnu", "Guovdageaidnu – Kautokeino"),
    ],
)
def test_one_search_on_a_phone_leads_there(opened: Opened, typed: str, heading: str) -> None:
    page = opened(width=360, language="nb")
    page.goto("/")
    page.locator("#q").fill(typed)
    page.locator("#q").press("Enter")

    page.locator(".hits a", has_text=heading).first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_three_taps_on_a_phone_lead_to_what_to_do(opened: Opened) -> None:
    page = opened(width=360, script=False, language="nb")
    page.goto("/")

    page.get_by_role("link", name="Jeg er bekymret for noen").click()
    page.get_by_role("link", name="Når en elev sier noe som bekymrer deg").click()

    expect(page.get_by_role("heading", name="Hva gjør jeg akkurat nå?")).to_be_visible()


def test_one_tap_on_a_phone_leads_to_who_answers(opened: Opened) -> None:
    page = opened(width=360, script=False, language="nb")
    page.goto("/")
    page.locator("#navn").fill("Kautokeino")

    page.get_by_role("button", name="Finn").click()

    expect(page.get_by_role("heading", name="Her svarer RVTS Nord")).to_be_visible()


def test_hits_appear_while_one_types_and_can_be_reached_by_keyboard(opened: Opened) -> None:
    page = opened(language="nb")
    page.goto("/")
    page.locator("#q").press_sequentially("mentorordnig")
    expect(page.locator(".suggested a").first).to_be_visible()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("entor")


def test_the_menu_of_a_phone_leads_to_the_parts(opened: Opened) -> None:
    page = opened(width=360, language="nb")
    page.goto("/")
    page.locator(".menu summary").click()

    page.locator(".menu").get_by_role("link", name="Samarbeide").click()

    expect(page).to_have_url(re.compile("/nettverk-og-veiledning/$"))


def test_a_line_of_the_transcript_plays_from_its_second(opened: Opened) -> None:
    page = opened(language="nb")
    page.goto("/ressurser/sov-du-godt/")
    expect(page.locator("video")).to_have_js_property("readyState", 4)

    page.locator("[data-second]").nth(4).get_by_role("link").click()

    expect(page.locator("video")).not_to_have_js_property("currentTime", 0)
    assert page.evaluate("document.querySelector('video').currentTime") >= 12


def test_the_transcript_is_searched(opened: Opened) -> None:
    page = opened(language="nb")
    page.goto("/ressurser/sov-du-godt/")

    page.get_by_label("Finn i filmen").fill("søvn")

    expect(page.locator("mark")).to_have_count(1)
    expect(page.locator("mark")).to_have_text("Søvn")


def test_a_vote_is_thanked_for(opened: Opened) -> None:
    page = opened(script=False)
    page.goto("/fenomenkunnskap/bekymret-for-en-elev/")

    page.get_by_role("button", name="Yes", exact=True).click()

    expect(page.locator(".vote")).to_contain_text("Thank you")
    assert page.context.cookies() == []


def test_a_reader_meets_nobody_else(opened: Opened) -> None:
    """No third party, no cookie: neither on the front page, nor in an article, nor with a film."""
    page = opened()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    home = page.url.rstrip("/")

    for place in ("/fenomenkunnskap/bekymret-for-en-elev/", "/ressurser/sov-du-godt/", "/sok/?q=mentor"):
        page.goto(place)

    assert {url for url in asked if not url.startswith((home, "data:"))} == set()
    assert page.context.cookies() == []
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0


TITLE = "Når noen flytter til kommunen"
PLACE = "/nettverk-og-veiledning/nar-noen-flytter-til-kommunen/"


def test_an_editors_day_is_written_read_by_another_centre_published_and_corrected(opened: Opened) -> None:
    author, reader, public = opened("editor", language="nb"), opened("marit", language="nb"), opened()
    number = written(author, TITLE)
    previewed(author, number)
    press(author, "button[name='action-submit']")
    before = public.goto(PLACE)
    reader.goto("/redaktor/lesing/")
    reader.get_by_role("button", name="Ta lesingen").click()
    expect(reader.locator("table").first).to_contain_text("Marit Voll")

    reader.get_by_role("link", name=TITLE).first.click()
    press(reader, "button[data-workflow-action-name='approve']")

    public.goto(PLACE)
    expect(public.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert before is not None
    assert before.status == 404
    author.goto(f"/redaktor/pages/{number}/edit/")
    author.locator("#id_lead").fill("Et godt første møte, uten hast.")
    press(author, "button[name='action-publish']")
    public.goto(PLACE)
    expect(public.locator(".lead")).to_have_text("Et godt første møte, uten hast.")


def test_an_editors_day_sets_a_date(opened: Opened, house: House) -> None:
    author, reader, public = opened("editor", language="nb"), opened("marit", language="nb"), opened(language="nb")
    tomorrow = timezone.localtime() + timedelta(days=1)
    number = written(author, "Idrettslaget som kjenner alle")
    fill_unseen(author, "#id_go_live_at", f"{tomorrow:%Y-%m-%d %H:%M}")
    approved(author, reader, number)
    place = "/nettverk-og-veiledning/idrettslaget-som-kjenner-alle/"
    before = public.goto(place)

    house.let_pass(days=2)

    public.goto(place)
    expect(public.get_by_role("heading", level=1)).to_have_text("Idrettslaget som kjenner alle")
    assert before is not None
    assert before.status == 404


def test_an_editors_day_translates_and_then_changes_what_matters(opened: Opened) -> None:
    author, reader, public = opened("editor", language="nb"), opened("marit", language="nb"), opened(language="nb")
    number = author.request.get("/redaktor/api/main/pages/?slug=samtykke").json()["items"][0]["id"]
    twin = written(author, "Samtykke på nynorsk")
    author.locator("#id_language_form").select_option("nn")
    fill_unseen(author, "#id_variant_of", str(number))
    approved(author, reader, twin)
    public.goto("/nettverk-og-veiledning/samtykke/")
    public.get_by_role("link", name="Les på nynorsk").click()
    expect(public.locator("article[lang=nn]")).to_be_visible()

    author.goto(f"/redaktor/pages/{number}/edit/")
    author.locator("#id_lead").fill("Et ja gjelder det ene, og til noen bestemte.")
    author.locator("#id_significance").select_option("major")
    author.locator("#id_change_note").fill("Samtykket gjelder færre.")
    author.locator("#id_reading_centre").select_option("vest")
    press(author, "button[name='action-publish']")
    expect(author.locator("body")).to_contain_text("En annen leser en endring som betyr noe")
    approved(author, reader, number)

    public.reload()
    expect(public.locator(".warn")).to_be_visible()
    public.goto("/nettverk-og-veiledning/samtykke/")
    expect(public.locator(".lead")).to_have_text("Et ja gjelder det ene, og til noen bestemte.")


def test_an_editors_day_is_approved_from_outside(opened: Opened, house: House) -> None:
    """The scene has asked Lise Falk to read its draft."""
    author, expert, public = opened("editor", language="nb"), opened(width=360, language="nb"), opened()
    expert.goto(f"/faglesing/{house.scene['words']['outside_once']}/")
    expect(expert.get_by_role("heading", level=1)).to_have_text("Et utkast om idrett")

    expert.get_by_label("Ja, den holder faglig").check()
    expert.get_by_role("button", name="Send svaret").click()

    expect(expert.get_by_role("heading", level=1)).to_have_text("Takk for at du leste")
    author.goto("/redaktor/lesing/")
    author.get_by_role("link", name="Et utkast om idrett").click()
    press(author, "button[name='action-publish']")
    answer = public.goto("/fenomenkunnskap/utkast-1/")
    assert answer is not None
    assert answer.status == 200


def test_whoever_withdraws_from_a_film_is_gone_from_the_site(opened: Opened) -> None:
    author, public = opened("editor", language="nb"), opened()
    place = "/nettverk-og-veiledning/den-som-kommer-etter/"
    before = public.goto(place)
    person = public.locator(".prose > p.small").first.inner_text().split(",")[0]
    author.goto("/redaktor/snippets/knowledge/person/")
    author.get_by_role("link", name=re.compile(f"^{person}")).first.click()
    author.locator("#id_withdrawn_on").fill(timezone.localdate().isoformat())
    with author.expect_navigation():
        author.locator("footer button[type=submit]").first.evaluate("e => e.click()")

    after = public.goto(place)

    assert before is not None
    assert after is not None
    assert (before.status, after.status) == (200, 404)


def written(author: Page, title: str) -> str:
    """A draft in the second part; returns its number."""
    author.goto("/redaktor/pages/add/knowledge/article/5/")
    author.locator("#id_title").press_sequentially(title)
    author.locator("#id_lead").fill("Et godt første møte.")
    expect(author.locator("#id_slug")).not_to_have_value("")
    author.locator("#id_reading_centre").select_option("vest")
    author.get_by_role("button", name="Lagre kladd").first.click()
    expect(author).to_have_url(re.compile(r"/edit/$"))
    return str(re.findall(r"/pages/(\d+)/", author.url)[0])


def approved(author: Page, reader: Page, number: object) -> None:
    """Sent by the one, read and approved by the other."""
    press(author, "button[name='action-submit']")
    reader.goto(f"/redaktor/pages/{number}/edit/")
    press(reader, "button[data-workflow-action-name='approve']")


def fill_unseen(window: Page, field: str, value: str) -> None:
    """A field that the tool covers with a chooser of its own."""
    window.locator(field).evaluate("(field, value) => { field.value = value; }", value)


def previewed(author: Page, number: str) -> None:
    """As it will look, in the tool alone."""
    seen = author.context.new_page()
    seen.goto(f"/redaktor/pages/{number}/view_draft/")
    expect(seen.get_by_role("heading", level=1)).to_have_text(TITLE)
    seen.close()


def press(window: Page, button: str) -> None:
    """Buttons of the tool's menu at the foot, also those that are folded away."""
    with window.expect_navigation():
        window.locator(button).first.evaluate("e => e.click()")
