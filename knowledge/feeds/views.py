"""What machines read: feeds, the map of the site, and what robots may visit. Only what is published."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from knowledge.feeds import queries
from knowledge.library.models import NewsItem
from knowledge.library.models.text import Text, address_of
from portal.accounts.marks import public

FEED_LENGTH = 30


class Texts(Feed):
    """Whatever is published, the newest change first."""

    feed_type = Atom1Feed
    link = "/"

    def title(self) -> str:
        return "Utveier"

    def subtitle(self) -> str:
        return _("New and changed texts")

    def items(self) -> Iterable[Text]:
        return queries.changed_texts(FEED_LENGTH)

    def item_title(self, item: Text) -> str:  # type: ignore[override] # only ever our items
        return str(item.title)

    def item_description(self, item: Text) -> str:  # type: ignore[override] # as above
        return str(item.lead)

    def item_link(self, item: Text) -> str:
        return item.address

    def item_guid(self, item: Text) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: Text) -> datetime:
        return item.first_published_at

    def item_updateddate(self, item: Text) -> datetime:
        return item.last_published_at


class News(Texts):
    link = "/aktuelt/"

    def subtitle(self) -> str:
        return _("News")

    def items(self) -> Iterable[Text]:
        return NewsItem.objects.live().order_by("-dated_on", "-path")[:FEED_LENGTH]


class Pages(Sitemap):
    def items(self) -> list[Page]:
        return queries.public_pages()

    def location(self, item: Page) -> str:
        return address_of(item.url_path)

    def lastmod(self, item: Page) -> datetime:
        return item.last_published_at

    def get_domain(self, site: Any = None) -> str:
        return settings.ORIGIN.split("://", 1)[1]


@public
@require_safe
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    return {"alt": Texts, "aktuelt": News}[kind]()(request)


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    pages = Pages()
    pages.protocol = settings.ORIGIN.split("://", 1)[0]
    urls = pages.get_urls(page=request.GET.get("p", "1"))
    return render(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Signed-in pages and letters are none of a robot's business; saying so names no network."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in queries.CLOSED), f"Sitemap: {settings.ORIGIN}/sitemap.xml"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
