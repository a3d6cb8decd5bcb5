"""The page where a file is taken in: what cannot be read is told in a sentence, and no word is lost."""

import html
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from networks.routines.models import Routine
from networks.steps.content import Content, Head, Step
from networks.steps.exchange import Ancestor, Document, write
from tests.networks.routines.conftest import Acting

SignedIn = Callable[[str], Client]
THERE = "/nettverk/skogdal-og-elvestad/rutiner/fra-fil/"
STEP = Step(id="s-1", title="Ring hverandre", role="coordinator")
FILE = Document("rutine-4-7", "routine", "nb", Content(Head(title="Vår egen"), (STEP,)), 2, (), "Fjordby")
SCRIPT = "<script>alert(1)</script>"
UTF_8 = "This file is no text in UTF-8."
LONG = write(FILE) + "lineage:\n" + "- {id: a, version: 1, owner: Noen}\n" * 1_000


@pytest.fixture
def there(signed_in: SignedIn) -> Callable[..., str]:
    """What the page answers Skogdal's coordinator."""
    client = signed_in("outsider-coordinator")

    def sent(text: str = "", *, file: bytes | None = None) -> str:
        told: dict[str, object] = {"text": text}
        if file is not None:
            told["file"] = SimpleUploadedFile("rutine.yaml", file)
        return html.unescape(client.post(THERE, told, follow=True).content.decode())

    return sent


There = Callable[..., str]


@pytest.fixture
def made(acting: Acting) -> Callable[[], int]:
    """How many routines Skogdal has."""

    def counted() -> int:
        with acting("outsider-coordinator"):
            return Routine.objects.filter(network__slug="skogdal-og-elvestad").count()

    return counted


PASTED = {
    "a heading of nothing": (write(FILE).replace("Vår egen", '"\\u200b "'), "«title» is too little: at least 1."),
    "a step of nothing": (write(FILE).replace("Ring hverandre", '" "'), "«title» is too little: at least 1."),
    "a sign that cannot be kept": (write(FILE).replace("Vår egen", '"Vår\\0egen"'), "do not belong in a text"),
    "nothing": ("", "Choose a file or paste its text first."),
    "only spaces": (" \n ", "Choose a file or paste its text first."),
    "a thousand ancestors": (LONG, "«lineage» is too much: at most 20."),
    "an unknown key": (write(FILE) + "person: Kari\n", "«person» is not known here."),
    "an ancestor with more to say": (
        write(FILE) + "lineage: [{id: a, version: 1, owner: Noen, link: 'https://x.invalid'}]\n",
        "«link» is not known here.",
    ),
    "an owner without end": (write(replace(FILE, owner="x" * 121)), "«owner» is too much: at most 120."),
    "no YAML": ("title: [", "Line 2: Here the file stops being YAML."),
    "a number too much": (write(replace(FILE, version=10_000)), "Line 5: «version» is too much: at most 9999."),
}


@pytest.mark.parametrize("name", PASTED)
def test_a_bad_text_is_refused_in_a_sentence_and_stays(name: str, there: There, made: Callable[[], int]) -> None:
    text, reason = PASTED[name]
    before = made()

    page = there(text)

    assert reason in page
    assert text.strip() in page
    assert made() == before


FILES = {
    "empty": (b"", "The submitted file is empty."),
    "in another alphabet": (write(FILE).encode("utf-16"), UTF_8),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), UTF_8),
    "of zeros": (bytes(500), UTF_8),
    "too large": (b"# " + b"x" * 200_000, "larger than any routine"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused_and_what_was_pasted_stays(name: str, there: There, made: Callable[[], int]) -> None:
    (file, reason), before = FILES[name], made()

    page = there("format: påbegynt", file=file)

    assert reason in page
    assert "format: påbegynt" in page
    assert made() == before


def test_a_file_with_faults_stands_in_the_field_to_be_mended(there: There) -> None:
    page = there(file=write(FILE).replace("role: coordinator", "role: trollmann").encode())

    assert "«trollmann» is not known as role." in page
    assert "title: Ring hverandre" in page


def test_a_file_with_a_mark_in_front_is_read(there: There, made: Callable[[], int]) -> None:
    before = made()

    there(file=b"\xef\xbb\xbf" + write(FILE).encode())

    assert made() == before + 1


def test_headings_lose_the_signs_nobody_sees(there: There, acting: Acting) -> None:
    turned = '"\\u202eVår\\n\\u200begen"'

    there(write(FILE).replace("Vår egen", turned).replace("Ring hverandre", '"Ring\\u2066 \\thverandre"'))

    with acting("outsider-coordinator"):
        routine = Routine.objects.filter(network__slug="skogdal-og-elvestad").latest("pk")
        wording = routine.versions.get().wording
    assert (wording.head.title, wording.steps[0].title) == ("Vår egen", "Ring hverandre")


def test_a_file_goes_before_what_was_pasted(there: There) -> None:
    assert "Ring hverandre" in there("format: gammelt", file=write(FILE).encode())


def test_scripts_and_names_of_strangers_are_text(signed_in: SignedIn) -> None:
    head = replace(FILE.content.head, title=SCRIPT, purpose=SCRIPT)
    owner = "<a href='https://x.invalid'>Fjordby</a>"
    file = replace(
        FILE, owner=owner, lineage=(Ancestor("b", 1, SCRIPT), Ancestor("c", 1, SCRIPT)), content=Content(head, (STEP,))
    )

    answer = signed_in("outsider-coordinator").post(THERE, {"text": write(file)}, follow=True)

    page = answer.content.decode()
    assert SCRIPT not in page
    assert "<a href='https://x" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 4
    assert "&lt;a href=&#x27;https://x.invalid&#x27;&gt;Fjordby" in page


def test_links_to_articles_that_are_not_there_are_told_and_kept(there: There, acting: Acting) -> None:
    step = replace(STEP, links=("finnes-ikke", "5b1d1f10-0000-4000-8000-000000000000"))

    page = there(write(replace(FILE, content=Content(FILE.content.head, (step,)))))

    assert "finnes-ikke" in page
    with acting("outsider-coordinator"):
        routine = Routine.objects.filter(network__slug="skogdal-og-elvestad").latest("pk")
        assert routine.versions.get().wording.steps[0].links == step.links


def test_what_is_in_use_says_what_to_do_and_the_text_stays(there: There, made: Callable[[], int]) -> None:
    text, before = write(replace(FILE, id="nasjonal-fire-steg")), made()

    page = there(text)

    assert "Change that one, or first put it away" in page
    assert "title: Ring hverandre" in page
    assert made() == before
