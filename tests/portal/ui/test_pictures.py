"""Geometry and sentences of the pictures."""

import re
from dataclasses import dataclass
from math import dist

import pytest
from django.utils import translation

from portal.ui import pictures


@dataclass(frozen=True)
class Row:
    number: str
    label: str
    state: str


def rows(*states: str) -> list[Row]:
    return [Row(str(number), f"S{number}", state) for number, state in enumerate(states, start=1)]


def test_ring_has_a_segment_for_each_line() -> None:
    picture = pictures.ring(rows("ok", "soon", "gap"))

    assert [(s.number, s.state) for s in picture.segments] == [("1", "ok"), ("2", "soon"), ("3", "gap")]
    assert picture.covered == 2  # what is due soon is covered until then


@pytest.mark.parametrize("many", [1, 2, 9, 11])
def test_segments_keep_between_the_two_circles(many: int) -> None:
    for segment in pictures.ring(rows(*["ok"] * many)).segments:
        corners = re.findall(r"(?:[ML]|A\S+ \S+ 0 [01] [01] )(-?[\d.]+) (-?[\d.]+)", segment.path)
        radii = [round(dist((100, 100), [float(part) for part in corner])) for corner in corners]
        assert radii == [94, 94, 58, 58]


def test_a_large_segment_takes_the_long_way() -> None:
    assert " 0 1 1 " in pictures.ring(rows("ok")).segments[0].path


def test_the_sentence_names_what_is_missing_and_what_is_soon() -> None:
    with translation.override("en"):
        told = pictures.ring(rows("ok", "soon", "gap", "gap")).sentence

    assert told == "2 of 4 sectors are covered. To be confirmed soon: S2. Missing: S3, S4."


def test_the_sentence_is_short_when_all_is_well() -> None:
    with translation.override("en"):
        assert pictures.ring(rows("ok", "ok")).sentence == "2 of 2 sectors are covered."


def test_a_percent_sign_in_a_name_does_no_harm() -> None:
    with translation.override("en"):
        assert pictures.ring([Row("1", "100 %s", "gap")]).sentence.endswith("Missing: 100 %s.")
