"""What is public, for machines."""

from wagtail.models import Page

from knowledge.library.models import NewsItem
from knowledge.library.models.text import Text

CLOSED = ("/konto/", "/nettverk/", "/hjem/", "/redaktor/", "/veileder/", "/fagstoff/", "/faglesing/")
LENGTH = 30  # entries of a feed


def public_pages() -> list[Page]:
    """Every page anybody may read, as wagtailcore knows them: one query."""
    return list(Page.objects.live().filter(depth__gt=2).order_by("path"))


def changed_texts() -> list[Text]:
    """The texts that were published last."""
    pages = (
        Page.objects.live().filter(depth__gt=3).exclude(last_published_at=None).order_by("-last_published_at", "-pk")
    )
    return [page for page in pages[: 2 * LENGTH].specific() if isinstance(page, Text)][:LENGTH]


def news() -> list[Text]:
    return list(NewsItem.objects.live().order_by("-dated_on", "-path")[:LENGTH])
