"""A film is public with captions, transcript and the consent of everybody in it, and not a day longer."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.images.models import Image as StoredImage

from knowledge.library.models import Article, Film, FilmPerson, Person, received
from knowledge.library.services import keep_consents, publish_due
from portal.bootstrap import ROOT
from portal.config import jobs
from portal.files import pictures

SignedIn = Callable[[str], Client]
FILMS = ROOT / "knowledge/library/data/films"
pytestmark = pytest.mark.django_db


@pytest.fixture
def film() -> Film:
    found: Film = Film.objects.get(slug="sov-du-godt")
    return found


@pytest.fixture
def person(film: Film) -> Person:
    return Person.objects.get(films__film=film)


@pytest.mark.parametrize("missing", ["captions", "transcript"])
def test_without_captions_or_transcript_it_is_not_published(film: Film, missing: str) -> None:
    film.unpublish()
    setattr(film, missing, "")
    revision = film.save_revision(clean=False)

    with pytest.raises(ValidationError):
        revision.publish()

    film.refresh_from_db()
    assert not film.live


def test_with_both_it_is_published(film: Film) -> None:
    film.unpublish()

    film.save_revision().publish()

    film.refresh_from_db()
    assert film.live


def test_whoever_withdraws_is_shown_no_longer(client: Client, film: Film, person: Person) -> None:
    before = [client.get(place).status_code for place in (film.address, film.video.url, film.captions.url)]
    person.withdrawn_on = timezone.localdate()

    person.save()

    after = [client.get(place).status_code for place in (film.address, film.video.url, film.captions.url)]
    assert (before, after) == ([200, 200, 200], [404, 404, 404])


def test_an_older_version_cannot_bring_back_whoever_has_withdrawn(film: Film, person: Person) -> None:
    older = film.save_revision()
    person.withdrawn_on = timezone.localdate()
    person.save()

    with pytest.raises(ValidationError):
        older.publish()


def test_a_consent_ends_with_its_last_day(film: Film, person: Person) -> None:
    today = timezone.localdate()
    Person.objects.filter(pk=person.pk).update(agreed_until=today)
    kept = keep_consents()

    Person.objects.filter(pk=person.pk).update(agreed_until=today - timedelta(days=1))

    assert (kept, keep_consents()) == (0, 1)
    film.refresh_from_db()
    assert not film.live


def test_a_consent_that_has_ended_takes_the_film_down_in_the_night(client: Client, film: Film, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(agreed_until=timezone.localdate() - timedelta(days=1))

    jobs.keep_consents(0)

    assert client.get(film.address).status_code == 404


def test_a_consent_that_has_not_begun_is_none(film: Film, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(agreed_on=timezone.localdate() + timedelta(days=1))

    with pytest.raises(ValidationError):
        film.save_revision().publish()


def test_a_film_that_names_nobody_is_not_published(film: Film) -> None:
    """Nobody has then agreed to be shown."""
    film.unpublish()
    film.people = []

    with pytest.raises(ValidationError):
        film.save_revision().publish()


def test_a_draft_with_somebody_who_has_not_agreed_is_saved_and_not_shown(film: Film) -> None:
    other = Person.objects.create(name="Ny Person", role="Lærer")
    film.people.add(FilmPerson(person=other, sort_order=9))

    revision = film.save_revision()

    with pytest.raises(ValidationError):
        revision.publish()


def test_a_film_that_cannot_go_out_on_its_date_stops_no_other_text(film: Film) -> None:
    text = Article.objects.get(slug="samtykke")
    other = Person.objects.create(name="Ny Person", role="Lærer")
    film.people.add(FilmPerson(person=other, sort_order=9))
    text.lead = "Ny ingress."
    for page in (film, text):
        page.save_revision()
        page.latest_revision.approved_go_live_at = timezone.now()
        page.latest_revision.save()

    assert publish_due(timezone.now()) == 1
    assert Article.objects.get(pk=text.pk).lead == "Ny ingress."


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves its draft open
def test_a_picture_that_is_replaced_is_shown_anew(client: Client, film: Film) -> None:
    before = film.picture.url
    file = BytesIO()
    Image.new("RGB", (800, 450), "navy").save(file, "PNG")
    still = StoredImage.objects.get(pk=film.still_id)
    still.renditions.all().delete()  # as the tool's form does
    still.file = ContentFile(file.getvalue(), name="nytt.png")

    still.save()

    after = Film.objects.get(pk=film.pk).picture.url
    assert before != after
    assert after in client.get(film.address).content.decode()


def test_a_picture_taken_on_its_side_is_turned() -> None:
    taken, note = Image.new("RGB", (40, 30), "green"), Image.Exif()
    note[0x0112] = 6  # turn it a quarter to the right
    file = BytesIO()
    taken.save(file, "JPEG", exif=note)

    written = pictures.picture(ContentFile(file.getvalue(), name="bilde.jpg"))

    assert Image.open(BytesIO(written.read())).size == (30, 40)


def test_the_transcript_leads_to_the_second(client: Client, film: Film) -> None:
    text = client.get(film.address).content.decode()

    assert next(line.mark for line in film.lines()) in text
    assert f"#t={list(film.lines())[1].second}" in text


def test_a_line_without_its_time_is_refused(film: Film) -> None:
    film.transcript = "0:01 Hei.\nUten tid."

    with pytest.raises(ValidationError, match="Uten tid"):
        film.clean()


def test_a_film_is_played_from_its_middle(client: Client, film: Film) -> None:
    size = film.video.size

    assert client.get(film.video.url, headers={"Range": "bytes=500-100"}).status_code == 416

    answer = client.get(film.video.url, headers={"Range": "bytes=1000-1999"})

    assert (answer.status_code, answer["Content-Range"], len(answer.content)) == (206, f"bytes 1000-1999/{size}", 1000)
    assert client.get(film.video.url, headers={"Range": f"bytes={size}-"}).status_code == 416


@pytest.mark.parametrize(("who", "sees"), [("", 404), ("coordinator", 404), ("editor", 200)])
def test_the_files_of_a_draft_are_the_editors_own(signed_in: SignedIn, film: Film, who: str, sees: int) -> None:
    film.unpublish()

    assert signed_in(who).get(film.video.url).status_code == sees


@pytest.mark.parametrize("who", ["", "coordinator"])
def test_a_picture_as_it_was_uploaded_is_not_read(signed_in: SignedIn, film: Film, who: str) -> None:
    """Also while the film is public: only the sizes that were made of it are."""
    assert film.still is not None
    assert signed_in(who).get(film.still.file.url).status_code == 404


def test_a_file_that_belongs_to_no_text_is_not_even_an_editors(signed_in: SignedIn) -> None:
    name = default_storage.save("films/kanari.webm", ContentFile(b"kanari"))
    try:
        assert signed_in("editor").get(f"/filer/{name}").status_code == 404
    finally:
        default_storage.delete(name)


@pytest.mark.parametrize("place", ["../secrets.json", "original_images/sov-du-godt.webp", "films/", "finnes-ikke.webm"])
def test_no_other_file_is_read(client: Client, place: str) -> None:
    assert client.get(f"/filer/{place}").status_code == 404


def test_a_still_is_read_while_the_film_is_public(client: Client, film: Film) -> None:
    place = film.picture.url
    before = client.get(place).status_code

    film.unpublish()

    assert (before, client.get(place).status_code) == (200, 404)


def test_a_film_is_written_anew_and_measured() -> None:
    file = ContentFile((FILMS / "sov-du-godt.webm").read_bytes(), name="egen.webm")

    written, seconds = received.film(file)

    assert 45 <= seconds <= 52
    assert written.read(4) == b"\x1a\x45\xdf\xa3"


LIST = b"ffconcat version 1.0\nfile knowledge/library/data/films/sov-du-godt.webm\n"


@pytest.mark.parametrize("content", [b"", LIST, b"not a film", b"\x1a\x45\xdf\xa3" + b"\0" * 100])
def test_what_is_no_film_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        received.film(ContentFile(content, name="x.webm"))


def test_a_picture_loses_where_it_was_taken() -> None:
    taken, note = Image.new("RGB", (40, 30), "green"), Image.Exif()
    note[0x010F] = "Kamerakanari"
    file = BytesIO()
    taken.save(file, "JPEG", exif=note, comment=b"Stedkanari")

    written = pictures.picture(ContentFile(file.getvalue(), name="bilde.jpg")).read()

    assert (b"kanari" in file.getvalue(), b"kanari" in written) == (True, False)
    assert Image.open(BytesIO(written)).size == (40, 30)


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"GIF89a" + b"\0" * 40])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        pictures.picture(ContentFile(content, name="x.png"))


@pytest.mark.parametrize(
    "content", [b"", b"1\n00:00 --> 00:01\nHei", "WEBVTT\n\nHé".encode("latin-1"), b"WEBVTT\n\nHei"]
)
def test_what_are_no_captions_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        received.captions(ContentFile(content, name="x.vtt"))
