"""Files go with a message: looked into when they come, served to whoever may read it, and gone when it is."""

import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection
from django.test import Client
from PIL import Image

from knowledge.library.models import Article
from networks.discussion import services
from networks.discussion.models import Attachment, Message, Topic
from portal.files.received import receive
from portal.files.sweeping import FOLDER, sweep
from tests.networks.discussion.conftest import Acting

SignedIn = Callable[[str], Client]
PDF = b"%PDF-1.7\n%fjordkanari\n%%EOF"
SHORT = {"Accept": "application/json"}


def photograph(kind: str = "JPEG") -> bytes:
    """Taken in a place it tells of."""
    file, taken = BytesIO(), Image.new("RGB", (40, 30), "teal")
    note = Image.Exif()
    note[0x010E] = "Stedkanari 59.91 10.75"
    taken.save(file, kind, exif=note)
    return file.getvalue()


def packed(*names: str, size: int = 10, deep: bytes = b"x") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as sink:
        for name in names:
            sink.writestr(name, deep * size)
    return file.getvalue()


@pytest.fixture
def base(topic: Topic) -> str:
    return f"/nettverk/fjordby/samtaler/{topic.room_id}/{topic.pk}/"


def send(client: Client, base: str, *files: tuple[str, bytes], body: str = "") -> dict[str, Any]:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    sent = {"body": body, "client_id": uuid4(), "attached": uploads}
    answer: dict[str, Any] = client.post(f"{base}si/", sent, headers=SHORT).json()
    return answer


def stored(acting: Acting, who: str, topic: Topic) -> list[Attachment]:
    with acting(who):
        return list(Attachment.objects.filter(message__topic=topic))


def test_a_file_goes_with_a_message_and_is_read_by_those_in_the_room(
    signed_in: SignedIn, base: str, topic: Topic, acting: Acting
) -> None:
    told = send(signed_in("member"), base, ("plan.pdf", PDF), body="Se planen")
    [file] = stored(acting, "contact", topic)
    answer = signed_in("contact").get(f"{base}{told['number']}/fil/{file.pk}/")

    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("who", ["deputy", "mentor", "observer", "outsider-coordinator", "stranger", ""])
def test_nobody_else_gets_a_byte_of_it(signed_in: SignedIn, base: str, topic: Topic, acting: Acting, who: str) -> None:
    told = send(signed_in("member"), base, ("plan.pdf", PDF))
    [file] = stored(acting, "member", topic)
    client = signed_in(who)
    ways = [
        client.get(f"{base}{told['number']}/fil/{file.pk}/"),
        client.head(f"{base}{told['number']}/fil/{file.pk}/"),
        client.get(f"{base}{told['number']}/fil/{file.pk}/", headers={"Range": "bytes=0-4"}),
        client.get(f"/filer/{file.stored}"),
        client.get(f"/{file.stored}"),
        client.get(f"/static/{file.stored}"),
    ]

    assert {answer.status_code for answer in ways} <= {404, 302}
    assert not any(b"fjordkanari" in answer.content for answer in ways)


def test_a_file_of_another_message_is_not_found_at_this_one(
    signed_in: SignedIn, base: str, topic: Topic, acting: Acting
) -> None:
    send(signed_in("member"), base, ("plan.pdf", PDF))
    [file] = stored(acting, "member", topic)

    assert signed_in("member").get(f"{base}1/fil/{file.pk}/").status_code == 404


@pytest.mark.parametrize("act", [services.hide, services.lock, services.delete])
def test_a_message_that_is_taken_away_takes_its_file_along(
    signed_in: SignedIn, base: str, topic: Topic, acting: Acting, act: Callable[..., None]
) -> None:
    told = send(signed_in("member"), base, ("plan.pdf", PDF))
    [file] = stored(acting, "member", topic)
    with acting("member") as by:
        said = Message.objects.select_related("topic__room").get(topic=topic, number=told["number"])
        act(message=said, by=by)

    for who in ("member", "contact"):
        assert signed_in(who).get(f"{base}{told['number']}/fil/{file.pk}/").status_code == 404


def test_what_no_message_leads_to_is_removed_by_the_nightly_job(
    signed_in: SignedIn, base: str, topic: Topic, acting: Acting
) -> None:
    told = send(signed_in("member"), base, ("a.pdf", PDF))
    send(signed_in("member"), base, ("b.pdf", PDF))
    gone, kept = (file.stored for file in stored(acting, "member", topic))
    with acting("member") as by:
        services.delete(message=Message.objects.get(topic=topic, number=told["number"]), by=by)
    for name in (gone, kept):
        os.utime(default_storage.path(name), (0, 0))  # long ago

    assert sweep() >= 1
    assert (default_storage.exists(gone), default_storage.exists(kept)) == (False, True)


