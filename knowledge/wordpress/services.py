"""Laying a WordPress export in as drafts. All of it or nothing; nobody outside sees any of it before it is read."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from knowledge.library.models import Article, NewsItem, NewsList, Section
from knowledge.search.models import Topic
from knowledge.wordpress import choices, queries  # noqa: F401 the choices say the sentences


@dataclass(frozen=True)
class Report:
    """What was laid in, what was left, and what could not be mapped: title → sentences."""

    laid: list[str]
    left: list[str]
    lost: dict[str, list[str]]


@transaction.atomic
def import_wordpress(*, file: Path, part: str) -> Report:
    """Pages become drafts of articles in the part, posts become drafts of news. Raises Refused before laying anything."""
    section, news = Section.objects.get(slug=part), NewsList.objects.get()
    taken = set(section.get_children().values_list("slug", flat=True)) | set(
        news.get_children().values_list("slug", flat=True)
    )
    export = queries.read(file, taken=taken)
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    for draft in export.drafts:
        parent, model = (section, Article) if draft.kind == "page" else (news, NewsItem)
        made = model(slug=draft.slug, title=draft.title, lead=draft.lead, body=draft.body, live=False)
        if isinstance(made, NewsItem) and draft.written_on:
            made.dated_on = draft.written_on
        made.topics = [topics[slug] for slug in draft.topics if slug in topics]
        draft.lost += [f"the topic {slug}" for slug in draft.topics if slug not in topics]
        parent.add_child(instance=made)
        made.save_revision()
    return Report(
        [draft.title for draft in export.drafts],
        export.left,
        {draft.title: draft.lost for draft in export.drafts if draft.lost},
    )
