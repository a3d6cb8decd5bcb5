"""A routine in two written forms: each says which it is, the two know each other, and nobody is shown one twice."""

from collections.abc import Callable
from dataclasses import replace
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from networks.directory.models import Network
from networks.library import services as library
from networks.library.models import LibraryRoutine, LibraryVersion
from networks.library.queries import adoption
from networks.routines import access, services
from networks.routines.models import Routine
from networks.steps.content import Content, Head, Step
from networks.steps.exchange import Document, read, write
from portal.tenancy.refusals import Refused
from tests.networks.routines.conftest import REVIEW, SOURCE, Acting, Publish, publish, source

__all__ = ["publish", "source"]
SignedIn = Callable[[str], Client]
NYNORSK = replace(SOURCE, head=Head(title="Prøverutine på nynorsk", purpose="Når nokon er urolege."))
FILE = Document("prove-nn", "routine", "nn", NYNORSK, variant_of="prove")
LIST, PAGE, NEW = "/bibliotek/rutiner/", "/bibliotek/rutiner/prove/", "/nettverk/fjordby/rutiner/ny/"


def in_force(acting: Acting, document: Document) -> LibraryVersion:
    with acting("supervisor") as by:
        version = library.write(document=document, by=by)
        library.send(version=version, note="Nytt", significance="medium", review_on=REVIEW, by=by)
    with acting("supervisor-expired") as by:
        library.publish(version=LibraryVersion.objects.get(pk=version.pk), by=by)
        return LibraryVersion.objects.select_related("routine__variant_of").get(pk=version.pk)


@pytest.fixture
def variant(acting: Acting, source: LibraryVersion) -> LibraryVersion:
    return in_force(acting, FILE)


def page(path: str, language: str) -> str:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.get(path).content.decode()


def test_a_reader_of_nynorsk_is_shown_each_once_in_nynorsk(variant: LibraryVersion) -> None:
    shown = page(LIST, "nn")

    assert "Prøverutine på nynorsk" in shown
    assert '"/bibliotek/rutiner/prove/"' not in shown
    assert "Frå uro til plan i fire steg" in shown
    assert "Fra uro til plan i fire steg" not in shown


def test_the_desk_says_where_the_original_has_gone_on(
    signed_in: SignedIn, variant: LibraryVersion, publish: Publish, later: Callable[[str], None]
) -> None:
    before = signed_in("supervisor").get("/bibliotek/rutiner/skriv/").context["standing"]
    later("1 day")
    publish(SOURCE)
    after = signed_in("supervisor").get("/bibliotek/rutiner/skriv/").context["standing"]

    assert [one.version.routine.key for one in before if one.is_behind] == []
    assert [one.version.routine.key for one in after if one.is_behind] == ["prove-nn"]


def test_a_reader_is_told_that_the_original_has_gone_on(
    variant: LibraryVersion, publish: Publish, later: Callable[[str], None]
) -> None:
    told = "Teksten den er oversatt fra, har kommet i en nyere versjon."
    assert told not in page("/bibliotek/rutiner/prove-nn/", "nb")
    later("1 day")
    publish(SOURCE)

    assert told in page("/bibliotek/rutiner/prove-nn/", "nb")
    assert told not in page(PAGE, "nb")


def test_others_are_shown_each_once_in_bokmal(variant: LibraryVersion) -> None:
    shown = page(LIST, "nb")

    assert '"/bibliotek/rutiner/prove/"' in shown
    assert "prove-nn" not in shown
    assert "Frå uro" not in shown


def test_what_is_in_one_form_only_is_shown_to_everybody(acting: Acting) -> None:
    in_force(acting, replace(FILE, id="berre-nynorsk", variant_of=""))

    assert "berre-nynorsk" in page(LIST, "nb")


def test_a_form_on_its_way_is_not_offered(acting: Acting, source: LibraryVersion) -> None:
    with acting("supervisor") as by:
        library.write(document=FILE, by=by)

    assert "prove-nn" not in page(LIST, "nn")
    assert "prove-nn" not in page(PAGE, "nn")


