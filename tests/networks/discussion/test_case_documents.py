"""A message is somebody's case document: marked, taken out, and noted as archived. The talk around it still ends."""

import io
import json
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from networks.archive import access, services
from networks.archive.queries.documents import lines
from networks.directory.models import Organisation
from networks.discussion import services as discussion
from networks.discussion.models import CaseDocument, Message, Room, Topic
from networks.discussion.queries.talk import talk
from portal.audit.models import Entry
from portal.tenancy.functions import call_rows
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused
from tests.networks.discussion.conftest import Acting, Persona, Say
from tests.networks.discussion.test_export import files_of

Marked = Callable[..., CaseDocument]
Later = Callable[[str], None]


@pytest.fixture
def message(say: Say) -> Message:
    return say("Vi fatter vedtak på torsdag.")


@pytest.fixture
def school(acting: Acting, persona: Persona, room: Room) -> Organisation:
    """The member's own organisation."""
    with acting("coordinator"):
        return persona("member").memberships.get(network=room.network).organisation


@pytest.fixture
def marked(acting: Acting, message: Message, school: Organisation) -> Marked:
    """marked(who="contact"): the message as a case document of the member's organisation."""

    def mark(who: str = "contact", party: Organisation = school) -> CaseDocument:
        with acting(who) as by:
            services.mark_case_document(message=message, organisation_id=party.pk, by=by)
            found = CaseDocument.objects.select_related("room__network", "organisation", "message")
            return found.get(message=message, organisation=party)

    return mark


def stands(acting: Acting, document: CaseDocument) -> tuple[str, str, str]:
    with acting("member"):
        now = CaseDocument.objects.get(pk=document.pk)
    return now.state, now.reference, now.sha256


# Marking


@pytest.mark.parametrize("who", ["coordinator", "member", "contact"])
def test_whoever_takes_part_marks(acting: Acting, marked: Marked, who: str) -> None:
    document = marked(who)

    assert (document.state, document.exported_at, document.received_at) == ("marked", None, None)
    assert document.marked_by.email == f"{who}@demo.invalid"


@pytest.mark.parametrize("who", ["supervisor", "deputy", "outsider-coordinator"])
def test_an_adviser_and_who_is_not_there_do_not(marked: Marked, who: str) -> None:
    with pytest.raises(NotAllowed):
        marked(who)


def test_once_for_an_organisation_and_again_for_another(
    acting: Acting, marked: Marked, room: Room, school: Organisation
) -> None:
    marked()
    with pytest.raises(Refused, match="already_case_document"):
        marked()
    with acting("member"):
        other = Organisation.objects.filter(network=room.network).exclude(pk=school.pk).order_by("pk")[0]

    assert marked(party=other).organisation == other


def test_only_for_a_party_of_the_network(acting: Acting, message: Message, marked: Marked) -> None:
    with acting("outsider-coordinator"):
        foreign = Organisation.objects.order_by("pk")[0]
    with acting("member") as by, pytest.raises(Refused, match="not_a_party"):
        services.mark_case_document(message=message, organisation_id=foreign.pk, by=by)

    assert marked().organisation != foreign


def test_what_nobody_reads_is_not_marked(acting: Acting, message: Message, marked: Marked) -> None:
    with acting("contact") as by:
        discussion.hide(message=message, by=by)

    with pytest.raises(Refused, match="message_gone"):
        marked()


def test_what_was_said_before_one_came_is_not_marked(
    acting: Acting, persona: Persona, room: Room, message: Message, school: Organisation, later: Later
) -> None:
    later("1 hour")
    with acting("coordinator") as by:
        discussion.place(room=room, person_id=persona("deputy").pk, part="participant", whole=False, by=by)
    with acting("deputy") as by, pytest.raises(NotAllowed):
        services.mark_case_document(message=message, organisation_id=school.pk, by=by)


