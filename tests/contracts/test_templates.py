"""Every template parses, is used, carries no script or style of its own, and marks each of its texts for translation."""

import re
from functools import cache

import pytest
from django.template.loader import get_template

from portal.bootstrap import ROOT

FOLDER = ROOT / "templates"
EVERY = [file.relative_to(FOLDER).as_posix() for file in sorted(FOLDER.rglob("*.*"))]
DOCUMENTS = [name for name in EVERY if name.endswith(".typ")]  # set by Typst (portal.ui.documents), not by Django
TEMPLATES = [name for name in EVERY if name not in DOCUMENTS]
PAGES = [name for name in TEMPLATES if name.endswith(".html")]
CODE = ("portal", "networks", "cases", "knowledge")
# Found by a library under a name it composes, not by ours.
NAMED_BY_LIBRARIES = (
    "account/",
    "mfa/",
    "socialaccount/",
    "allauth/",
    "usersessions/",
    "django/",
    "wagtail",
    "40",
    "429",
    "500",
)
# Notices are named by their kind: notices.send("invitation") sends notices/invitation.{subject,body}.txt.
COMPOSED = re.compile(r"notices/(\w+)\.(subject|body)\.(txt|html)")
INLINE = {
    "a script": re.compile(r"<script(?![^>]*(\bsrc=|application/ld\+json))", re.IGNORECASE),  # data is no script
    "a style": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
# What may stand untranslated: a proper name, and signs that are no words.
PROPER_NAMES = (
    "Utveier",
    "PST",
    "RVTS",
    "NAV",
    "SLT",
    "112",
    "02800",
    "CSV",
    "PDF",
)
SAMPLES = ("Eva", "Nilsen", "Geir", "Aune")  # people of the demo, in the building blocks
LANGUAGES = ("Bokmål", "Nynorsk", "English")  # each in its own tongue
# HTML that Django itself hands us as a safe text, and nobody's input.
TRUSTED = {"django/forms/help.html": "Help texts are written in the code; Django's for passwords are lists."}


def source(name: str) -> str:
    return (FOLDER / name).read_text()


@cache  # read once for all templates
def sources() -> str:
    python = "\n".join(f.read_text() for app in CODE for f in sorted((ROOT / app).rglob("*.py")))
    return python + "\n".join(source(name) for name in TEMPLATES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_parses(name: str) -> None:
    assert get_template(name) is not None


@pytest.mark.parametrize("name", EVERY)
def test_a_template_is_used(name: str) -> None:
    if name.startswith(NAMED_BY_LIBRARIES):
        return
    kind = COMPOSED.fullmatch(name)
    used = f'"{kind[1]}"' if kind else f'"{name}"'

    assert used in sources()


@pytest.mark.parametrize("what", INLINE)
def test_no_template_carries_what_the_policy_forbids(what: str) -> None:
    assert {name for name in PAGES if INLINE[what].search(source(name))} == set()


def words(name: str) -> set[str]:
    """What a reader would read that no translation would change."""
    text = re.sub(r"{% (blocktrans|blocktranslate|comment)\b.*?{% end\1 %}", " ", source(name), flags=re.DOTALL)
    text = re.sub(r"{% block (size|width|\w*class) %}.*?{% endblock %}", " ", text)
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<svg\b.*?</svg>", " ", text, flags=re.DOTALL)
    spoken = " ".join(re.findall(r'(?:alt|title|placeholder|aria-label)="([^"]*)"', text))
    text = re.sub(r"<[^>]*>", " ", text) + spoken
    text = re.sub(r"&\w+;", " ", text)
    return {word for word in re.findall(r"[^\W\d_]{2,}", text) if word not in (*PROPER_NAMES, *SAMPLES, *LANGUAGES)}


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_text_can_be_translated(name: str) -> None:
    assert words(name) == set()


@pytest.mark.parametrize("name", [page for page in PAGES if page not in TRUSTED])
def test_nothing_is_trusted_without_escaping(name: str) -> None:
    assert re.findall(r"\|\s*(?:safe|safeseq)\b|{%\s*autoescape off", source(name)) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_takes_in_nothing_but_its_data(name: str) -> None:
    """That it has no words of its own either is read from the paper, in the tests of what it lays out."""
    assert "sys.inputs.told" in source(name)
    assert re.findall(r"\b(?:eval|read|include|import|plugin)\b", source(name)) == []


def test_the_checks_bite() -> None:
    bad = '<p onclick="x()" style="a">Hello <script>1</script></p>'

    assert {what for what, found in INLINE.items() if found.search(bad)} == {
        "a script",
        "a style attribute",
        "a handler",
    }
