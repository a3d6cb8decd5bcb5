"""The pages that gather others: the front page's root, the three parts, and the lists beside them."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PagePermissionTester

from knowledge.library.models.text import LEAD, address_of
from knowledge.search.choices import Kind
from knowledge.search.models import Topic
from knowledge.search.queries import by_topic
from portal.accounts.models import User
from portal.ui.paging import page_of


class FixedPermissions(PagePermissionTester):
    """Of pages that are part of the site's plan: they stay, and what is new below them begins as a draft.

    It cannot have been read by another before it is saved.
    """

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002 Wagtail's signature
        return False

    def can_move(self) -> bool:
        return False


class Home(Page):
    """The root of what is public. Its own page is the portal's front page."""

    max_count = 1
    subpage_types: list[str] = []  # the lists and the pages about the site are there; their addresses are fixed
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("front page")

    def permissions_for_user(self, user: User) -> FixedPermissions:
        return FixedPermissions(user, self)


class Gathering(Page):
    """Lists what is published below it, in the order the editors have laid it."""

    lead = models.TextField(_("lead"), max_length=LEAD, blank=True)
    lead_nn = models.TextField(_("lead in nynorsk"), max_length=LEAD, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("lead_nn")]
    promote_panels: list[FieldPanel] = []  # no new address: it is part of the site's plan (architecture.md 11)
    parent_page_types = ["knowledge.Home"]
    private_page_options: list[str] = []

    class Meta:
        abstract = True

    def permissions_for_user(self, user: User) -> FixedPermissions:
        return FixedPermissions(user, self)

    @property
    def address(self) -> str:
        return address_of(self.url_path)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        lead = self.lead_nn if get_language() == "nn" and self.lead_nn else self.lead
        return super().get_context(request, *args, **kwargs) | {"origin": settings.ORIGIN, "lead": lead}


class Section(Gathering):
    """One of the three parts."""

    template = "knowledge/library/section.html"
    subpage_types = ["knowledge.Article", "knowledge.Tool", "knowledge.Film"]

    class Meta:
        verbose_name = _("part")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Articles a page at a time; tools and films with the first page."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        listed = page_of(request, below(self, "knowledge.Article"))
        context["articles"] = listed
        if listed.number == 1:
            context |= {
                "tools": below(self, "knowledge.Tool"),
                "films": below(self, "knowledge.Film").prefetch_related("still__renditions"),
            }
        return context


class Questions(Gathering):
    """What is often asked."""

    max_count = 1
    template = "knowledge/library/questions.html"
    subpage_types = ["knowledge.Question"]

    class Meta:
        verbose_name = _("list of questions")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        questions = below(self, "knowledge.Question")
        topics = by_topic(Topic.objects.filter(questions__in=questions).distinct(), type=Kind.QUESTION)
        return super().get_context(request, *args, **kwargs) | {"questions": questions, "topics": topics}


class NewsList(Gathering):
    max_count = 1
    template = "knowledge/library/news_list.html"
    subpage_types = ["knowledge.NewsItem"]

    class Meta:
        verbose_name = _("list of news")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found = below(self, "knowledge.NewsItem").order_by("-dated_on", "-path")
        return super().get_context(request, *args, **kwargs) | {"items": found}


class Centres(Gathering):
    """The five regional centres."""

    max_count = 1
    template = "knowledge/library/centres.html"
    subpage_types = ["knowledge.RegionalContact"]

    class Meta:
        verbose_name = _("list of centres")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"contacts": below(self, "knowledge.RegionalContact")}


def below(page: Page, kind: str) -> "models.QuerySet[Any]":
    model = apps.get_model(kind)
    found: models.QuerySet[Any] = model.objects.child_of(page).live().order_by("path")
    return found
