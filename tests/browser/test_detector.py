"""What tells who somebody is gets a word while one types: what is found, what is left in peace, and how it is said."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
HERE = "http://room.invalid/"
POLICY = "default-src 'none'; script-src 'self'"
SEEKER, PLACES = "/static/js/detector.js", "/static/js/places.js"
FIND = f"""async ([text, people]) => {{
  const {{ find }} = await import("{SEEKER}"), {{ default: places }} = await import("{PLACES}");
  return find(text, {{ places, people }});
}}"""
# How many times as long as the dullest walk through the same letters; the best of three, since others use the machine too.
TIMES = f"""async unit => {{
  const {{ find }} = await import("{SEEKER}"), {{ default: places }} = await import("{PLACES}");
  const text = unit.repeat(Math.ceil(100_000 / unit.length));
  const best = act => Math.min(...[1, 2, 3].map(() => {{
    const begun = performance.now();
    act();
    return performance.now() - begun;
  }}));
  return best(() => find(text, {{ places }})) / best(() => [...text.matchAll(/[^]/gu)].length);
}}"""
FAR_TOO_LONG = 20  # it takes three to six; one pattern that walks back once from each letter takes over a thousand

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
    "PST svarer på 23 30 50 00.",
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
    "Kva gjer me no?",
    "We meet on Monday at the police station.",
    "Vi tok det opp 12. mars, tror jeg.",
    "Storgata er stengt, og Torget 12. mai blir fint.",
)
# Of people born in 2039, or as made for tests: nobody's.
NUMBERS = ("31123950057", "311239 50057", "71123950121", "31523950110", "31923950012", "71923950006")
WRONG = ("31123950058", "31123950067", "32123950051", "12345678901", "00000000000")
SLOW = (
    "a",
    "A",
    "1",
    " ",
    "+",
    "@",
    "Aa ",
    "A-",
    "a@a.",
    "er 15",
    "er 15 og ",
    "Oslo ",
    "Aaa Aaa Aaveien ",
    "seks",
    "12.",
    "Nore og ",
)
WORDS = "Hun er 15, sa Ola Nordmann og Åse Lund."


def serve(route: Route) -> None:
    """A page of its own with the portal's own files; everything else is out of reach."""
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
