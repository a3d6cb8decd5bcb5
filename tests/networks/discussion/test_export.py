"""A room taken out for an archive: as data, and on paper that says the same."""

import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from networks.archive import services
from networks.archive.queries.package import room_package
from networks.archive.queries.paper import paper
from networks.discussion import services as discussion
from networks.discussion.models import Message, Placement, Room, Topic
from portal.audit.models import Entry
from portal.bootstrap import ROOT
from portal.files.received import Received
from portal.tenancy.refusals import NotAllowed, Refused
from portal.ui.documents import pdf
from tests.networks.discussion.conftest import Acting, Persona, Say

SCHEMA = json.loads((ROOT / "docs" / "archive-package.schema.json").read_text())
Told = dict[str, Any]


def files_of(body: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def taken_out(acting: Acting, room: Room) -> Callable[..., dict[str, bytes]]:
    """taken_out(who="coordinator"): the files of the package."""

    def take(who: str = "coordinator") -> dict[str, bytes]:
        with acting(who) as by:
            return files_of(services.export_room(room=room, by=by))

    return take


Take = Callable[..., dict[str, bytes]]


def data(files: dict[str, bytes]) -> Told:
    return dict(json.loads(files["room.json"]))


def reader(files: dict[str, bytes], name: str = "room.pdf") -> PdfReader:
    return PdfReader(io.BytesIO(files[name]))


def text(files: dict[str, bytes]) -> str:
    """What a reader of the paper can copy from it, without the places where a long word may break."""
    return "\n".join(page.extract_text() for page in reader(files).pages).replace("\u200b", "")


def said(told: Told) -> list[str | None]:
    return [message["text"] for topic in told["topics"] for message in topic["messages"]]


# What is in it


def test_a_package_is_data_paper_and_what_an_archive_asks(topic: Topic, taken_out: Take) -> None:
    assert sorted(taken_out()) == ["noark5.json", "room.json", "room.pdf"]


def test_the_data_keep_to_the_published_shape(acting: Acting, topic: Topic, say: Say, taken_out: Take) -> None:
    first = say("@Kari Lunde, se her")
    say("Svar", who="contact", quotes=first.number)
    with acting("contact") as by:
        discussion.react(message=first, sign="thanks", given=True, by=by)
        discussion.hide(message=first, by=by)

    Draft202012Validator.check_schema(SCHEMA)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data(taken_out()))] == []


def test_who_was_there_is_told_with_organisation_duty_part_and_time(
    acting: Acting, topic: Topic, place_of: Callable[[str], Placement], taken_out: Take
) -> None:
    placement = place_of("contact")
    with acting("coordinator") as by:
        discussion.end_placement(placement=placement, by=by)

    people = {one["name"]: one for one in data(taken_out())["participants"]}

    assert len(people) == 4
    assert people[placement.user.name]["until"].startswith(str(timezone.localdate()))
    kept = [(one["part"], one["organisation"] != "", one["regime"] != "") for one in people.values()]
    assert sorted(kept) == [("adviser", True, True), ("keeper", True, True), *[("participant", True, True)] * 2]


def test_a_message_is_told_as_it_was_written(acting: Acting, topic: Topic, say: Say, taken_out: Take) -> None:
    first = say("**Fet** tekst\nover to linjer")
    answer = say("Svar", who="contact", quotes=first.number)
    with acting("contact") as by:
        discussion.react(message=first, sign="thanks", given=True, by=by)

    [told] = data(taken_out())["topics"]
    *_, before, last = told["messages"]

    assert (told["title"], before["text"]) == ("Høsten", "**Fet** tekst\nover to linjer")
    assert [one["sign"] for one in before["signs"]] == ["thanks"]
    assert (last["number"], last["quotes"]) == (answer.number, first.number)
    assert last["at"] == timezone.localtime(answer.sent_at).isoformat(timespec="milliseconds")


WITHHELD = {"hidden": discussion.hide, "locked": discussion.lock, "deleted": discussion.delete}


@pytest.mark.parametrize("state", WITHHELD)
def test_what_is_withheld_is_there_without_its_text(
    acting: Acting, topic: Topic, say: Say, taken_out: Take, state: str
) -> None:
    message = say("Han heter Per Gjenkjennelig")
    with acting("member") as by:
        WITHHELD[state](message=message, by=by)

    files = taken_out()

    last = data(files)["topics"][0]["messages"][-1]
    assert (last["text"], last["state"]) == (None, state)
    assert not [name for name, body in files.items() if b"Gjenkjennelig" in body]
    assert "Gjenkjennelig" not in text(files)


def test_its_author_takes_out_no_hidden_text_either(acting: Acting, room: Room, say: Say, taken_out: Take) -> None:
    message = say("Han heter Per Gjenkjennelig", who="coordinator")
    with acting("coordinator") as by:
        discussion.hide(message=message, by=by)

    assert said(data(taken_out()))[-1] is None


