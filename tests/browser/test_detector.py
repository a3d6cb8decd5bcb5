"""What tells who somebody is gets a word while one types: what is found, what is left in peace, and how it is said."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Locator, Page, Route, expect

pytestmark = pytest.mark.browser
Composer = Callable[..., Locator]
HERE = "http://room.invalid/"
POLICY = "default-src 'none'; script-src 'self'"
SEEKER, PLACES = "/static/js/detector.js", "/static/js/places.js"
FIND = f"""async ([text, people]) => {{
  const {{ find }} = await import("{SEEKER}"), {{ default: places }} = await import("{PLACES}");
  return find(text, {{ places, people }});
}}"""
# How many times as long as the dullest walk through the same letters; the best of two, since others use the machine too.
TIMES = f"""async unit => {{
  const {{ find }} = await import("{SEEKER}"), {{ default: places }} = await import("{PLACES}");
  const text = unit.repeat(Math.ceil(100_000 / unit.length));
  const best = act => Math.min(...[1, 2].map(() => {{
    const begun = performance.now();
    act();
    return performance.now() - begun;
  }}));
  return best(() => find(text, {{ places }})) / best(() => [...text.matchAll(/[^]/gu)].length);
}}"""
FAR_TOO_LONG = 20  # it takes up to three; one pattern that walks back from each letter takes over a thousand

GIVEN_AWAY = {
    "Hun er 15 og går på Fjordby ungdomsskole, så": "age school",
    "Gutten er 15 år og bor hos far.": "age",
    "Vi har en 15-åring som bekymrer oss.": "age",
    "Han fylte 15 i går.": "age",
    "Ho er femten år gammal.": "age",
    "Ein femtenåring slutta på fotballen.": "age",
    "Guten vart 16 i haust.": "age",
    "Eleven er født i 2009.": "age",
    "Han er fødd 2009, seier mora.": "age",
    "She is 15 and has stopped coming.": "age",
    "A 15-year-old boy in my class.": "age",
    "Mannen er 45 og bor alene.": "age",
    "Ring meg på 98 76 54 32 i dag.": "phone",
    "Tlf. 987 65 432 eller +47 98765432.": "phone phone",
    "Mobil 98765432.": "phone",
    "Nummeret til far er 0047 22 33 44 55.": "phone",
    "Skriv til ola.nordmann@fjordby.example om dette.": "email",
    "Familien bor i Storgata 4b.": "address",
    "Dei bur i Kirkevegen 12, sa ho.": "address",
    "De flyttet til Karl Johans gate 7 i fjor.": "address",
    "Adressen er 0150 Oslo.": "address",
    "Ho går på Fjordby ungdomsskule.": "school",
    "Broren går på Nordbygda vgs nå.": "school",
    "Eleven begynte ved Fjordby videregående skole i høst.": "school",
    "På Fjordby barneskole kjenner alle ham.": "school",
    "Han gikk på Steinerskolen før.": "school",
    "He goes to Fjordby High School.": "school",
    "Familien kom fra Tromsø i sommer.": "place",
    "Noen så ham i Bærum.": "place",
    "Dei bur i Guovdageaidnu no.": "place",
    "Faren jobber i Kárášjohka.": "place",
    "Slekta er frå Snåase.": "place",
    "De flyttet fra Nore og Uvdal.": "place",
    "Ho er frå Os og kjenner mange.": "place",
    "De bor på Moss, tror jeg.": "place",
    "Han reiste til Bø i helga.": "place",
    "Ås kommune har en avtale.": "place",
    "Vi så ham med Ola Nordmann på torget.": "name",
    "Eg snakka med Máret Gaup om det.": "name",
    "I går møtte Per Strand ham.": "name",
    "Kari Nordmann sier at han er borte.": "name",
    "Han bor hos Ali bin Hassan nå.": "name",
    "Mora heiter Fatima.": "name",
    "Født 12.03.2011 i byen.": "date",
    "Bursdagen er 12. mars 2011.": "date",
    "He was born on March 12, 2011.": "date",
    "Fødselsdato 2011-03-12 står i mappa.": "date",
}
IN_PEACE = (
    "Jeg er usikker på en elev på ungdomstrinnet.",
    "Møtet varer 15 minutter.",
    "Vi møtes 15. november.",
    "Møtet er 15. november, kl. 15.30.",
    "Kom kl. 15 i morgen.",
    "Klokka er 15, så jeg må gå.",
    "Det er 15 elever i klassen.",
    "Vi er 15 i gruppa.",
    "For 15 år siden var det annerledes.",
    "Eg har jobba med dette i femten år.",
    "Gruppa er for ungdom over 15 år.",
    "Dette gjelder dem på 13–15 år.",
    "He has been here for 15 years.",
    "Han har 15 % stilling, se § 15.",
    "Ring 112 eller 02800, eller 116111.",
    "PST svarer på 23 30 50 00 og +47 23305000.",
    "Budsjettet er 25 000 000 kroner.",
    "Det kostet 12345678 kroner.",
    "I 2023 og 2024 var det roligere.",
    "Org.nr. 974 760 673 er vårt.",
    "Kontonummeret er 12345678901.",
    "En skole hos oss har samme erfaring.",
    "Skolen må ta den første praten.",
    "Videregående skole er et valg.",
    "Time etter time satt han der.",
    "Strand og fjell, sier han, betyr noe.",
    "Lund mener det samme.",
    "Haram, sa han, og gikk.",
    "Sola skinte da vi møttes.",
    "Heim att kom ho seint.",
    "Har Politiet eller Barnevernet vært inne?",
    "Ta kontakt med NAV, PST eller RVTS Øst.",
    "Åse Lund og Mona Vik vet mer om det.",
    "Mona Viks forslag er godt.",
    "Elev A og Elev B er uenige.",
    "Flere Facebook-grupper er stengt.",
    "Kva gjer me no?",
    "We meet on Monday at the police station.",
    "Vi tok det opp 12. mars, tror jeg.",
    "Storgata er stengt, og Torget 12. mai blir fint.",
)
# Of people born in 2039, or as made for tests: nobody's.
NUMBERS = ("31123950057", "311239 50057", "71123950121", "31523950110", "31923950012", "71923950006")
WRONG = ("31123950058", "31123950067", "32123950051", "12345678901", "00000000000")
SLOW = ("A", "1", "Aa ", "A-", "a@a.", "er 15 og ", "Oslo ", "Aaa Aaa Aaveien ", "seks", "Nore og ")
WORDS = "Hun er 15, sa Ola Nordmann og Åse Lund."


def serve(route: Route) -> None:
    """A page of its own under the portal's policy, and the portal's own files."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        route.fulfill(path=finders.find(path.removeprefix("/static/")))
    else:
        route.fulfill(body="", content_type="text/html", headers={"Content-Security-Policy": POLICY})


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**", serve)
    page.goto(HERE)
    yield page
    context.close()


