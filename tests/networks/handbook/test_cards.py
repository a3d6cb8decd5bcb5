"""An action card: one page to hang on the wall, with whom to call and where to call first."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from networks.functions.queries import holders
from networks.handbook.queries.cards import card as told_of
from networks.routines import services as routines
from networks.steps.content import Step
from tests.networks.functions.conftest import STEPS, Acting, InForce, Name
from tests.networks.handbook.conftest import AT, Read, SignedIn, root_of, structure, text_of

EXITS = ("112", "02800", "23 30 50 00", "116 111")


def long_steps(number: int) -> tuple[Step, ...]:
    text = "Spør hva som har skjedd, hvem som er der, og hva dere kan gjøre sammen før dere går videre. " * 18
    return tuple(Step(id=f"s{n}", title=f"Steg {n}", text=text, role="leads") for n in range(number))


def test_a_routine_of_six_steps_fills_one_page(card: Read, in_force: InForce) -> None:
    paper = card(in_force("Prøve", *(replace(step, hidden="") for step in STEPS)))

    assert len(paper.pages) == 1


def test_a_routine_is_not_called_a_card(card: Read, in_force: InForce) -> None:
    said = text_of(card(in_force("Prøve", *STEPS)))

    assert "Action card" not in said
    assert "Routine" in said


def test_a_longer_one_is_set_smaller_rather_than_on_two_pages(card: Read, in_force: InForce) -> None:
    text = "Gå gjennom det dere vet, og bli enige om hvem som ringer. " * 4
    steps = [Step(id=f"s{n}", title=f"Steg nummer {n}", text=text, role="leads") for n in range(9)]

    assert len(card(in_force("Prøve", *steps)).pages) == 1


def test_what_truly_cannot_fit_goes_on_with_the_ways_out_on_every_page(card: Read, in_force: InForce) -> None:
    paper = card(in_force("Prøve", *long_steps(6)))

    assert len(paper.pages) > 1
    for page in paper.pages:
        assert all(number in page.extract_text() for number in EXITS)
    assert "Steg 5" in text_of(paper)


@pytest.fixture
def paper(card: Read, in_force: InForce, name: Name) -> PdfReader:
    name("police_contact", "contact", "400 00 101")
    name("police_contact", "member", "400 00 102")
    return card(in_force("Prøverutine"))


class TestACard:
    def test_says_what_is_done_in_order(self, paper: PdfReader) -> None:
        text = text_of(paper)

        titles = [step.title for step in STEPS if not step.hidden]
        assert [text.index(title) for title in titles] == sorted(text.index(title) for title in titles)
        assert "Finn en tid" in text

    def test_leaves_out_what_is_put_aside(self, paper: PdfReader) -> None:
        assert "flyktningtjenesten" not in text_of(paper)

    def test_says_whom_to_call_and_who_stands_in(self, paper: PdfReader) -> None:
        text = text_of(paper)

        assert "400 00 101" in text
        assert "400 00 102" in text
        assert "stands in" in text

    def test_says_where_nobody_is_named(self, paper: PdfReader) -> None:
        assert text_of(paper).count("Nobody is named yet") == 1

    def test_says_whose_choice_a_deadline_is(self, paper: PdfReader) -> None:
        assert "Deadline: 2 working days after the start, set by you" in text_of(paper)

    def test_has_the_ways_out_at_its_foot(self, paper: PdfReader) -> None:
        text = text_of(paper)

        assert all(text.index(number) > text.index("Avslutt") for number in EXITS)

    def test_says_which_version_it_is_and_until_when(self, paper: PdfReader) -> None:
        text = text_of(paper)

        for told in ("Fjordby", "Version 1", "In force from", "To be read again by", "Printed"):
            assert told in text

    def test_can_be_read_to_those_who_do_not_see_it(self, paper: PdfReader) -> None:
        root = root_of(paper)

        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "en"
        assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
        assert {"/H1", "/H2", "/L", "/LI"} <= structure(root["/StructTreeRoot"])

    def test_is_called_neither_after_the_routine_nor_after_anybody(self, paper: PdfReader, signed_in: SignedIn) -> None:
        assert paper.metadata
        assert paper.metadata.title == "Routine – Fjordby"


class TestWhoPrints:
    def test_an_outsider_finds_nothing(self, signed_in: SignedIn, in_force: InForce) -> None:
        version = in_force("Prøve")

        for who in ("outsider-coordinator", "stranger", "ex-member"):
            assert signed_in(who).get(f"{AT}{version.routine_id}/kort.pdf").status_code == 404

    def test_a_draft_is_never_printed(self, signed_in: SignedIn, in_force: InForce) -> None:
        version = in_force("Utkast", is_sent=False)

        assert signed_in("coordinator").get(f"{AT}{version.routine_id}/kort.pdf").status_code == 404

    def test_what_is_put_away_is_not_printed(self, signed_in: SignedIn, acting: Acting, in_force: InForce) -> None:
        version = in_force("Prøve")
        with acting("coordinator") as by:
            routines.put_away(routine=version.routine, by=by)

        assert signed_in("coordinator").get(f"{AT}{version.routine_id}/kort.pdf").status_code == 404

    def test_the_page_of_the_routine_leads_to_it(self, signed_in: SignedIn, in_force: InForce) -> None:
        version = in_force("Prøve")

        page = signed_in("member").get(f"{AT}{version.routine_id}/").content.decode()

        assert f'href="{AT}{version.routine_id}/kort.pdf"' in page


def test_what_people_wrote_is_text_and_never_code(card: Read, in_force: InForce) -> None:
    odd = '#panic("x") $1/0$ *fet* @ukjent <merke> \\ ` [x] //'
    paper = card(in_force("Prøve", Step(id="a", title=odd, text=odd, role="leads", points=(odd,))))

    assert text_of(paper).count('#panic("x")') == 3


def test_a_card_needs_no_query_of_its_own(acting: Acting, in_force: InForce) -> None:
    version = in_force("Prøve")
    with acting("member") as user:
        held = holders(user, version.network)

        with CaptureQueriesContext(connection) as asked:
            told_of(version, held)

    assert len(asked) == 0