def test_what_was_said_before_she_came_is_not_in_it(
    acting: Acting, persona: Persona, room: Room, topic: Topic, say: Say, later: Callable[[str], None]
) -> None:
    early = say("Sagt i forkant")
    later("1 hour")
    with acting("coordinator") as by:
        placed = discussion.place(room=room, person_id=persona("deputy").pk, part="keeper", whole=False, by=by)
    later("2 hours")
    say("Sagt siden", quotes=early.number)
    with acting("deputy") as by:
        files = files_of(services.export_room(room=room, by=by))

    told = data(files)
    assert (said(told), told["exported"]["whole"]) == (["Sagt siden"], False)
    assert told["exported"]["reads_from"] == timezone.localtime(placed.sees_from_at).isoformat(timespec="milliseconds")
    assert told["topics"][0]["messages"][0]["quotes"] is None
    assert "forkant" not in text(files)
    assert "nothing earlier is in it" in " ".join(text(files).split()) or "ingenting" in text(files)


# On paper


def test_the_paper_carries_the_checksum_of_the_data_on_every_page(topic: Topic, say: Say, taken_out: Take) -> None:
    say("Lang tekst. " * 800)
    files = taken_out()
    told = sha256(files["room.json"]).hexdigest()
    pages = [page.extract_text() for page in reader(files).pages]

    assert len(pages) > 1
    assert [told in "".join(page.split()) for page in pages] == [True] * len(pages)
    assert f"SHA-256 {told}" in str(dict(reader(files).metadata or {})["/Keywords"])


def test_an_archive_system_is_told_both_checksums(topic: Topic, taken_out: Take) -> None:
    files = taken_out()
    objects = [one["dokumentobjekt"] for one in json.loads(files["noark5.json"])["dokumentbeskrivelse"]]

    assert {one["referanseDokumentfil"]: one["sjekksum"] for one in objects} == {
        name: sha256(files[name]).hexdigest() for name in ("room.json", "room.pdf")
    }


def handed_over(acting: Acting, topic: Topic, *contents: str) -> None:
    """All of them called the same."""
    files = [Received("plan.txt", "txt", content.encode()) for content in contents]
    with acting("member") as by:
        discussion.say(topic=topic, body="Se planene", client_id=uuid4(), files=files, by=by)


def test_the_files_go_along_each_once_with_their_sums(acting: Acting, topic: Topic, taken_out: Take) -> None:
    handed_over(acting, topic, "Første plan", "Andre plan")
    handed_over(acting, topic, "Første plan")
    files = taken_out()
    enclosed = {name: body for name, body in files.items() if name.startswith("files/")}
    told = json.loads(files["noark5.json"])["dokumentbeskrivelse"]
    sums = {one["dokumentobjekt"]["referanseDokumentfil"]: one["dokumentobjekt"]["sjekksum"] for one in told}

    assert sorted(enclosed.values()) == [b"Andre plan", "Første plan".encode()]
    assert {name: sums[name] for name in enclosed} == {
        name: sha256(body).hexdigest() for name, body in enclosed.items()
    }


def test_a_file_of_a_hidden_message_stays_behind(acting: Acting, topic: Topic, taken_out: Take) -> None:
    handed_over(acting, topic, "Hemmelig plan")
    with acting("contact") as by:
        said = Message.objects.select_related("topic__room").filter(topic=topic).latest("number")
        discussion.hide(message=said, by=by)

    assert not [name for name in taken_out() if name.startswith("files/")]


