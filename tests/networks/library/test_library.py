"""The library: everybody reads it, two supervisors write it, and nobody else does."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from networks.library import services
from networks.library.models import LibraryRoutine, LibraryVersion
from networks.steps.content import Content, Head, Step
from networks.steps.exchange import Document, read, write
from portal.tenancy.context import acting_as
from portal.tenancy.refusals import NotAllowed, Refused
from tests.networks.routines.conftest import REVIEW, SOON, SOURCE, Acting, Publish, publish, source

__all__ = ["publish", "source"]
SignedIn = Callable[[str], Client]
DRAFT = Content(Head(title="Noe nytt"), (Step(id="ett", title="Begynn", role="coordinator"),))


def written(acting: Acting, key: str = "noe-nytt") -> LibraryVersion:
    with acting("supervisor") as by:
        return services.write(document=Document(key, "routine", "nb", DRAFT), by=by)


def sent(acting: Acting) -> LibraryVersion:
    version = written(acting)
    with acting("supervisor") as by:
        services.send(version=version, note="Ny", significance="major", review_on=REVIEW, by=by)
    return version


def test_everybody_reads_what_is_published(source: LibraryVersion) -> None:
    page = Client().get("/bibliotek/rutiner/prove/")

    assert page.status_code == 200
    assert "Drøft uroen" in page.content.decode()


def test_nobody_but_supervisors_sees_a_draft(acting: Acting, client: Client) -> None:
    written(acting)

    assert client.get("/bibliotek/rutiner/noe-nytt/").status_code == 404
    with acting("coordinator"):
        assert not LibraryVersion.objects.filter(routine__key="noe-nytt").exists()


@pytest.mark.parametrize("who", ["coordinator", "editor", "operator", "stranger"])
def test_who_is_no_supervisor_writes_nothing(acting: Acting, who: str) -> None:
    with acting(who) as by, pytest.raises(DatabaseError), transaction.atomic():
        services.write(document=Document("noe-nytt", "routine", "nb", DRAFT), by=by)


def test_a_draft_that_is_discarded_is_gone(acting: Acting, signed_in: SignedIn) -> None:
    written(acting)
    client = signed_in("supervisor")
    client.post("/bibliotek/rutiner/noe-nytt/utkast/forkast/")

    assert client.get("/bibliotek/rutiner/noe-nytt/utkast/").status_code == 404


def test_the_name_of_what_is_discarded_is_free_again(acting: Acting, signed_in: SignedIn) -> None:
    client, told = signed_in("supervisor"), {"title": "Noe nytt", "kind": "routine", "language": "nb"}
    client.post("/bibliotek/rutiner/skriv/ny/", told)
    client.post("/bibliotek/rutiner/noe-nytt/utkast/forkast/")

    answer = client.post("/bibliotek/rutiner/skriv/ny/", told | {"kind": "card"})

    assert answer["Location"] == "/bibliotek/rutiner/noe-nytt/utkast/"
    with acting("supervisor"):
        assert LibraryRoutine.objects.get(key="noe-nytt").is_card


def test_what_has_been_in_force_stays_when_its_next_draft_is_discarded(acting: Acting, source: LibraryVersion) -> None:
    with acting("supervisor") as by:
        services.discard(version=services.start_version(routine=source.routine, by=by), by=by)

        assert services.start_version(routine=source.routine, by=by).wording == source.wording


def test_nobody_publishes_alone(acting: Acting) -> None:
    version = sent(acting)

    with acting("supervisor") as by, pytest.raises(Refused, match="needs_another_reader"):
        services.publish(version=version, by=by)


def test_who_is_no_supervisor_publishes_nothing(acting: Acting) -> None:
    version = sent(acting)

    with acting("coordinator") as by, pytest.raises(NotAllowed):
        services.publish(version=version, by=by)


def test_another_supervisor_puts_it_in_force(acting: Acting) -> None:
    version = sent(acting)
    with acting("supervisor-expired") as by:
        assert services.publish(version=version, by=by) == 1

    with acting_as(None):
        assert LibraryVersion.objects.in_force().filter(pk=version.pk).exists()


def test_a_known_id_is_the_next_version(acting: Acting, source: LibraryVersion) -> None:
    with acting("supervisor-expired") as by:
        version = services.write(document=Document("prove", "routine", "nb", DRAFT), by=by)

        assert (version.routine, version.state, version.hands) == (source.routine, "draft", [by.pk])


def test_a_file_is_read_in_sent_and_published(signed_in: Callable[[str], Client]) -> None:
    writer, reader, base = signed_in("supervisor"), signed_in("supervisor-expired"), "/bibliotek/rutiner/noe-nytt/"
    text = write(Document("noe-nytt", "routine", "nb", DRAFT))
    writer.post("/bibliotek/rutiner/skriv/", {"text": text})
    writer.post(f"{base}utkast/send/", {"note": "Ny", "significance": "major", "review_on": SOON})
    assert Client().get(base).status_code == 404

    seen = reader.get(f"{base}utkast/").context["version"].seen_as
    reader.post(f"{base}utkast/sett-i-kraft/", {"seen": seen})

    assert "Noe nytt" in Client().get(base).content.decode()


def test_a_bad_file_is_told_line_by_line_and_stays(signed_in: Callable[[str], Client]) -> None:
    text = write(Document("noe-nytt", "routine", "nb", DRAFT)).replace("role: coordinator", "role: trollmann")

    page = signed_in("supervisor").post("/bibliotek/rutiner/skriv/", {"text": text}).content.decode()

    assert "Line 9: «trollmann» is not known as role." in page
    assert "role: trollmann" in page


def test_the_desk_is_not_there_for_others(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("coordinator").get("/bibliotek/rutiner/skriv/").status_code == 404


def test_an_earlier_version_stays_readable_and_says_so(
    source: LibraryVersion, publish: Publish, client: Client
) -> None:
    publish(Content(SOURCE.head, SOURCE.steps[:2]))

    page = client.get("/bibliotek/rutiner/prove/1/").content.decode()

    assert "Følg opp" in page
    assert 'href="/bibliotek/rutiner/prove/"' in page


def test_a_published_version_never_changes(acting: Acting, source: LibraryVersion) -> None:
    with acting("supervisor"), pytest.raises(DatabaseError), transaction.atomic():
        LibraryVersion.objects.filter(pk=source.pk).update(content={"title": "x", "steps": []})


def test_it_is_taken_out_as_a_file_that_reads_back(source: LibraryVersion, client: Client) -> None:
    answer = client.get("/bibliotek/rutiner/prove/1/fil/")

    document = read(answer.content.decode())
    assert document.content == SOURCE
    assert (document.id, document.version) == ("prove", 1)


def test_the_form_of_the_file_is_published(client: Client) -> None:
    answer = client.get("/bibliotek/rutiner/skjema.json")

    assert answer.json()["properties"]["format"] == {"const": "utveier.routine/1"}


def test_a_routine_without_a_version_in_force_is_not_on_the_shelf(acting: Acting, client: Client) -> None:
    written(acting)

    assert LibraryRoutine.objects.filter(key="noe-nytt").exists()
    assert "noe-nytt" not in client.get("/bibliotek/rutiner/").content.decode()
