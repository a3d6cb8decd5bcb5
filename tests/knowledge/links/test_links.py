"""What the other parts of the portal may ask: a text by its key, a few for a picker, and what has changed."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from knowledge.library.models import Article, Section
from knowledge.links.queries import changed_since, pick, resolve
from knowledge.search.queries import Wanted, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    found: Article = Article.objects.get(slug="samtykke")
    return found


@pytest.fixture
def before() -> datetime:
    return timezone.now()


def test_a_key_leads_to_the_text(article: Article) -> None:
    found = resolve([article.translation_key, uuid4()])

    assert {key: (each.title, each.address) for key, each in found.items()} == {
        article.translation_key: (article.title, article.address)
    }


def test_a_key_stays_when_the_text_moves(article: Article) -> None:
    article.move(Section.objects.get(slug="ressurser"), pos="last-child")

    assert resolve([article.translation_key])[article.translation_key].address == "/ressurser/samtykke/"


def test_what_is_taken_down_leads_nowhere(article: Article) -> None:
    article.unpublish()

    assert resolve([article.translation_key]) == {}


def test_a_picker_finds_texts_and_no_municipalities() -> None:
    assert {each.kind for each in pick("kommune")} & {"place"} == set()
    assert pick("samtykke")[0].title.startswith("Samtykke")


def test_a_picker_finds_no_page_that_says_how_a_centre_is_reached() -> None:
    found = {hit.kind for hit in search(Wanted("RVTS Øst")).hits if hit.key.startswith("page:")}

    assert ("place" in found, "place" in {each.kind for each in pick("RVTS Øst")}) == (True, False)


def test_a_change_worth_knowing_is_told_and_a_correction_is_not(before: datetime, article: Article) -> None:
    article.save_revision().publish()
    article.significance, article.change_note = "medium", "Ny kilde."
    article.save_revision().publish()

    assert [(each.key, each.note) for each in changed_since(before)] == [(article.translation_key, "Ny kilde.")]
    assert len(changed_since(before, at_least="typo")) == 2
    assert changed_since(before, at_least="major") == []


def test_what_is_public_for_the_first_time_is_no_change(before: datetime, article: Article) -> None:
    new = Article(title="Ny", lead="Ny.", slug="helt-ny", significance="major", change_note="Ny.")
    article.get_parent().add_child(instance=new)
    new.save_revision().publish()

    assert changed_since(before, at_least="typo") == []


def test_changes_are_told_of_the_texts_one_points_at(before: datetime, article: Article) -> None:
    other = Article.objects.get(slug="mentorordning")
    for text in (article, other):
        text.significance, text.change_note = "major", "Nytt."
        text.save_revision().publish()

    assert [each.title for each in changed_since(before, keys=[other.translation_key])] == [other.title]


def test_changes_of_what_is_taken_down_are_not_told(before: datetime, article: Article) -> None:
    article.significance, article.change_note = "major", "Nytt."
    article.save_revision().publish()

    Article.objects.get(pk=article.pk).unpublish()

    assert changed_since(before) == []