def test_more_than_a_package_holds_is_refused_rather_than_left_out(
    acting: Acting, topic: Topic, taken_out: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_over(acting, topic, "Første plan")
    monkeypatch.setattr("networks.archive.queries.enclosed.MOST_ENCLOSED", 3)

    with pytest.raises(Refused, match="package_too_large"):
        taken_out()


def test_the_paper_is_for_archives_and_for_everybody(persona: Persona, topic: Topic, taken_out: Take) -> None:
    document = reader(taken_out())
    root: Any = document.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()

    assert re.findall(r"pdfaid:(part|conformance)>(\w)", xmp) == [("part", "2"), ("conformance", "A")]
    assert re.findall(r"pdfuaid:part>(\d)", xmp) == ["1"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"][:2] in {"nb", "nn", "en"}) == (True, True)
    assert document.metadata is not None
    assert (document.metadata.title, document.metadata.author) == ("Prøverom", persona("coordinator").name)


STRANGE = (
    '#import "/etc/passwd": * ',
    '$x^2$ *a* _b_ `c` @ref <lbl> // nei /* d */ \\ ~ -- ... "q" #eval("1") #{} ] [ #',
    "Ŋ ŋ Š š Ž ž Č č Đ đ Ŧ ŧ Á á æøå ÆØÅ Guovdageaidnu",
    "smil 🙂 tommel 👍",
    "tegn uten bokstav 漢",
)


def test_whatever_is_written_stands_there_as_it_was_written(topic: Topic, say: Say, taken_out: Take) -> None:
    for body in STRANGE:
        say(body)
    files = taken_out()
    printed = "".join(text(files).split())

    assert said(data(files))[1:] == list(STRANGE)
    literally = [body.replace("漢", "[U+6F22]") for body in STRANGE]
    assert [body for body in literally if "".join(body.split()) not in printed] == []


@pytest.mark.parametrize(
    "body", ["a" * 10_000, "🙂" * 5_000, "مرحبا بالعالم שלום", "\u202eabc \ufdd0 e\u20e3", "\n\n \n"]
)
def test_no_text_breaks_the_paper(topic: Topic, say: Say, taken_out: Take, body: str) -> None:
    say(body)
    files = taken_out()

    assert said(data(files))[-1] == body
    assert len(reader(files).pages) >= 1


def test_a_long_word_stays_on_the_paper(topic: Topic, say: Say, taken_out: Take) -> None:
    say("a" * 10_000)

    assert text(taken_out()).count("a" * 16) > 0
    assert max(len(line) for line in text(taken_out()).split("\n")) < 150


def test_the_paper_has_no_words_of_its_own(acting: Acting, room: Room, topic: Topic) -> None:
    """Every word comes with the data: so it can be in the reader's language, and nothing else can get in."""
    now = timezone.now()
    with acting("coordinator") as by:
        told = paper(room_package(by, room, at=now), sha256="0" * 64)
    document = PdfReader(io.BytesIO(pdf("networks/archive/package.typ", told, made_at=now)))
    known = json.dumps(told, ensure_ascii=False)

    words = {word for page in document.pages for word in re.findall(r"[^\W\d_]{3,}", page.extract_text())}

    assert len(words) > 30
    assert {word for word in words if word not in known} == set()


# Who may, and how often


@pytest.mark.parametrize("who", ["member", "contact", "supervisor", "deputy"])
def test_who_does_not_keep_the_room_takes_nothing_out(acting: Acting, room: Room, who: str) -> None:
    with acting(who) as by, pytest.raises(NotAllowed):
        services.export_room(room=room, by=by)


def test_five_an_hour_and_no_more(acting: Acting, room: Room, topic: Topic, later: Callable[[str], None]) -> None:
    with acting("coordinator") as by:
        for _ in range(5):
            services.export_room(room=room, by=by)
        with pytest.raises(Refused, match="too_many_exports"):
            services.export_room(room=room, by=by)
        later("61 minutes")

        assert services.export_room(room=room, by=by)


def test_the_log_holds_the_checksum_and_nothing_of_what_was_said(
    acting: Acting, room: Room, topic: Topic, taken_out: Take
) -> None:
    files = taken_out()
    with acting("coordinator"):
        [entry] = Entry.objects.filter(action="room.exported")

    assert entry.detail == {"room": room.pk, "sha256": sha256(files["room.json"]).hexdigest()}
    assert (entry.subject, entry.subject_id, entry.subject_label) == ("room", room.pk, "")


def test_a_closed_room_is_taken_out_until_its_day(
    acting: Acting, room: Room, topic: Topic, taken_out: Take, later: Callable[[str], None]
) -> None:
    with acting("coordinator") as by:
        discussion.close_room(room=room, days=7, talk="archive", attachments="delete", by=by)
    later("6 days")
    told = data(taken_out())

    assert (told["room"]["state"], told["room"]["talk_fate"]) == ("closed", "archive")
    assert told["room"]["deleted_on"] == str(timezone.localdate() + timedelta(days=7))


# The page


def test_a_keeper_downloads_it_from_the_room(signed_in: Callable[[str], Client], room: Room, topic: Topic) -> None:
    client, address = signed_in("coordinator"), f"/nettverk/fjordby/samtaler/{room.pk}/pakke/"

    assert f'action="{address}"' in client.get(f"/nettverk/fjordby/samtaler/{room.pk}/").content.decode()
    answer = client.post(address)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/zip", "no-store")
    assert re.fullmatch(rf'attachment; filename="arkivpakke-{room.pk}-[\d-]+\.zip"', answer["Content-Disposition"])
    assert "room.pdf" in files_of(answer.content)


def test_who_takes_part_is_not_offered_it(signed_in: Callable[[str], Client], room: Room) -> None:
    client, address = signed_in("member"), f"/nettverk/fjordby/samtaler/{room.pk}/pakke/"

    assert address not in client.get(f"/nettverk/fjordby/samtaler/{room.pk}/").content.decode()
    assert client.post(address).status_code == 403


def test_too_many_are_refused_with_a_sentence(
    signed_in: Callable[[str], Client], acting: Acting, room: Room, topic: Topic
) -> None:
    client, address = signed_in("coordinator"), f"/nettverk/fjordby/samtaler/{room.pk}/pakke/"
    for _ in range(5):
        client.post(address)

    answer = client.post(address, follow=True)

    assert answer.redirect_chain[-1][0] == f"/nettverk/fjordby/samtaler/{room.pk}/"
    assert "ds-alert" in answer.content.decode()
