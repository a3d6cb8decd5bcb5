"""What the other parts of the portal may ask of the knowledge base; all else is its own.

They keep the key of a text, never its address: a page moves, its key stays. Nothing here says, or keeps, who asks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from wagtail.models import Page

from knowledge.library.choices import Significance
from knowledge.library.models import Change
from knowledge.search import queries as search
from knowledge.search.choices import Kind
from knowledge.search.models import Entry

PICKED = 8
RANK = {Significance.TYPO: 0, Significance.MEDIUM: 1, Significance.MAJOR: 2}


@dataclass(frozen=True)
class Reference:
    """A public text as others show it. `key` is what they store."""

    key: UUID
    kind: str
    title: str
    lead: str
    address: str
    language_form: str


@dataclass(frozen=True)
class Changed:
    """A publication worth knowing for whoever points at the text."""

    key: UUID
    title: str
    significance: str
    note: str
    at: datetime


def resolve(keys: Iterable[UUID]) -> dict[UUID, Reference]:
    """Key → the text, for those that are public now. What has been taken down is not there. One query."""
    wanted = [f"page:{key}" for key in keys]
    return {found.key: found for found in map(referred, Entry.objects.filter(key__in=wanted))}


def keys_of(slugs: Iterable[str]) -> dict[str, UUID]:
    """For what is written by hand: the last word of a public text's address → its key. One query."""
    found = Page.objects.live().filter(slug__in=set(slugs), depth__gt=3).values_list("slug", "translation_key")
    return dict(found)


def pick(words: str) -> list[Reference]:
    """The first few texts for somebody who types to find one."""
    found = search.search(search.Wanted(words)).hits
    return [referred(hit) for hit in found if hit.kind != Kind.PLACE and hit.key.startswith("page:")][:PICKED]


def changed_since(moment: datetime, *, keys: Sequence[UUID] = (), at_least: str = Significance.MEDIUM) -> list[Changed]:
    """Publications anew after the moment, newest first; of these texts, or of all. The first is no change. One query."""
    matters = [significance for significance, rank in RANK.items() if rank >= RANK[Significance(at_least)]]
    before = Change.objects.filter(page=OuterRef("page"), published_at__lt=OuterRef("published_at"))
    found = Change.objects.filter(Exists(before), published_at__gt=moment, significance__in=matters, page__live=True)
    if keys:
        found = found.filter(page__translation_key__in=keys)
    return [
        Changed(change.page.translation_key, change.page.title, change.significance, change.note, change.published_at)
        for change in found.select_related("page")
    ]


def referred(entry: "Entry | search.Hit") -> Reference:
    key = UUID(entry.key.removeprefix("page:"))
    return Reference(key, entry.kind, entry.title, entry.lead, entry.address, entry.language_form)
