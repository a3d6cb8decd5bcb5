"""The handbook: all that is in force with the contact list, for the day when the systems are down."""

import io
import re
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from networks.directory.models import Network
from networks.functions.models import Holding
from portal.audit.models import Entry
from tests.networks.functions.conftest import Acting, InForce, Name
from tests.networks.handbook.conftest import AT, SignedIn, root_of, structure, text_of

CANARY = "fjordkanari"


def book(signed_in: SignedIn, who: str = "member") -> PdfReader:
    answer = signed_in(who).post(f"{AT}perm.pdf", headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="perm-')
    return PdfReader(io.BytesIO(answer.content))


def page(signed_in: SignedIn, who: str = "member") -> str:
    answer = signed_in(who).post(f"{AT}perm.html", headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="perm-')
    return answer.content.decode()


@pytest.fixture
def laid(in_force: InForce, name: Name) -> None:
    in_force("Rutine en")
    in_force("Kort to", kind="card")
    in_force("Hemmelig utkast", is_sent=False)
    name("police_contact", "contact", "+47 400 00 101")


class TestOnPaper:
    def test_holds_all_that_is_in_force_and_never_a_draft(self, signed_in: SignedIn, laid: None) -> None:
        text = text_of(book(signed_in, "coordinator"))

        assert "Rutine en" in text
        assert "Kort to" in text
        assert "Hemmelig utkast" not in text

    def test_begins_with_what_is_in_it_the_cards_first(self, signed_in: SignedIn, laid: None) -> None:
        first = book(signed_in).pages[0].extract_text()

        assert first.index("Contact list") < first.index("Kort to") < first.index("Rutine en")
        assert first.count("Version 1") == 2

    def test_holds_whom_to_call_and_who_is_missing(self, signed_in: SignedIn, laid: None) -> None:
        contacts = book(signed_in).pages[1].extract_text()

        assert "+47 400 00 101" in contacts
        assert "Nobody holds these yet" in contacts
        assert "Health service's contact" in contacts

    def test_has_the_ways_out_on_every_page(self, signed_in: SignedIn, laid: None) -> None:
        for one in book(signed_in).pages:
            assert "112" in one.extract_text()
            assert "116 111" in one.extract_text()

    def test_can_be_read_to_those_who_do_not_see_it(self, signed_in: SignedIn, laid: None) -> None:
        root = root_of(book(signed_in))

        assert root["/MarkInfo"]["/Marked"]
        assert {"/H1", "/H2", "/H3", "/Table", "/TH"} <= structure(root["/StructTreeRoot"])

    def test_of_a_network_that_has_nothing_says_so(self, signed_in: SignedIn, empty: None) -> None:
        assert "No routine is in force yet." in text_of(book(signed_in))


class Addresses(HTMLParser):
    """Every address of a page, and every element."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.elements: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.found += [value or "" for key, value in attrs if key in {"href", "src", "srcset", "action", "data"}]


class TestAsAFile:
    def test_needs_nothing_beside_it(self, signed_in: SignedIn, laid: None) -> None:
        read = Addresses()
        read.feed(page(signed_in))

        assert {address.partition(":")[0] for address in read.found if not address.startswith("#")} <= {"tel", "mailto"}
        assert read.elements.isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})

    def test_loads_nothing_by_its_style(self, signed_in: SignedIn, laid: None) -> None:
        style = re.findall(r"<style>(.*?)</style>", page(signed_in), re.DOTALL)

        assert len(style) == 1
        assert "url(" not in style[0]
        assert "@import" not in style[0]
        assert "&" not in style[0]

    def test_holds_the_same_as_the_paper(self, signed_in: SignedIn, laid: None) -> None:
        text = page(signed_in)

        for told in ("Rutine en", "Kort to", "Version 1", 'href="tel:+4740000101"', "Nobody holds these yet", "112"):
            assert told in text
        assert "Hemmelig utkast" not in text

    def test_tells_the_language_of_each_routine(self, signed_in: SignedIn, laid: None) -> None:
        text = page(signed_in)

        assert '<html lang="en">' in text
        assert '<h2 lang="nb">Rutine en</h2>' in text

    def test_leads_to_what_is_in_it(self, signed_in: SignedIn, laid: None) -> None:
        text = page(signed_in)

        for anchor in re.findall(r'href="#([^"]+)"', text):
            assert f'id="{anchor}"' in text

    def test_shows_what_people_wrote_as_text(self, signed_in: SignedIn, in_force: InForce) -> None:
        in_force("<script>alert(1)</script>")

        assert "<script" not in page(signed_in)


class TestTakingItOut:
    @pytest.mark.parametrize("form", ["pdf", "html"])
    def test_is_noted(self, signed_in: SignedIn, acting: Acting, empty: None, fjordby: Network, form: str) -> None:
        signed_in("member").post(f"{AT}perm.{form}")

        with acting("coordinator"):
            entry = Entry.objects.filter(network_id=fjordby.pk).latest("pk")
        assert (entry.action, entry.detail) == ("handbook.taken_out", {"form": form})

    @pytest.mark.parametrize("form", ["pdf", "html"])
    @pytest.mark.parametrize("who", ["outsider-coordinator", "stranger", "ex-member"])
    def test_is_not_there_for_who_is_outside(self, signed_in: SignedIn, laid: None, form: str, who: str) -> None:
        answer = signed_in(who).post(f"{AT}perm.{form}")

        assert answer.status_code == 404
        assert b"400 00 101" not in answer.content

    def test_is_not_an_observers(self, signed_in: SignedIn, laid: None) -> None:
        assert signed_in("observer").post(f"{AT}perm.pdf").status_code == 403

    def test_holds_nothing_of_another_network(self, signed_in: SignedIn, acting: Acting, laid: None) -> None:
        with acting("coordinator"):
            assert Holding.objects.exists()

        answer = signed_in("outsider-coordinator").post("/nettverk/skogdal-og-elvestad/rutiner/perm.html")

        assert answer.status_code == 200
        assert "400 00 101" not in answer.content.decode()
        assert CANARY not in answer.content.decode()
