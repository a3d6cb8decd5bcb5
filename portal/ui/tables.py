"""Reads a small table somebody saved from a spreadsheet or pasted: which encoding, which separator, which columns."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.accounts.fields import visible

SEPARATORS = (";", ",", "\t")
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
LONGEST = 256  # what is longer than any field of ours needs not be carried along


class Unreadable(Exception):
    """The table as a whole cannot be read. Says what to do in one or two sentences."""


@dataclass(frozen=True)
class Column:
    """A column, its name on the page and every heading under which it is accepted."""

    label: str | Promise
    headings: frozenset[str]


@dataclass(frozen=True)
class Row:
    number: int
    cells: Mapping[str, str]
    surplus: bool = False


def decoded(data: bytes) -> str:
    """UTF-8 and UTF-16 as their marks say, else UTF-8 if it is, else Windows-1252. Raises Unreadable."""
    if data.startswith(WORKBOOKS):
        raise Unreadable(_("This is a workbook. In the spreadsheet, choose Save as and the type CSV UTF-8."))
    for encoding in ("utf-16",) if data.startswith(WIDE_MARKS) else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise Unreadable(_("The characters of the file cannot be read. Save it again as CSV UTF-8."))


def read(text: str, columns: Mapping[str, Column], *, most: int) -> list[Row]:
    """The lines below the headings, at most `most`, blank ones left out. Raises Unreadable."""
    if any(sign < " " and sign not in "\t\r\n" for sign in text):
        raise Unreadable(_("The text holds characters that no spreadsheet writes. Save it again as CSV UTF-8."))
    text, separator = separated(visible(text))
    lines = [(number, cells) for number, cells in numbered(text, separator) if any(cells)]
    if not lines:
        raise Unreadable(_("There is nothing in the file."))
    places = placed(lines[0][1], columns)
    if len(lines) == 1:
        raise Unreadable(_("There are no lines below the headings."))
    if len(lines) - 1 > most:
        told = {"lines": len(lines) - 1, "most": most}
        raise Unreadable(_("There are %(lines)d lines, and at most %(most)d can go at a time. Split the file.") % told)
    return [row(number, cells, places, width=len(lines[0][1])) for number, cells in lines[1:]]


def separated(text: str) -> tuple[str, str]:
    """The text and its separator: the one a spreadsheet names in a first line «sep=;», else the headings' commonest."""
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith("sep=") and first.strip()[4:] in SEPARATORS:
        return f"\n{rest}", first.strip()[4:]
    headings = text.lstrip().partition("\n")[0]
    return text, max(SEPARATORS, key=headings.count)


def numbered(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the number of the line it begins on. Raises Unreadable where quotation marks do not match."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, [" ".join(cell.split()) for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        told = _("From line %(line)d on, the quotation marks do not match. Mend them and try again.")
        raise Unreadable(told % {"line": begins}) from error


def placed(headings: list[str], columns: Mapping[str, Column]) -> dict[str, int]:
    """Which column stands where. Raises Unreadable for one that is missing or stands twice."""
    found = [next((key for key, c in columns.items() if cell.casefold() in c.headings), "") for cell in headings]
    missing = [str(column.label) for key, column in columns.items() if key not in found]
    if missing:
        told = _("These columns are missing: %(columns)s. The first line must name the columns.")
        raise Unreadable(told % {"columns": ", ".join(missing)})
    twice = [columns[a].label for a, b in pairwise(sorted(filter(None, found))) if a == b]
    if twice:
        raise Unreadable(_("The column %(column)s stands twice.") % {"column": twice[0]})
    return {key: found.index(key) for key in columns}


def row(number: int, cells: list[str], places: Mapping[str, int], *, width: int) -> Row:
    padded = cells + [""] * width
    return Row(number, {key: padded[place][:LONGEST] for key, place in places.items()}, any(cells[width:]))
