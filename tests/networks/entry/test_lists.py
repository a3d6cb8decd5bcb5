"""Inviting many from a list: what is marked, what is refused, and that nothing goes out unasked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from networks.directory.models import Network
from networks.entry import access, queries, services
from networks.entry.choices import COLUMNS, Problem
from networks.entry.forms import SendForm
from networks.entry.models import Invitation
from portal.audit.models import Entry
from portal.tenancy.refusals import Refused
from portal.ui.tables import Row, read

Acting = Callable[[str], Any]
PAGE = "/nettverk/fjordby/invitasjoner/fil/"
SEND = PAGE + "send/"
HEADINGS = "e-post;organisasjon;funksjon;rolle\n"
GOOD = "ny@kommune.example;NAV Fjordby;Rådgiver;medlem\n"
BAD = "ny2@kommune.example;Finnes ikke;Rådgiver;medlem\n"


def parsed(text: str) -> list[Row]:
    return read(HEADINGS + text, COLUMNS, most=500)


def marks(user: Any, network: Network, text: str) -> list[tuple[Problem, ...]]:
    return [line.problems for line in queries.checked_lines(user, network, parsed(text))]


def letters(acting: Acting) -> list[str]:
    with acting("coordinator") as coordinator:
        return list(
            access.invitations_visible_to(coordinator)
            .filter(email__endswith="kommune.example")
            .values_list("email", flat=True)
        )


def sealed(client: Client, text: str) -> str:
    form = client.post(PAGE, {"text": HEADINGS + text}).context["form"]
    assert isinstance(form, SendForm)
    return str(form["sheet"].value())


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("ny@kommune.example;NAV Fjordby;Rådgiver;medlem", None),
        ("ny@kommune.example; nav  FJORDBY ;Rådgiver;Observer", None),
        ("ny@kommune.example;NAV Fjordby;Rådgiver;", None),
        ("ny@kommune.example;NAV Fjordby;Rådgiver;medlem;x", Problem.SURPLUS),
        ("ny;NAV Fjordby;Rådgiver;medlem", Problem.ADDRESS),
        (";NAV Fjordby;Rådgiver;medlem", Problem.ADDRESS),
        ("=1+1@x;NAV Fjordby;Rådgiver;medlem", Problem.ADDRESS),
        (f"{'x' * 250}@kommune.example;NAV Fjordby;Rådgiver;medlem", Problem.ADDRESS),
        ("Member@Demo.invalid;NAV Fjordby;Rådgiver;medlem", Problem.MEMBER),
        ("venter@kommune.example;NAV Fjordby;Rådgiver;medlem", Problem.INVITED),
        ("ny@kommune.example;Skogdal kommune;Rådgiver;medlem", Problem.ORGANISATION),
        ("ny@kommune.example;NAV Fjordby;;medlem", Problem.FUNCTION),
        (f"ny@kommune.example;NAV Fjordby;{'x' * 121};medlem", Problem.FUNCTION),
        ("ny@kommune.example;NAV Fjordby;Rådgiver;sjef", Problem.ROLE),
        ("ny@kommune.example;NAV Fjordby;Rådgiver;koordinator", Problem.NOT_YOURS),
    ],
)
def test_a_line_is_marked(
    acting: Acting, fjordby: Network, send: Callable[..., str], line: str, problem: Problem | None
) -> None:
    send("venter@kommune.example")

    with acting("deputy") as deputy:
        assert marks(deputy, fjordby, line) == [(problem,) if problem else ()]


def test_the_second_of_two_equal_addresses_is_marked(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        assert marks(coordinator, fjordby, GOOD + GOOD.upper()) == [(), (Problem.TWICE,)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_in_any_usual_encoding_is_previewed(coordinator: Client, encoding: str) -> None:
    file = SimpleUploadedFile("liste.csv", (HEADINGS + GOOD).encode(encoding))

    form = coordinator.post(PAGE, {"file": file}).context["form"]

    assert [(line.email, line.function) for line in form.good] == [("ny@kommune.example", "Rådgiver")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "nothing in the file"),
        (b"PK\x03\x04", "workbook"),
        (HEADINGS.encode(), "no lines below"),
        (b"e-post;funksjon;rolle\nx;y;z", "missing: Organisation"),
        ((HEADINGS + '"ny;x').encode(), "quotation marks"),
        ((HEADINGS + "n\x00y;x;y;z").encode(), "no spreadsheet writes"),
        ((HEADINGS + GOOD * 10_000).encode(), "10000 lines"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
    ],
)
def test_an_unreadable_file_is_refused_with_a_sentence(coordinator: Client, data: bytes, told: str) -> None:
    form = coordinator.post(PAGE, {"file": SimpleUploadedFile("liste.csv", data)}).context["form"]

    assert told in " ".join(str(error) for errors in form.errors.values() for error in errors)


def test_pasted_text_is_kept_when_it_cannot_be_read(coordinator: Client) -> None:
    answer = coordinator.post(PAGE, {"text": "e-post;rolle\nny@kommune.example;medlem"})

    assert "ny@kommune.example;medlem" in answer.content.decode()


def test_the_preview_sends_nothing(acting: Acting, coordinator: Client) -> None:
    coordinator.post(PAGE, {"text": HEADINGS + GOOD})

    assert letters(acting) == []


def test_the_confirmed_list_is_sent(acting: Acting, coordinator: Client) -> None:
    answer = coordinator.post(SEND, {"sheet": sealed(coordinator, GOOD)})

    assert (answer.status_code, letters(acting)) == (302, ["ny@kommune.example"])


def test_good_lines_wait_until_the_marked_ones_are_given_up(acting: Acting, coordinator: Client) -> None:
    sheet = sealed(coordinator, GOOD + BAD)

    unasked = coordinator.post(SEND, {"sheet": sheet})
    assert (unasked.status_code, letters(acting)) == (200, [])

    coordinator.post(SEND, {"sheet": sheet, "leave_out": "3"})
    assert letters(acting) == ["ny@kommune.example"]


def test_whoever_was_invited_since_the_preview_is_marked_then(
    acting: Acting, coordinator: Client, send: Callable[..., str]
) -> None:
    sheet = sealed(coordinator, GOOD)
    send("ny@kommune.example")

    form = coordinator.post(SEND, {"sheet": sheet}).context["form"]

    assert [line.problems for line in form.bad] == [(Problem.INVITED,)]


def test_what_went_wrong_since_the_preview_is_shown_before_the_rest_is_sent(
    acting: Acting, coordinator: Client, send: Callable[..., str]
) -> None:
    sheet = sealed(coordinator, GOOD + GOOD.replace("ny@", "ny3@"))
    send("ny@kommune.example")

    page = coordinator.post(SEND, {"sheet": sheet, "leave_out": ""}).content.decode()

    assert "Something has changed since you looked." in page
    assert "Send 1, leave out 1" in page
    assert letters(acting) == ["ny@kommune.example"]


@pytest.mark.parametrize(("text", "button"), [(GOOD, "Send 1<"), (GOOD + BAD, "Send 1, leave out 1<")])
def test_the_button_says_how_many_are_sent_and_left_out(coordinator: Client, text: str, button: str) -> None:
    assert button in coordinator.post(PAGE, {"text": HEADINGS + text}).content.decode()


def test_the_receipt_names_who_was_left_out(coordinator: Client) -> None:
    sheet = sealed(coordinator, GOOD + BAD)

    page = coordinator.post(SEND, {"sheet": sheet, "leave_out": "3"}, follow=True).content.decode()

    assert "1 invitation is on its way. 1 was not sent: ny2@kommune.example" in page


def test_every_fault_of_a_line_is_told(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        found = marks(coordinator, fjordby, "ny;Finnes ikke;;sjef")

    assert found == [(Problem.ADDRESS, Problem.ORGANISATION, Problem.FUNCTION, Problem.ROLE)]


def test_every_fault_stands_on_the_page(coordinator: Client) -> None:
    page = coordinator.post(PAGE, {"text": HEADINGS + "ny;NAV Fjordby;;medlem"}).content.decode()

    assert page.count('class="why"') == 2


def test_from_the_preview_one_comes_back_to_the_pasted_lines(coordinator: Client) -> None:
    shown = coordinator.post(PAGE, {"text": HEADINGS + BAD})
    assert 'name="mend"' in shown.content.decode()

    form = coordinator.post(PAGE, {"text": shown.context["pasted"], "mend": ""}).context["form"]

    assert (form["text"].value(), form.errors) == (HEADINGS + BAD, {})


def test_from_the_preview_of_a_file_one_chooses_it_again(coordinator: Client) -> None:
    shown = coordinator.post(PAGE, {"file": SimpleUploadedFile("liste.csv", (HEADINGS + BAD).encode())})

    assert shown.context["pasted"] == ""
    assert "Mend the list and choose it again" in shown.content.decode()


@pytest.mark.parametrize("text", ["", " \n"])
def test_showing_nothing_asks_for_a_file_or_lines(coordinator: Client, text: str) -> None:
    form = coordinator.post(PAGE, {"text": text}).context["form"]

    assert form.non_field_errors() == ["Choose a file or paste the lines first."]


def test_a_changed_list_is_refused(acting: Acting, coordinator: Client) -> None:
    sheet = sealed(coordinator, GOOD)

    answer = coordinator.post(SEND, {"sheet": ("A" if sheet[0] != "A" else "B") + sheet[1:]})

    assert (answer.status_code, letters(acting)) == (200, [])


def test_anothers_preview_is_refused(acting: Acting, coordinator: Client, signed_in: Callable[[str], Client]) -> None:
    sheet = sealed(coordinator, "ny@kommune.example;NAV Fjordby;Rådgiver;koordinator")

    answer = signed_in("deputy").post(SEND, {"sheet": sheet})

    assert (answer.status_code, letters(acting)) == (200, [])


def test_an_old_preview_is_refused(acting: Acting, coordinator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("networks.entry.forms.PREVIEW_LASTS", -1)

    answer = coordinator.post(SEND, {"sheet": sealed(coordinator, GOOD)})

    assert "more than an hour old" in answer.content.decode()


def test_a_list_goes_out_whole_or_not_at_all(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        lines = queries.checked_lines(coordinator, fjordby, parsed(GOOD + BAD))

        with pytest.raises(Refused, match="no_such_organisation"):
            services.invite_many(network=fjordby, lines=lines, by=coordinator)

        assert not Invitation.objects.filter(email="ny@kommune.example").exists()


def test_a_list_leaves_one_entry(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        before = Entry.objects.filter(network_id=fjordby.pk).count()
        lines = queries.checked_lines(coordinator, fjordby, parsed(GOOD + GOOD.replace("ny@", "ny3@")))
        services.invite_many(network=fjordby, lines=lines, by=coordinator)
        added = Entry.objects.filter(network_id=fjordby.pk).order_by("seq")[before:]

        assert [(entry.action, len(entry.detail["invitations"])) for entry in added] == [("invitation.imported", 2)]


def test_checking_costs_the_same_for_any_number_of_lines(
    acting: Acting, fjordby: Network, django_assert_num_queries: Any
) -> None:
    for many in (1, 300):
        text = "".join(GOOD.replace("ny@", f"ny{number}@") for number in range(many))
        with acting("coordinator") as coordinator, django_assert_num_queries(3):
            queries.checked_lines(coordinator, fjordby, parsed(text))


def test_fifty_long_lines_fit_on_their_way_back(acting: Acting, coordinator: Client) -> None:
    text = "".join(f"{n}{'x' * 240}@kommune.example;{'ø' * 256};{'å' * 256};{'æ' * 256}\n" for n in range(50))

    answer = coordinator.post(SEND, {"sheet": sealed(coordinator, text)})

    assert answer.status_code == 200


@pytest.mark.parametrize(("language", "heading"), [("nb", "virksomhet"), ("nn", "verksemd"), ("en", "organisation")])
def test_the_sample_can_be_read_and_speaks_as_the_page_does(
    acting: Acting, coordinator: Client, fjordby: Network, language: str, heading: str
) -> None:
    coordinator.cookies["language"] = language
    text = coordinator.get(PAGE + "eksempel/").content.decode("utf-8-sig")

    with acting("coordinator") as user:
        lines = queries.checked_lines(user, fjordby, read(text, COLUMNS, most=500))

    assert heading in text.casefold()
    assert [line.problems for line in lines] == [(), ()]
