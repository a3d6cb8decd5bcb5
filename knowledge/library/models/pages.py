"""The texts. What is public and what is a draft is Wagtail's to know; how it reads is ours."""

from datetime import date
from html import unescape
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from knowledge.library.choices import Centre
from knowledge.library.models.blocks import FEATURES, Body
from knowledge.library.models.lists import FixedPermissions
from knowledge.library.models.publishing import TextPermissions
from knowledge.library.models.text import LEAD, Text, Told, address_of
from portal.accounts.models import User


class Article(Told):
    """What to do, and why, on one theme."""

    template = "knowledge/library/article.html"
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    parent_page_types = ["knowledge.Section"]

    class Meta:
        verbose_name = _("article")


class Tool(Told):
    """A tool or a measure: something one takes into use."""

    target_group = models.CharField(_("for whom"), max_length=120)
    before = models.BooleanField(_("before a concern"), default=False)
    during = models.BooleanField(_("while it is handled"), default=False)
    after = models.BooleanField(_("afterwards"), default=False)

    template = "knowledge/library/article.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("target_group"),
        FieldRowPanel([FieldPanel("before"), FieldPanel("during"), FieldPanel("after")]),
        FieldPanel("body"),
        *Text.about_panels,
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    parent_page_types = ["knowledge.Section"]

    class Meta:
        verbose_name = _("tool or measure")

    @property
    def phases(self) -> list[str]:
        return [phase for phase in ("before", "during", "after") if getattr(self, phase)]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"target_group": self.target_group}

    def phase_names(self) -> list[str]:
        return [str(self._meta.get_field(phase).verbose_name) for phase in self.phases]

    def clean(self) -> None:
        super().clean()
        if not self.phases:
            raise ValidationError({"before": _("Say when it is used: before, during or after.")})


class Question(Text):
    """Something often asked; the title is the question."""

    answer = RichTextField(_("answer"), features=FEATURES)

    template = "knowledge/library/question.html"
    content_panels = [*Page.content_panels, FieldPanel("answer"), *Text.about_panels]
    search_fields = [*Page.search_fields, index.SearchField("answer")]
    parent_page_types = ["knowledge.Questions"]

    class Meta:
        verbose_name = _("question")

    @property
    def lead(self) -> str:
        return unescape(strip_tags(self.answer.replace("</p>", " ").replace("</li>", " "))).strip()

    def plain(self) -> str:
        return self.lead

    def schema(self) -> dict[str, Any]:
        answer = {"@type": "Answer", "text": self.lead}
        return super().schema() | {
            "@type": "FAQPage",
            "mainEntity": [{"@type": "Question", "name": self.title, "acceptedAnswer": answer}],
        }


class NewsItem(Told):
    dated_on = models.DateField(_("date"), default=timezone.localdate)

    template = "knowledge/library/article.html"
    content_panels = [
        *Page.content_panels, FieldPanel("dated_on"), FieldPanel("lead"), FieldPanel("body"), *Text.about_panels,
    ]  # fmt: skip
    parent_page_types = ["knowledge.NewsList"]
    schema_type = "NewsArticle"

    class Meta:
        verbose_name = _("news")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"dated_on": self.dated_on}


class PlainPermissions(TextPermissions, FixedPermissions):
    """Read by another before it goes out, like every text; and it stays where it is."""


class Plain(Told):
    """What the site says of itself: about, accessibility, privacy."""

    template = "knowledge/library/article.html"
    promote_panels: list[FieldPanel] = []  # its address is fixed
    parent_page_types = ["knowledge.Home"]

    class Meta:
        verbose_name = _("page about the site")

    def permissions_for_user(self, user: User) -> PlainPermissions:
        return PlainPermissions(user, self)


class RegionalContact(Page):
    """How one of the five centres is reached. Its address is that of the region."""

    centre = models.CharField(_("centre"), max_length=60, choices=Centre, unique=True)
    lead = models.TextField(_("lead"), max_length=LEAD)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    web = models.URLField(_("website"), blank=True)
    body = StreamField(Body(), verbose_name=_("body"), blank=True)
    checked_by = models.CharField(_("checked by"), max_length=120, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    template = "knowledge/library/contact.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("centre"),
        FieldPanel("lead"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("web")]),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("checked_by"), FieldPanel("checked_on")]),
    ]
    parent_page_types = ["knowledge.Centres"]
    subpage_types: list[str] = []
    private_page_options: list[str] = []

    class Meta:
        verbose_name = _("regional contact")

    @property
    def address(self) -> str:
        return address_of(self.url_path)

    def is_stale(self, today: date) -> bool:
        return self.checked_on is None or (today - self.checked_on).days > 365

    def plain(self) -> str:
        return self.lead

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        stale = self.is_stale(timezone.localdate())
        return context | {"part": self.get_parent(), "stale": stale, "origin": settings.ORIGIN}