def test_a_case_document_is_written_anew_and_not_deleted(acting: Acting, message: Message, marked: Marked) -> None:
    document = marked()
    with acting("member") as by:
        with pytest.raises(Refused, match="case_document_waits"):
            discussion.delete(message=message, by=by)
        discussion.change(message=message, body="Vi fatter vedtak på fredag.", by=by)
        services.export_case_document(document=document, by=by)
        services.receive_case_document(document=document, reference="26/1", by=by)
        discussion.delete(message=message, by=by)

    assert stands(acting, document)[0] == "received"


def test_what_somebody_could_be_recognised_by_is_hidden_all_the_same(
    acting: Acting, message: Message, marked: Marked
) -> None:
    document = marked()
    with acting("contact") as by:
        discussion.hide(message=message, by=by)
    with acting("member") as by, pytest.raises(Refused, match="message_gone"):
        services.export_case_document(document=document, by=by)


# Taking it out


@pytest.mark.parametrize("who", ["member", "coordinator"])
def test_the_receiving_organisation_or_a_keeper_takes_it_out(acting: Acting, marked: Marked, who: str) -> None:
    document = marked()
    with acting(who) as by:
        assert access.may_archive(by, document)
        files = files_of(services.export_case_document(document=document, by=by))
    told = json.loads(files["case-document.json"])
    paper = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(files["case-document.pdf"])).pages)

    [topic] = told["topics"]
    assert [one["text"] for one in topic["messages"]] == ["Vi fatter vedtak på torsdag."]
    assert told["case_document"]["organisation"] == document.organisation.name
    assert ("Vi fatter vedtak på torsdag." in paper, "Først, fjordkanari." in paper) == (True, False)
    assert stands(acting, document) == ("exported", "", sha256(files["case-document.json"]).hexdigest())
    mottaker = json.loads(files["noark5.json"])["korrespondansepart"][-1]
    assert mottaker == {"korrespondanseparttype": "Mottaker", "korrespondansepartNavn": document.organisation.name}


@pytest.mark.parametrize("who", ["contact", "supervisor", "deputy"])
def test_another_organisation_does_not(acting: Acting, marked: Marked, who: str) -> None:
    document = marked()
    with acting(who) as by:
        assert not access.may_archive(by, document)
        with pytest.raises(NotAllowed):
            services.export_case_document(document=document, by=by)
        with pytest.raises(NotAllowed):
            services.receive_case_document(document=document, reference="26/1", by=by)


def test_who_does_not_read_the_message_finds_no_document(
    acting: Acting, persona: Persona, room: Room, marked: Marked, later: Later
) -> None:
    document = marked()
    later("1 hour")
    with acting("coordinator") as by:
        discussion.place(room=room, person_id=persona("deputy").pk, part="keeper", whole=False, by=by)
    with acting("deputy") as by:
        with pytest.raises(NotVisible):
            access.get_case_document_or_404(by, "fjordby", room.pk, document.pk)
        [line] = lines(by, room)

        assert (line.said, line.may_archive, line.document) == (None, False, document)


def test_its_packages_count_with_those_of_rooms(acting: Acting, room: Room, marked: Marked) -> None:
    document = marked()
    with acting("coordinator") as by:
        for _ in range(4):
            services.export_room(room=room, by=by)
        services.export_case_document(document=document, by=by)
        with pytest.raises(Refused, match="too_many_exports"):
            services.export_case_document(document=document, by=by)


# In the archive


def test_it_is_archived_under_a_number_by_somebody(acting: Acting, marked: Marked) -> None:
    document = marked()
    with acting("member") as by:
        with pytest.raises(Refused, match="not_exported"):
            services.receive_case_document(document=document, reference="26/1", by=by)
        services.export_case_document(document=document, by=by)
        services.receive_case_document(document=document, reference="26/1", by=by)
        services.receive_case_document(document=document, reference="26/1234", by=by)
        now = CaseDocument.objects.select_related("received_by").get(pk=document.pk)

    assert (now.state, now.reference, now.received_by) == ("received", "26/1234", by)


def test_taken_out_again_it_stays_in_the_archive(acting: Acting, marked: Marked) -> None:
    document = marked()
    with acting("member") as by:
        services.export_case_document(document=document, by=by)
        services.receive_case_document(document=document, reference="26/1", by=by)
        before = stands(acting, document)
    with acting("coordinator") as by:
        services.export_case_document(document=document, by=by)

    assert stands(acting, document) == before


