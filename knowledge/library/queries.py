"""What everybody may read: pages by their stable id, and the files behind them."""

from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import Http404
from wagtail.images.models import Image, Rendition
from wagtail.models import Page, ReferenceIndex

from knowledge.library.models import Edition, Film, Question, RegionalContact
from knowledge.library.models.text import ROOT


def is_published(name: str) -> bool:
    """The file belongs to something everybody may read now. An original picture never does, only its renditions."""
    if Film.objects.live().filter(Q(video=name) | Q(captions=name)).exists():
        return True
    image = Rendition.objects.filter(file=name).values_list("image_id", flat=True).first()
    return image is not None and is_shown(image)


def is_kept(name: str) -> bool:
    """It is a file of a film or a picture, also of one that is only drafted."""
    films = Film.objects.filter(Q(video=name) | Q(captions=name))
    return films.exists() or Rendition.objects.filter(file=name).exists() or Image.objects.filter(file=name).exists()


def is_shown(image: int) -> bool:
    """It stands on a public page. The index follows what is published, never what is drafted."""
    kind = ContentType.objects.get_for_model(Image)
    used = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(image))
    pages = [int(pk) for pk in used.values_list("object_id", flat=True) if pk.isdigit()]
    return Page.objects.live().filter(pk__in=pages).exists()


ROUTED = ("url_path", "path", "depth", "slug", "title", "content_type_id")  # what it takes to know which page it is


def published_at(address: str) -> Any:
    """The public page there, as what it is and with its parent at hand; None where there is none. Two queries.

    Wagtail's own way asks once for each step of the path. It also asks whether the page is restricted to some readers,
    which no page of ours can be (private_page_options).
    """
    whole = f"{ROOT}{address}"
    above = f"{whole.rstrip('/').rsplit('/', 1)[0]}/"
    public = Page.objects.live().filter(url_path__in=[whole, above], depth__gt=2).order_by().only(*ROUTED)
    found = {page.url_path: page for page in public}
    if whole not in found:
        return None
    page = found[whole].specific
    if above in found:
        page._cached_parent_obj = found[above]  # noqa: SLF001 treebeard's own cache of get_parent
    return page


def published_or_404(key: UUID) -> Any:
    """The public page with this stable id, as what it is. A draft is worded like what was never there."""
    page = Page.objects.live().filter(translation_key=key, depth__gt=3).first()
    if page is None:
        raise Http404
    return page.specific


def contact_at(centre: str) -> str:
    """Address of the page that says how a centre is reached; empty while nobody has published one."""
    found = RegionalContact.objects.live().filter(centre=centre).first()
    return found.address if found else ""


def newest_films(most: int) -> list[Film]:
    return list(Film.objects.live().prefetch_related("still__renditions").order_by("-first_published_at", "-pk")[:most])


def first_questions(most: int) -> list[Question]:
    """In the order the editors have laid them."""
    return list(Question.objects.live().order_by("path")[:most])


def contacts() -> dict[str, str]:
    """Centre → the address of its page."""
    return {contact.centre: contact.address for contact in RegionalContact.objects.live()}


def edition() -> int:
    """Of all public pages together (models.printed)."""
    return Edition.current()
