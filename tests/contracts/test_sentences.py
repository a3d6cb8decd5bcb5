"""Every rule that can stand in somebody's way has a sentence, and no sentence is left over."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from portal.bootstrap import ROOT
from portal.tenancy.refusals import SENTENCES, Refused

IN_SQL = re.compile(r"sec\.refuse\((.+?)\);", re.DOTALL)
IN_PYTHON = re.compile(r"raise Refused\((.+?)\)")
KEY = re.compile(r"""(?:^|THEN |ELSE )['\"](\w+)""")


def refused() -> Iterator[str]:
    for app in ("portal", "networks", "cases", "knowledge"):
        for ending, pattern in (("sql", IN_SQL), ("py", IN_PYTHON)):
            for file in sorted((ROOT / app).rglob(f"*.{ending}")):
                for call in pattern.findall(file.read_text()):
                    yield from KEY.findall(call)


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal() -> None:
    assert set(refused()) == SENTENCES.keys()


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_refusal_speaks_the_readers_language(language: str) -> None:
    untranslated = {key for key, english in SENTENCES.items() if told(key, language) == told(key, "en")}

    assert untranslated == set()


def told(key: str, language: str) -> str:
    with translation.override(language):
        return Refused(key).sentence
