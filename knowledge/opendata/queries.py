"""The published texts as data. Every query begins with what is live."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from knowledge.library.models import Article, Question, Source, Tool
from knowledge.search.models import Topic


def articles() -> "QuerySet[Any]":
    return texts(Article)


def tools() -> "QuerySet[Any]":
    return texts(Tool)


def questions() -> "QuerySet[Any]":
    return texts(Question)


def texts(model: type[Any]) -> "QuerySet[Any]":
    found: QuerySet[Any] = model.objects.live().order_by("path").prefetch_related("topics", "citations__source")
    return found


def topics() -> "QuerySet[Topic]":
    return Topic.objects.order_by("slug")


def sources() -> Iterable[Source]:
    """Those a published text names; a source only drafts name is not public yet."""
    return Source.objects.filter(cited__page__live=True).distinct().order_by("author", "year", "title", "pk")