def test_what_was_just_stored_is_left_in_peace(signed_in: SignedIn, base: str, topic: Topic, acting: Acting) -> None:
    told = send(signed_in("member"), base, ("a.pdf", PDF))
    [file] = stored(acting, "member", topic)
    with acting("member") as by:
        services.delete(message=Message.objects.get(topic=topic, number=told["number"]), by=by)
    sweep()

    assert default_storage.exists(file.stored)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_forgets_where_it_was_taken(
    signed_in: SignedIn, base: str, topic: Topic, acting: Acting, kind: str
) -> None:
    content = photograph(kind)
    assert b"Stedkanari" in content
    told = send(signed_in("member"), base, ("hjemme.jpg", content))
    [file] = stored(acting, "member", topic)
    answer = signed_in("contact").get(f"{base}{told['number']}/fil/{file.pk}/")

    assert b"Stedkanari" not in answer.content
    assert (file.width, file.height) == (40, 30)
    assert answer["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.docx", packed("[Content_Types].xml", "word/document.xml")),
        ("tall.xlsx", packed("[Content_Types].xml", "xl/workbook.xml")),
        ("notat.odt", packed("mimetype", "content.xml")),
        ("liste.txt", "Én linje\nTo linjer".encode()),
    ],
)
def test_documents_are_kept_as_they_are(name: str, content: bytes) -> None:
    file = receive(SimpleUploadedFile(name, content))

    assert (file.name, file.content) == (name, content)


BAD: dict[str, tuple[str, bytes]] = {
    "a page": ("side.html", b"<!doctype html><script>alert(1)</script>"),
    "a page called text": ("side.txt", b"  <html><script>alert(1)</script>"),
    "a drawing with scripts": ("tegning.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    "a program": ("virus.exe", b"MZ\x90\x00\x03"),
    "a program called pdf": ("faktura.pdf", b"MZ\x90\x00\x03"),
    "an animation with a script": ("bilde.gif", b"GIF89a<script>alert(1)</script>"),
    "nothing": ("tom.txt", b""),
    "a text with signs for machines": ("rar.txt", b"hei\x00hei"),
    "no text at all": ("rar.txt", b"\xff\xfe\xfa\xfb"),
    "a zip": ("alt.zip", packed("alt.txt")),
    "macros": ("makro.docx", packed("word/document.xml", "word/vbaProject.bin")),
    "a way out of the folder": ("ut.docx", packed("word/document.xml", "../../etc/passwd")),
    "a bomb": ("bombe.docx", packed("word/document.xml", size=30_000_000)),
    "too many members": ("mange.docx", packed("word/document.xml", *(f"{n}.xml" for n in range(2001)))),
    "half a zip": ("halv.docx", packed("word/document.xml")[:40]),
    "half a picture": ("halv.png", photograph("PNG")[:60]),
    "a picture that claims too much": ("stort.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x75\x30\x00\x00\x75\x30"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_everything_else_is_refused_with_a_sentence_and_the_words_are_kept(
    signed_in: SignedIn, base: str, topic: Topic, acting: Acting, what: str
) -> None:
    told = send(signed_in("member"), base, BAD[what], body="Se her")

    assert told.keys() == {"told"}
    assert told["told"]
    assert stored(acting, "member", topic) == []


def test_no_more_than_five_go_with_one_message(signed_in: SignedIn, base: str) -> None:
    told = send(signed_in("member"), base, *[(f"{n}.pdf", PDF) for n in range(6)])

    assert "five" in str(told["told"])


def test_nobody_sends_files_without_end(signed_in: SignedIn, base: str, settings: "object") -> None:
    settings.TALK_LIMITS = {"person": 30, "topic": 300, "files": 2}  # type: ignore[attr-defined] # pytest-django's
    told = send(signed_in("member"), base, *[(f"{n}.pdf", PDF) for n in range(3)], body="Tre")

    assert told.keys() == {"told"}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\kari\\plan.txt", "plan.txt"),
        ("gift\u202eexe.txt", "giftexe.txt"),
        ("\n\r\x00.txt", "fil.txt"),
        ("å" * 300 + ".txt", "å" * 100 + ".txt"),
    ],
)
def test_a_name_is_only_a_name(name: str, kept: str) -> None:
    class Named(BytesIO):
        size = 3

    file = Named(b"hei")
    file.name = name

    assert receive(file).name == kept


def test_an_article_is_shown_as_a_card_that_leads_to_it(signed_in: SignedIn, base: str) -> None:
    article = Article.objects.get(slug="bekymret-for-en-elev")
    client = signed_in("member")
    client.post(f"{base}si/", {"body": "", "client_id": uuid4(), "article": article.translation_key})
    page = client.get(base).content.decode()

    assert f'href="/fagstoff/{article.translation_key}/"' in page
    assert article.title in page


def test_an_article_that_is_not_public_is_no_card(signed_in: SignedIn, base: str, acting: Acting, topic: Topic) -> None:
    signed_in("member").post(f"{base}si/", {"body": "Hei", "client_id": uuid4(), "article": uuid4()})
    with acting("member"):
        assert Message.objects.filter(topic=topic).latest("number").card is None


def test_articles_are_found_by_typing(signed_in: SignedIn) -> None:
    found = signed_in("member").get("/nettverk/fjordby/samtaler/fagstoff/?q=bekymret").json()["found"]

    assert "bekymret" in found[0]["title"].lower()


def test_a_file_is_not_attached_to_what_was_said_before(
    acting: Acting, topic: Topic, later: Callable[[str], None]
) -> None:
    with acting("member"):
        said = Message.objects.get(topic=topic)
    later("1 minute")
    with pytest.raises(ProgrammingError, match="not said now"), acting("member"), connection.cursor() as cursor:
        cursor.execute("SELECT sec.attach(%s, 'a', 'txt', 1, '', 'rooms/x', 0, 0, 60)", [said.pk])


def test_the_folder_of_files_is_not_the_folder_of_the_knowledge_base() -> None:
    assert FOLDER == "rooms"