def found(page: Page, text: str) -> list[dict[str, Any]]:
    hits: list[dict[str, Any]] = page.evaluate(FIND, [text, ["Åse Lund", "Mona Vik"]])
    return hits


def kinds(page: Page, text: str) -> str:
    return " ".join(hit["kind"] for hit in found(page, text))


@pytest.mark.parametrize("text", GIVEN_AWAY)
def test_what_gives_somebody_away_is_found(page: Page, text: str) -> None:
    assert kinds(page, text) == GIVEN_AWAY[text]


@pytest.mark.parametrize("text", IN_PEACE)
def test_what_gives_nobody_away_is_left_in_peace(page: Page, text: str) -> None:
    assert found(page, text) == []


@pytest.mark.parametrize("number", NUMBERS)
def test_identity_number_is_found(page: Page, number: str) -> None:
    assert kinds(page, f"Nummeret er {number}.") == "number"


@pytest.mark.parametrize("number", WRONG)
def test_eleven_digits_that_belong_to_nobody_are_left_in_peace(page: Page, number: str) -> None:
    assert found(page, f"Nummeret er {number}.") == []


def test_a_hit_says_where_it_stands(page: Page) -> None:
    text = "Hun er 15 og går på Fjordby ungdomsskole."

    assert found(page, text) == [
        {"kind": "age", "text": "15", "from": 7, "to": 9},
        {"kind": "school", "text": "Fjordby ungdomsskole", "from": 20, "to": 40},
    ]


