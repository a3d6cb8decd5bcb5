"""What comes with the portal is there in bokmål and in nynorsk, and is the same in both but for the words."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from networks.library.models import LibraryRoutine
from networks.steps.content import Content, Step
from networks.steps.exchange import read, write
from networks.versions.writing import StepForm
from portal.config.shipped import ROUTINES

FILES = {file.stem: read(file.read_text("utf-8")) for file in ROUTINES.glob("*.yaml")}
ORIGINALS = sorted(key for key, document in FILES.items() if not document.variant_of)
LONG = 40  # characters: what is shorter can be the same in both
BOKMAL_ONLY = frozenset(
    re.findall(
        r"\w+",
        "allerede alene arbeidsgiver bare barnets bolig dere deres dersom disse eget egen en et fra følger gjør "
        "gjøre godkjent hadde hjem hjelpere hjemme hun hva hvem hver hvert hvilke hvilken hvilket hvis hvor hvordan "
        "hvorfor ikke jeg kommer koordinatoroppgaven mye myndighet møtes navn noe noen nå nærmeste oppgave "
        "oppgaven oppgaver opplysninger penger personer ringer samtykker se selv senere sette sier skole skolen skriftlig "
        "slettes slutter snakker spørre steder stedfortreder tar taushetsplikt tilbud tjeneste tjenesten tjenester trenger "
        "trengs trusler tror uka uken utenfor uten veien veileder veiledning vold voldelig voksen voksne være "
        "vært åpen åpent ønsker",
    )
)


def texts(content: Content) -> Iterator[str]:
    yield from (content.head.title, content.head.purpose)
    for step in content.steps:
        yield from (step.title, step.text, step.question, *step.points)


def without_words(step: Step) -> Step:
    """What a step is, whatever language it is in."""
    asked = "asked" if step.question else ""
    return replace(step, title="", text="said" if step.text else "", question=asked, points=("",) * len(step.points))


def test_thirteen_routines_come_with_the_portal() -> None:
    assert len(ORIGINALS) == 13


@pytest.mark.parametrize("key", ORIGINALS)
def test_each_is_there_in_nynorsk_with_the_same_steps(key: str) -> None:
    original, variant = FILES[key], FILES[f"{key}-nn"]

    assert (original.language, variant.language, variant.variant_of) == ("nb", "nn", key)
    assert (variant.kind, variant.content.head.sources) == (original.kind, original.content.head.sources)
    assert [*map(without_words, variant.content.steps)] == [*map(without_words, original.content.steps)]


def sent_untouched(form: StepForm) -> dict[str, object]:
    """What a browser sends of a step nobody has changed: its lines end as on the net, and what is not ticked is not sent."""
    told = {name: form[name].value() for name in form.fields}
    return {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in told.items()
        if value not in {None, False}
    }


@pytest.mark.parametrize("key", FILES)
def test_a_step_saved_untouched_is_no_change(key: str) -> None:
    content, saved = FILES[key].content, []
    for step in content.steps:
        form = StepForm(sent_untouched(StepForm(content=content, step=step)), content=content, step=step)
        assert form.is_valid(), form.errors
        saved.append(replace(step, **form.fields_told))

    assert tuple(saved) == content.steps


@pytest.mark.parametrize("key", ORIGINALS)
def test_no_text_is_left_in_bokmal(key: str) -> None:
    original, variant = FILES[key].content, FILES[f"{key}-nn"].content

    left = set(texts(original)) & set(texts(variant))
    words = {word for text in texts(variant) for word in re.findall(r"\w+", text.lower())}
    assert [text for text in left if len(text) > LONG] == []
    assert sorted(words & BOKMAL_ONLY) == []


@pytest.mark.parametrize("key", ORIGINALS)
def test_every_number_is_the_same_in_both(key: str) -> None:
    pairs = zip(texts(FILES[key].content), texts(FILES[f"{key}-nn"].content), strict=True)

    assert [(a, b) for a, b in pairs if re.findall(r"\d+", a) != re.findall(r"\d+", b)] == []


@pytest.mark.parametrize("key", sorted(FILES))
def test_each_is_read_back_as_it_is_written(key: str) -> None:
    assert read(write(FILES[key])) == FILES[key]


@pytest.mark.django_db
def test_they_are_laid_in_knowing_each_other() -> None:
    known = LibraryRoutine.objects.filter(variant_of__isnull=False).values_list("key", "language", "variant_of__key")

    assert {(f"{key}-nn", "nn", key) for key in ORIGINALS} <= set(known)
