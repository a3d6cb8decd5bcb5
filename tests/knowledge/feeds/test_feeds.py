"""Feeds read by a real parser, and the map of the site. Nothing in them is a draft."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import feedparser
import pytest
from django.test import Client

from knowledge.library.models import Article, NewsItem, NewsList, Section

SignedIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def drafts() -> None:
    article = Article(title="Utkastkanari", slug="utkast", lead="x", live=False)
    Section.objects.get(slug="ressurser").add_child(instance=article)
    news = NewsItem(title="Utkastkanari", slug="utkast", lead="x", live=False)
    NewsList.objects.get().add_child(instance=news)
    for page in (article, news):
        page.save_revision()


@pytest.mark.parametrize("place", ["/nytt/alt.atom", "/nytt/aktuelt.atom"])
def test_a_feed_is_whole(client: Client, place: str) -> None:
    read = feedparser.parse(client.get(place).content)

    assert (read.bozo, read.version) == (False, "atom10")
    assert all(entry.id.startswith("urn:uuid:") and entry.link and entry.updated for entry in read.entries)


def test_the_news_come_newest_first(client: Client) -> None:
    read = feedparser.parse(client.get("/nytt/aktuelt.atom").content)

    assert [entry.title for entry in read.entries] == list(
        NewsItem.objects.order_by("-dated_on", "-path").values_list("title", flat=True)
    )


def test_a_changed_text_comes_first(client: Client) -> None:
    Article.objects.get(slug="samtykke").save_revision().publish()

    assert feedparser.parse(client.get("/nytt/alt.atom").content).entries[0].link.endswith("/samtykke/")


def test_the_map_holds_every_public_page(client: Client) -> None:
    tree = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 our own answer
    places = [place.text or "" for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]

    assert {Article.objects.get(slug="samtykke").address} <= {"/" + place.split("/", 3)[3] for place in places}
    assert len(places) == len(set(places)) > 80


@pytest.mark.parametrize("place", ["/nytt/alt.atom", "/nytt/aktuelt.atom", "/sitemap.xml"])
@pytest.mark.parametrize("who", ["", "coordinator"])
def test_no_draft_is_told_of(signed_in: SignedIn, drafts: None, place: str, who: str) -> None:
    text = signed_in(who).get(place).content.decode()

    assert ("Utkastkanari" in text, "/utkast/" in text) == (False, False)


@pytest.mark.parametrize("place", ["/nytt/alt.atom", "/nytt/aktuelt.atom", "/sitemap.xml"])
def test_what_is_taken_down_is_told_of_no_longer(client: Client, drafts: None, place: str) -> None:
    for model in (Article, NewsItem):
        model.objects.get(slug="utkast").get_latest_revision().publish()
    before = client.get(place).content.decode()

    for model in (Article, NewsItem):
        model.objects.get(slug="utkast").unpublish()

    assert ("/utkast/" in before, "/utkast/" in client.get(place).content.decode()) == (True, False)


def test_robots_are_kept_from_what_is_not_for_them(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /nettverk/" in text.splitlines()
    assert "Sitemap: http" in text
