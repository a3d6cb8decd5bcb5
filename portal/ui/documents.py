"""Documents as PDF, set by Typst: PDF/A-2a, which an archive takes, and PDF/UA-1, which everybody can have read to them.

What people wrote is handed over as data and never stands in the source, so nobody's text is Typst code.
"""

import json
import struct
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category

import typst
from django.conf import settings
from django.utils import timezone

from portal.bootstrap import ROOT

SOURCES = ROOT / "templates"
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
FOLDERS = (settings.FRONT / "dejavu-fonts-ttf" / "ttf", settings.FRONT / "@expo-google-fonts" / "noto-emoji")
FACES = (FOLDERS[0] / "DejaVuSans.ttf", FOLDERS[1] / "400Regular" / "NotoEmoji_400Regular.ttf")
SURE = 0x250  # below it Typst's own letters have everything
TURNING = frozenset((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))  # what would turn the text round unseen
PRIVATE = "Co"  # letters that mean something to one font only; PDF/A forbids them


def pdf(template: str, told: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The document a Typst file makes of `told`, in which it finds `language` and, as `made`, the day.

    A character without a letter shape here is written as its number, [U+4E2D]: an archive takes no empty boxes.
    """
    day = timezone.localtime(made_at)
    full = {**told, "made": {"year": day.year, "month": day.month, "day": day.day}}
    try:
        return compiled(template, spelled(full, has_letter), made_at)
    except typst.TypstError:  # the letters are there, but not for signs joined like this
        return compiled(template, spelled(full, is_plain), made_at)


def compiled(template: str, told: object, made_at: datetime) -> bytes:
    source = typst.Compiler(
        SOURCES / template,
        root=SOURCES,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(told)},
    )
    made = source.compile(format="pdf", pdf_standards=STANDARDS, timestamp=int(made_at.timestamp()))
    assert isinstance(made, bytes)  # noqa: S101 narrows the type: a PDF is one file
    return made


@cache
def fonts() -> typst.Fonts:
    """Typst's own, and for what they lack those of the front-end packages. Not the machine's: each would set it otherwise."""
    return typst.Fonts(include_system_fonts=False, font_paths=list(FOLDERS))


def spelled(told: Any, shown: Callable[[str], bool]) -> Any:
    if isinstance(told, str):
        return "".join(sign if shown(sign) else f"[U+{ord(sign):04X}]" for sign in told)
    if isinstance(told, Mapping):
        return {key: spelled(value, shown) for key, value in told.items()}
    return [spelled(value, shown) for value in told] if isinstance(told, list | tuple) else told


def is_plain(sign: str) -> bool:
    return sign == "\n" or (ord(sign) < SURE and sign.isprintable())


def has_letter(sign: str) -> bool:
    number = ord(sign)
    return is_plain(sign) or (number >= SURE and number in letters() and number not in TURNING)


@cache
def letters() -> frozenset[int]:
    return frozenset().union(*map(letters_in, FACES))


def letters_in(face: Path) -> set[int]:
    """Which signs a font file has letters for: its table «cmap», in the form (12) that knows all of Unicode."""
    file = face.read_bytes()
    tables = [struct.unpack_from(">4sIII", file, 12 + 16 * n) for n in range(*struct.unpack_from(">H", file, 4))]
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    maps = range(*struct.unpack_from(">H", file, start + 2))
    places = [start + struct.unpack_from(">HHI", file, start + 4 + 8 * n)[2] for n in maps]
    whole = next(place for place in places if struct.unpack_from(">H", file, place) == (12,))
    groups = range(*struct.unpack_from(">I", file, whole + 12))
    spans = [struct.unpack_from(">III", file, whole + 16 + 12 * n) for n in groups]
    found = {sign for first, last, _ in spans for sign in range(first, last + 1)}
    return {sign for sign in found if category(chr(sign)) != PRIVATE}
