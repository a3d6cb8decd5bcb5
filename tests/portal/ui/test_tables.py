"""Reading a small table: what is recognised, and what is refused with a sentence."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from portal.ui.tables import Column, Unreadable, decoded, read

pytestmark = pytest.mark.usefixtures("in_english")
COLUMNS = {
    "name": Column("Name", frozenset({"navn", "name"})),
    "town": Column("Town", frozenset({"sted", "town"})),
}


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def rows(text: str, most: int = 5) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, dict(row.cells)) for row in read(text, COLUMNS, most=most)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_decoded_recognises(encoding: str) -> None:
    assert decoded("navn;sted\nÅse Bø;Ærøy".encode(encoding)).lstrip("\ufeff") == "navn;sted\nÅse Bø;Ærøy"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (b"\xd0\xcf\x11\xe0rest of an old one", "workbook"),
        (b"navn;sted\n\x81\x8d;x", "characters of the file"),
        (b"\xff\xfea\x00b", "characters of the file"),
    ],
)
def test_decoded_refuses(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        decoded(data)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_read_finds_the_separator(separator: str) -> None:
    assert rows(f"navn{separator}sted\nÅse{separator}Bø") == [(2, {"name": "Åse", "town": "Bø"})]


def test_read_takes_the_separator_a_spreadsheet_names() -> None:
    assert rows("sep=;\nnavn;sted, by\n".replace(", by", "") + "Å, B;Bø") == [(3, {"name": "Å, B", "town": "Bø"})]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_read_knows_every_newline(newline: str) -> None:
    assert rows(newline.join(["navn;sted", "Åse;Bø", "Per;Os"]))[1] == (3, {"name": "Per", "town": "Os"})


def test_read_takes_headings_in_either_language_and_any_order() -> None:
    assert rows("Town ; NAVN\nBø;Åse") == [(2, {"name": "Åse", "town": "Bø"})]


def test_read_numbers_lines_as_the_editor_does() -> None:
    assert [number for number, _cells in rows('navn;sted\n\n"Åse\nMarie";Bø\n;\nPer;Os')] == [3, 6]


def test_read_fills_short_lines_and_marks_long_ones() -> None:
    short, long = read("navn;sted\nÅse\nPer;Os;mer", COLUMNS, most=5)

    assert (short.cells["town"], short.surplus, long.surplus) == ("", False, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "nothing in the file"),
        ("\n \n;\n", "nothing in the file"),
        ("navn;sted\n", "no lines below"),
        ("navn\nÅse", "missing: Town"),
        ("Åse;Bø\nPer;Os", "missing: Name, Town"),
        ("navn;sted;name\nÅse;Bø;x", "Name stands twice"),
        ('navn;sted\nÅse;Bø\n"Per;Os\nEva;Bø', "line 3 on"),
        ('navn;sted\n"Å"se;Bø', "line 2 on"),
        ("navn;sted\nÅ\x00se;Bø", "no spreadsheet writes"),
        ("navn;sted" + "\nÅse;Bø" * 6, "6 lines, and at most 5"),
        ("navn;sted\n" + "x" * 140_000 + ";Bø", "line 2 on"),
    ],
)
def test_read_refuses(text: str, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        rows(text)
