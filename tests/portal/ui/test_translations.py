"""The catalogues follow the code."""

from pathlib import Path

import pytest

from portal.ui import translations


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    return tmp_path


def saying(monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    monkeypatch.setattr(translations, "texts", lambda: {(text, None) for text in texts})


def translate(language: str, text: str, translation: str) -> None:
    catalog = translations.load(translations.path(language))
    catalog[text].string = translation
    translations.write(catalog, language)


def test_python_texts_are_found_with_plural_and_context() -> None:
    source = b"_('One')\nngettext('a', 'b', n)\npgettext('door', 'Open')\ngettext(name)\n"

    assert set(translations.in_python(source)) == {("One", None), (("a", "b"), None), ("Open", "door")}


def test_template_texts_are_found_whatever_stands_around() -> None:
    page = """<p title="(">{% trans "Call now" %}</p>
    {% blocktrans trimmed count n=n %}
      {{ n }} thing
    {% plural %}{{ n }} things{% endblocktrans %} it's {# no #}"""

    assert set(translations.in_template(page, "page.html")) == {
        ("Call now", None),
        (("%(n)s thing", "%(n)s things"), None),
    }


def test_collect_keeps_a_translation(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saying(monkeypatch, "Members")
    translations.collect()
    translate("nb", "Members", "Medlemmer")

    assert translations.collect()["nb"] == (1, 0)
    assert translations.load(translations.path("nb"))["Members"].string == "Medlemmer"


def test_collect_drops_what_is_no_longer_said(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saying(monkeypatch, "Members", "People")
    translations.collect()

    saying(monkeypatch, "Members")
    translations.collect()

    assert "People" not in translations.path("nb").read_text()


def test_collect_writes_the_same_file_twice(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saying(monkeypatch, "Members", "People")
    translations.collect()
    before = translations.path("nn").read_bytes()

    translations.collect()

    assert translations.path("nn").read_bytes() == before


def test_compiled_catalogue_answers(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saying(monkeypatch, "Members")
    translations.collect()
    translate("nn", "Members", "Medlemer")

    translations.compile_all()

    compiled = translations.path("nn").with_suffix(".mo").read_bytes()
    assert b"Medlemer" in compiled