def test_each_step_is_in_the_log_without_what_was_said(acting: Acting, room: Room, marked: Marked) -> None:
    document = marked()
    with acting("member") as by:
        services.export_case_document(document=document, by=by)
        services.receive_case_document(document=document, reference="26/1", by=by)
    with acting("coordinator"):
        steps = {one.action: one for one in Entry.objects.filter(action__startswith="case_document.")}

    assert set(steps) == {f"case_document.{step}" for step in ("marked", "exported", "received")}
    assert {one.subject_label for one in steps.values()} == {document.organisation.name}
    assert {one.detail["room"] for one in steps.values()} == {room.pk}
    assert "vedtak" not in str([one.detail for one in steps.values()])


# The end


def test_it_ends_with_its_room(acting: Acting, room: Room, marked: Marked, later: Later) -> None:
    marked()
    later("91 days")
    removed = [json.loads(row) for row in call_rows("keep_rooms")]

    assert {"topics": 1, "messages": 2} in removed
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # raises where one is left without its message


def test_closing_says_how_many_are_not_archived_yet(
    signed_in: Callable[[str], Client], acting: Acting, room: Room, marked: Marked
) -> None:
    client, address = signed_in("coordinator"), f"/nettverk/fjordby/samtaler/{room.pk}/lukk/"
    before = client.get(address).content.decode()
    document = marked()
    during = client.get(address).content.decode()
    with acting("member") as by:
        services.export_case_document(document=document, by=by)
        services.receive_case_document(document=document, reference="26/1", by=by)

    documents = f"/nettverk/fjordby/samtaler/{room.pk}/saksdokumenter/"
    found = [documents in page for page in (before, during, client.get(address).content.decode())]
    assert found == [False, True, False]


# The pages


def test_the_page_of_the_topic_says_which_message_it_is(acting: Acting, topic: Topic, marked: Marked) -> None:
    marked()
    with acting("supervisor") as user:
        told = [said.is_case_document for said in talk(user, topic).messages]  # type: ignore[attr-defined] # annotated

    assert told == [False, True]


def test_from_the_message_to_the_archive(
    signed_in: Callable[[str], Client], room: Room, topic: Topic, message: Message, school: Organisation
) -> None:
    client = signed_in("member")
    place = f"/nettverk/fjordby/samtaler/{room.pk}/{topic.pk}/"
    mark, documents = f"{place}{message.number}/saksdokument/", f"/nettverk/fjordby/samtaler/{room.pk}/saksdokumenter/"
    assert mark in client.get(place).content.decode()

    shown = client.post(mark, {"organisation_id": school.pk}, follow=True)
    assert shown.redirect_chain[-1][0] == documents
    number = shown.context["lines"][0].document.pk
    package = client.post(f"{documents}{number}/pakke/")
    assert package["Content-Type"] == "application/zip"
    archived = client.post(f"{documents}{number}/mottatt/", {"reference": "26/1234"}, follow=True)

    assert "26/1234" in archived.content.decode()
    assert f'href="{documents}"' in client.get(place).content.decode()


def test_a_number_must_be_written(signed_in: Callable[[str], Client], acting: Acting, marked: Marked) -> None:
    document = marked()
    with acting("member") as by:
        services.export_case_document(document=document, by=by)
    address = f"/nettverk/fjordby/samtaler/{document.room_id}/saksdokumenter/{document.pk}/mottatt/"

    signed_in("member").post(address, {"reference": "  "})

    assert stands(acting, document)[0] == "exported"


def test_an_adviser_is_not_offered_to_mark(
    signed_in: Callable[[str], Client], room: Room, topic: Topic, message: Message
) -> None:
    client, place = signed_in("supervisor"), f"/nettverk/fjordby/samtaler/{room.pk}/{topic.pk}/"

    assert "saksdokument/" not in client.get(place).content.decode()
    assert client.get(f"{place}{message.number}/saksdokument/").status_code == 403
