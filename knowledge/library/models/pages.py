"""The page types. What is public and what is a draft is Wagtail's to know; how it reads is ours."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from knowledge.library.choices import LanguageForm
from knowledge.library.models.blocks import Body
from knowledge.library.models.facts import Source, Topic

LEAD = 400  # characters: what can be read before one decides to go on


class Home(Page):
    """The root of what is public. Its own page is the portal's front page."""

    max_count = 1
    subpage_types = ["knowledge.Section"]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("front page")


class Section(Page):
    """One of the three parts."""

    lead = models.TextField(_("lead"), max_length=LEAD, blank=True)

    template = "knowledge/library/section.html"
    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["knowledge.Home"]
    subpage_types = ["knowledge.Article"]

    class Meta:
        verbose_name = _("part")

    def articles(self) -> "models.QuerySet[Article]":
        """In the order the editors have laid them."""
        return Article.objects.child_of(self).live().order_by("path")


class Article(Page):
    """What to do, and why, on one theme."""

    lead = models.TextField(_("lead"), max_length=LEAD)
    body = StreamField(Body(), verbose_name=_("body"), blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="articles")
    language_form = models.CharField(_("written in"), max_length=2, choices=LanguageForm, default=LanguageForm.BOKMAAL)
    centre = models.CharField(_("professionally responsible"), max_length=60, blank=True)
    read_through_on = models.DateField(_("read through"), null=True, blank=True)
    review_by = models.DateField(_("to be read through again by"), null=True, blank=True)

    template = "knowledge/library/article.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("topics"), FieldPanel("language_form")]),
        InlinePanel("sources", label=_("Sources")),
        FieldRowPanel([FieldPanel("centre"), FieldPanel("read_through_on"), FieldPanel("review_by")]),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    parent_page_types = ["knowledge.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("article")

    def headings(self) -> Iterable[tuple[str, str]]:
        """(anchor, question) of what the page answers."""
        for block in self.body:
            if "question" in getattr(block.value, "keys", dict)():
                yield slugify(block.value["question"]), block.value["question"]

    def is_overdue(self, today: date) -> bool:
        return self.review_by is not None and self.review_by < today

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        cited = Source.objects.filter(cited__article=self).order_by("cited__sort_order")
        return context | {"headings": list(self.headings()), "sources": cited, "section": self.get_parent()}


class ArticleSource(Orderable):
    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="cited", verbose_name=_("source"))

    panels = [FieldPanel("source")]

    class Meta(Orderable.Meta):
        constraints = (models.UniqueConstraint(fields=("article", "source"), name="source_cited_once"),)