def test_each_form_leads_to_the_other_and_says_its_language(variant: LibraryVersion) -> None:
    bokmal, nynorsk = page(PAGE, "nb"), page("/bibliotek/rutiner/prove-nn/", "nb")

    assert 'href="/bibliotek/rutiner/prove-nn/" hreflang="nn">Les på nynorsk' in bokmal
    assert '<article class="stack" lang="nb">' in bokmal
    assert f'href="{PAGE}" hreflang="nb">Les på bokmål' in nynorsk
    assert '<article class="stack" lang="nn">' in nynorsk


def test_the_file_of_a_form_says_what_it_translates(variant: LibraryVersion, client: Client) -> None:
    document = read(client.get("/bibliotek/rutiner/prove-nn/1/fil/").content.decode())

    assert (document.language, document.variant_of, document.content) == ("nn", "prove", NYNORSK)


UNKNOWN = {
    "nothing under that id": replace(FILE, variant_of="finst-ikkje"),
    "its own id": replace(FILE, variant_of="prove-nn"),
    "one in the same language": replace(FILE, language="nb"),
    "one of another kind": replace(FILE, kind="card"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_it_translates_a_text_that_is_there(name: str, acting: Acting, source: LibraryVersion) -> None:
    with acting("supervisor") as by, pytest.raises(Refused, match="no_such_original"):
        library.write(document=UNKNOWN[name], by=by)


def test_a_text_is_translated_once_and_a_translation_never(acting: Acting, variant: LibraryVersion) -> None:
    for document in (replace(FILE, id="enda-ein"), replace(FILE, id="enda-ein", language="en", variant_of="prove-nn")):
        with acting("supervisor") as by, pytest.raises(Refused, match="no_such_original"):
            library.write(document=document, by=by)


def test_a_translation_that_was_discarded_is_begun_anew_under_another_id(
    acting: Acting, source: LibraryVersion
) -> None:
    with acting("supervisor") as by:
        library.discard(version=library.write(document=replace(FILE, id="prove-nynorsk"), by=by), by=by)

        assert library.write(document=FILE, by=by).routine.variant_of == source.routine


def test_an_original_that_is_discarded_stays_for_its_translation(acting: Acting) -> None:
    with acting("supervisor") as by:
        first = library.write(document=Document("original", "routine", "nb", SOURCE), by=by)
        library.write(document=replace(FILE, variant_of="original"), by=by)
        library.discard(version=first, by=by)

        assert LibraryRoutine.objects.filter(key="original").exists()


def test_the_database_keeps_one_of_each_language(acting: Acting, variant: LibraryVersion) -> None:
    with acting("supervisor"), pytest.raises(IntegrityError), transaction.atomic():
        LibraryRoutine.objects.create(key="x", language="nn", variant_of=variant.routine.variant_of, owner="RVTS")


def test_a_translation_has_the_steps_of_some_version_of_its_original(
    acting: Acting, source: LibraryVersion, publish: Publish
) -> None:
    publish(Content(SOURCE.head, SOURCE.steps[:2]))
    unlike = Content(NYNORSK.head, (Step(id="noko-anna", title="Noko anna", role="leader"),))
    with acting("supervisor") as by:
        version = library.write(document=replace(FILE, content=unlike), by=by)
        with pytest.raises(Refused, match="other_steps"):
            library.send(version=version, note="Ny", significance="small", review_on=REVIEW, by=by)

        version = library.write(document=FILE, by=by)  # as the first version, which has been replaced
        library.send(version=version, note="Ny", significance="small", review_on=REVIEW, by=by)


def test_a_translation_is_not_sent_before_its_original_is_in_force(acting: Acting) -> None:
    """Its file and its page would name what nobody may read yet."""
    with acting("supervisor") as by:
        library.write(document=Document("hemmelig", "routine", "nb", SOURCE), by=by)
        version = library.write(document=replace(FILE, variant_of="hemmelig"), by=by)

        with pytest.raises(Refused, match="other_steps"):
            library.send(version=version, note="Ny", significance="small", review_on=REVIEW, by=by)


def test_numbers_of_use_are_of_each_form(acting: Acting, variant: LibraryVersion) -> None:
    with acting("supervisor"):
        assert {"prove", "prove-nn"} <= {use.version.routine.key for use in adoption()}


def test_a_network_chooses_the_form_and_is_not_offered_the_other(signed_in: SignedIn, variant: LibraryVersion) -> None:
    client = signed_in("coordinator")
    before = client.get(NEW).content.decode()
    assert before.count('value="prove"') == before.count('value="prove-nn"') == 1

    client.post("/nettverk/fjordby/rutiner/adopter/", {"key": "prove-nn"})

    after = client.get(NEW).content.decode()
    assert 'value="prove"' not in after
    assert 'value="prove-nn"' not in after
    assert "In use here, in nynorsk" in after


@pytest.fixture
def adopted(acting: Acting, variant: LibraryVersion, fjordby: Network) -> Routine:
    with acting("coordinator") as by:
        return services.adopt(network=fjordby, version=variant, by=by)


def test_the_other_form_is_not_adopted_or_read_in_beside_it(
    acting: Acting, adopted: Routine, source: LibraryVersion, fjordby: Network
) -> None:
    with acting("coordinator") as by:
        with pytest.raises(Refused, match="already_adopted"):
            services.adopt(network=fjordby, version=source, by=by)
        with pytest.raises(Refused, match="already_adopted"):
            services.read_in(network=fjordby, document=Document("prove", "routine", "nb", SOURCE), by=by)


def test_the_database_holds_to_it_where_nobody_has_looked(
    acting: Acting, adopted: Routine, source: LibraryVersion, fjordby: Network
) -> None:
    refused = pytest.raises(Refused, match="already_adopted")
    with acting("coordinator") as by, patch.object(services, "_refuse_other_form"), refused:
        services.adopt(network=fjordby, version=source, by=by)


def test_it_is_put_away_before_the_other_is_taken_and_not_taken_up_beside_it(
    acting: Acting, adopted: Routine, source: LibraryVersion, fjordby: Network
) -> None:
    with acting("coordinator") as by:
        services.put_away(routine=adopted, by=by)
        services.adopt(network=fjordby, version=source, by=by)

        with pytest.raises(Refused, match="already_adopted"):
            services.take_up(routine=Routine.objects.select_related("network").get(pk=adopted.pk), by=by)


def test_what_is_adopted_is_in_the_language_of_its_source(
    acting: Acting, adopted: Routine, signed_in: SignedIn
) -> None:
    with acting("coordinator") as by:
        version = access.get_draft_or_404(by, "fjordby", adopted.pk)
        document = read(services.take_out(version=version, by=by))

    assert (document.id, document.language, document.variant_of) == ("prove-nn", "nn", "prove")
    draft = signed_in("coordinator").get(f"/nettverk/fjordby/rutiner/{adopted.pk}/utkast/").content.decode()
    assert '<h1 lang="nn">Prøverutine på nynorsk</h1>' in draft


def test_what_is_read_in_is_in_the_language_of_the_file(acting: Acting, fjordby: Network) -> None:
    file = Document("rutine-4-7", "routine", "nn", NYNORSK, 1, (), "Skogdal")

    with acting("coordinator") as by:
        assert services.read_in(network=fjordby, document=read(write(file)), by=by).language == "nn"


def test_what_is_written_new_is_in_the_language_that_is_chosen(
    signed_in: SignedIn, acting: Acting, fjordby: Network
) -> None:
    told = {"title": "Vår eigen", "kind": "routine", "language": "nn"}
    client = signed_in("coordinator")

    client.post(NEW, told)

    with acting("coordinator"):
        assert Routine.objects.filter(network=fjordby, source=None).latest("pk").language == "nn"
    assert client.post(NEW, told | {"language": "de"}).status_code == 200
