"""What everybody may read: what is published, and not a word of what is not."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from wagtail.models import Page

from knowledge.library.models import Article, Film, Section, Tool

SignedIn = Callable[[str], Client]
DRAFT = "Utkastkanari"


@pytest.fixture
def draft(db: None) -> Article:
    article = Article(title=f"{DRAFT} om skolen", slug="utkast", lead=f"{DRAFT} i ingressen", live=False)
    Section.objects.get(slug="fenomenkunnskap").add_child(instance=article)
    article.save_revision()
    return article


@pytest.fixture
def published(db: None) -> Article:
    found: Article = Article.objects.get(slug="bekymret-for-en-elev")
    return found


def test_an_article_says_what_it_answers_and_where_it_is_from(client: Client, published: Article) -> None:
    text = client.get("/fenomenkunnskap/bekymret-for-en-elev/").content.decode()

    assert f"{published.title}</h1>" in text
    assert [question for _, question in published.headings()] == [
        "Hva gjør jeg akkurat nå?", "Hva er veien videre?", "Når skal jeg ikke vente?", "Hva kan jeg lese videre?",
    ]  # fmt: skip
    assert {anchor for anchor, _ in published.headings()} == set(re.findall(r'<h2 id="([^"]+)">', text)) - {
        "kilder",
        "mer",
    }
    assert "NOU 2024: 3" in text


def test_a_part_lists_its_articles_in_the_editors_order(client: Client, db: None) -> None:
    text = client.get("/nettverk-og-veiledning/").content.decode()

    places = [
        text.index(title)
        for title in Article.objects.child_of(Section.objects.get(slug="nettverk-og-veiledning"))
        .order_by("path")
        .values_list("title", flat=True)
    ]
    assert places == sorted(places)


def test_a_text_in_nynorsk_says_so(client: Client, db: None) -> None:
    assert '<article class="prose" lang="nn">' in client.get("/ressurser/mentor-i-gang/").content.decode()


@pytest.mark.parametrize("who", ["", "coordinator", "editor"])
def test_a_draft_does_not_exist(signed_in: SignedIn, draft: Article, who: str) -> None:
    client = signed_in(who)

    assert client.get("/fenomenkunnskap/utkast/").status_code == 404
    assert DRAFT not in client.get("/fenomenkunnskap/").content.decode()


def test_a_change_that_is_not_published_is_not_read(client: Client, published: Article) -> None:
    published.lead = DRAFT
    published.save_revision()

    assert DRAFT not in client.get("/fenomenkunnskap/bekymret-for-en-elev/").content.decode()


def test_what_is_taken_down_is_gone(client: Client, published: Article) -> None:
    before = client.get("/fenomenkunnskap/bekymret-for-en-elev/").status_code

    published.unpublish()

    assert (before, client.get("/fenomenkunnskap/bekymret-for-en-elev/").status_code) == (200, 404)


def test_whoever_only_reads_gets_no_cookie(client: Client, db: None) -> None:
    answer = client.get("/fenomenkunnskap/bekymret-for-en-elev/")

    assert answer.cookies == {}


@pytest.mark.parametrize(("block", "model"), [("film", Film), ("tool", Tool), ("links", Article)])
def test_what_a_text_points_at_is_named_while_it_is_public(
    client: Client, published: Article, block: str, model: type[Page]
) -> None:
    other = model.objects.live().exclude(pk=published.pk).order_by("pk")[0]
    Page.objects.filter(pk=other.pk).update(title="Målkanari")
    pointed = Page.objects.get(pk=other.pk)
    published.body = [(block, {"heading": "Les videre", "pages": [pointed]} if block == "links" else pointed)]
    published.save_revision().publish()
    before = client.get(published.address).content.decode()

    model.objects.get(pk=other.pk).unpublish()

    after = client.get(published.address).content.decode()
    assert [("Målkanari" in text, f'"{other.address}"' in text) for text in (before, after)] == [
        (True, True),
        (False, False),
    ]


def test_a_translation_is_pointed_at_while_it_is_public(client: Client, published: Article) -> None:
    twin = Article(title="Bekymra", slug="tvilling", lead="Kort.", language_form="nn", variant_of=published.page_ptr)
    published.get_parent().add_child(instance=twin)
    twin.save_revision().publish()
    before = client.get(published.address).content.decode()

    Article.objects.get(pk=twin.pk).unpublish()

    after = client.get(published.address).content.decode()
    assert ("/tvilling/" in before, "/tvilling/" in after) == (True, False)


def test_a_text_ends_with_its_topics(client: Client, published: Article) -> None:
    text = client.get(published.address).content.decode()

    assert re.findall(r'href="/sok/\?tema=([\w-]+)"', text) == ["bekymring", "skole"]


def test_a_topic_of_the_questions_leads_to_questions_about_it(client: Client, db: None) -> None:
    text = client.get("/ofte-spurt/").content.decode()

    assert 'href="/sok/?type=question&amp;tema=mentor"' in text
    assert "Kva er ein mentor?" in client.get("/sok/?type=question&tema=mentor").content.decode()


def test_a_part_presents_itself_in_the_readers_written_form(client: Client, db: None) -> None:
    nynorsk, bokmaal = (
        client.get("/ressurser/", headers={"Accept-Language": language}).content.decode() for language in ("nn", "nb")
    )

    assert ("Samtaleguidar, planar" in nynorsk, "Samtaleguider, planer" in bokmaal) == (True, True)
    assert ("Samtaleguider, planer" in nynorsk, "Samtaleguidar, planar" in bokmaal) == (False, False)


def test_what_search_engines_are_told_is_never_cut_inside_a_sign(client: Client, published: Article) -> None:
    published.lead = "A & B " * 60
    published.save_revision().publish()

    (about,) = re.findall(r'name="description" content="([^"]*)"', client.get(published.address).content.decode())

    assert re.findall(r"&(?!amp;)", about) == []
    assert len(unescape(about)) == 160
