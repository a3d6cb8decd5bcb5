"""Bokmål and nynorsk say everything the English source says."""

import re

import pytest
from babel.messages.catalog import Message

from portal.ui import translations

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def messages(language: str) -> list[Message]:
    return [message for message in translations.load(translations.path(language)) if message.id]


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_catalogue_holds_exactly_what_is_said(language: str) -> None:
    assert {translations.key_of(message) for message in messages(language)} == translations.texts()


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert [m.id for m in messages(language) if m.fuzzy or not all(translations.strings(m))] == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_translations_name_the_same_placeholders(language: str) -> None:
    wrong = []
    for message in messages(language):
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        allowed = {placeholder for source in sources for placeholder in PLACEHOLDER.findall(source)}
        for number, string in enumerate(translations.strings(message)):
            source = sources[min(number, len(sources) - 1)]
            used, wanted = set(PLACEHOLDER.findall(string)), set(PLACEHOLDER.findall(source))
            singular = len(sources) > 1 and number == 0  # «one» may name the number or spell it out
            if string and (not used <= allowed if singular else used != wanted):
                wrong.append((message.id, string))
    assert wrong == []
