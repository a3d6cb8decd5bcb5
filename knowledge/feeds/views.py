"""What machines read: feeds, the map of the site, and what robots may visit. Only what is published."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge.feeds import queries
from knowledge.library.models.text import Text, address_of
from portal.accounts.marks import public


@public
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """Whatever is published, the newest change first."""
    return feed(request, _("New and changed texts"), "/", queries.changed_texts())


@public
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    return feed(request, _("News"), "/aktuelt/", queries.news())


def feed(request: HttpRequest, subtitle: str, place: str, items: list[Text]) -> HttpResponse:
    """Atom (RFC 4287). An entry keeps its id when the page moves."""
    written = Atom1Feed(
        title="Utveier", description=subtitle, link=settings.ORIGIN + place, feed_url=settings.ORIGIN + request.path,
        author_name="Utveier", language=settings.LANGUAGE_CODE,
    )  # fmt: skip
    for item in items:
        written.add_item(
            title=item.title, link=settings.ORIGIN + item.address, description=item.lead,
            unique_id=f"urn:uuid:{item.translation_key}", pubdate=item.first_published_at,
            updateddate=item.last_published_at,
        )  # fmt: skip
    return HttpResponse(written.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    pages = [
        {"location": settings.ORIGIN + address_of(page.url_path), "lastmod": page.last_published_at}
        for page in queries.public_pages()
    ]
    front = {"location": f"{settings.ORIGIN}/"}
    return render(request, "sitemap.xml", {"urlset": [front, *pages]}, content_type="application/xml")


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Signed-in pages and letters are none of a robot's business; saying so names no network."""
    closed = [f"Disallow: {path}" for path in queries.CLOSED]
    lines = ["User-agent: *", *closed, f"Sitemap: {settings.ORIGIN}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