@pytest.mark.parametrize("unit", SLOW)
def test_no_text_makes_it_slow(page: Page, unit: str) -> None:
    assert page.evaluate(TIMES, unit) < FAR_TOO_LONG


@pytest.fixture
def composer(page: Page) -> Iterator[Composer]:
    """composer(mode="anonymous"): the field of a room where Åse Lund and Mona Vik are; its list stands below it."""
    yield lambda **room: laid(page, **room)
    page.goto(HERE)


def laid(page: Page, *, mode: str = "anonymous", begun: str = "") -> Locator:
    people = [SimpleNamespace(name=name) for name in ("Åse Lund", "Mona Vik")]
    checks = render_to_string("networks/discussion/checks.html", {"room": SimpleNamespace(mode=mode), "people": people})
    form = f"<form data-portal-say><textarea>{begun}</textarea>{checks}</form>"
    page.evaluate("form => { document.body.innerHTML = form; }", form)
    return page.locator("textarea")


def look(page: Page) -> Locator:
    """The script of the page begins anew, as on every page; what it shows is the list's lines."""
    page.evaluate("address => import(`${address}?${performance.now()}`)", SEEKER)
    return page.locator("[data-portal-checks] > li")


def test_chips_say_what_was_found_and_what_to_write_instead(page: Page, composer: Composer) -> None:
    field = composer(mode="consent")
    chips = look(page)

    field.press_sequentially(WORDS)

    expect(chips).to_have_text(
        ["Age: «15». Rather write «in lower secondary school»", "Name: «Ola Nordmann». Rather write «the person»"]
    )


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Gutten er 9 år.", "a child"),
        ("Ein femtenåring.", "in lower secondary school"),
        ("Hun er 17.", "of upper secondary age"),
        ("Eleven er født i 1971.", "an adult"),
    ],
)
def test_what_to_write_instead_of_an_age_follows_the_age(
    page: Page, composer: Composer, text: str, instead: str
) -> None:
    composer(mode="consent", begun=text)

    expect(look(page)).to_contain_text([instead])


def test_anonymous_room_also_says_of_what_nothing_was_found(page: Page, composer: Composer) -> None:
    composer(begun="Hun er 15.")

    expect(look(page)).to_contain_text(["Age: «15»", "Name", "Phone", "Address", "School", "Place"])


def test_an_empty_field_says_nothing(page: Page, composer: Composer) -> None:
    field = composer(begun="Hun er 15.")
    chips = look(page)
    expect(chips).not_to_have_count(0)

    field.fill("")

    expect(chips).to_have_count(0)


def test_the_caret_and_the_words_stay(page: Page, composer: Composer) -> None:
    field = composer()
    chips = look(page)
    field.fill(WORDS)
    field.evaluate("field => field.setSelectionRange(3, 5)")

    expect(chips.filter(has_text="Ola Nordmann")).to_be_visible()

    assert field.input_value() == WORDS
    assert field.evaluate("field => [field.selectionStart, field.selectionEnd, document.activeElement === field]") == [
        3,
        5,
        True,
    ]


def test_a_chip_that_stays_is_not_said_again(page: Page, composer: Composer) -> None:
    field = composer(begun="Hun er 15.")
    chips = look(page)
    expect(chips.first).to_contain_text("Age")
    chips.first.evaluate("chip => { chip.dataset.seen = true; }")

    field.fill("Ola Hansen er borte. Hun er 15.")

    expect(chips.filter(has_text="Age")).to_have_attribute("data-seen", "true")


def test_a_hidden_list_is_left_alone(page: Page, composer: Composer) -> None:
    field = composer(begun="Hun er 15.")
    page.locator("[data-portal-checks]").evaluate("list => { list.hidden = true; }")
    chips = look(page)

    field.fill("Hun er 16.")
    page.wait_for_timeout(300)

    expect(chips).to_have_count(0)


def test_nothing_typed_leaves_the_browser(page: Page, composer: Composer) -> None:
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(f"{request.method} {urlsplit(request.url).path} {request.post_data}")
    )
    field = composer()
    chips = look(page)

    field.fill(WORDS)
    expect(chips.filter(has_text="Ola Nordmann")).to_be_visible()

    assert set(asked) <= {f"GET {SEEKER} None", f"GET {PLACES} None"}
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
