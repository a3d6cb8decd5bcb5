"""What all texts have in common, whatever they are about."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, Revision

from knowledge.library.choices import Centre, LanguageForm, Significance
from knowledge.library.models.blocks import Body
from knowledge.library.models.facts import Source
from knowledge.library.models.publishing import (
    Change,
    TextPermissions,
    editing_now,
    is_fixed,
    is_read,
    is_read_outside,
)  # fmt: skip
from knowledge.search.models import Topic
from knowledge.search.queries import by_topic
from portal.access.models import Office
from portal.accounts.models import User

ROOT = "/utveier/"  # what Wagtail's paths begin with and the site's addresses do not
LEAD = 400  # characters: what can be read before one decides to go on


class Citation(Orderable):
    """A source at the foot of a text."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="cited", verbose_name=_("source"))

    panels = [FieldPanel("source")]

    class Meta(Orderable.Meta):
        constraints = (models.UniqueConstraint(fields=("page", "source"), name="source_once_on_a_page"),)


class TextForm(WagtailAdminPageForm):
    """Asks anew, for each change, how much it matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.has_unpublished_changes:
            self.initial |= {"significance": Significance.TYPO, "change_note": ""}
        self.fields["keeper"].queryset = User.objects.filter(**editing_now())  # nobody else's name is shown
        if self.instance.pk is None and self.for_user is not None:
            own = Office.objects.running().filter(user=self.for_user, kind=Office.Kind.EDITOR)
            self.initial["centre"] = own.values_list("region", flat=True).first() or Centre.EAST

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        matters = cleaned.get("significance") in {Significance.MEDIUM, Significance.MAJOR}
        if matters and self.instance.first_published_at and not cleaned.get("change_note"):
            self.add_error("change_note", _("Say in one sentence what is changed."))
        unread = self.has_changed() or not (is_read(self.instance) or is_read_outside(self.instance))
        if "action-publish" in self.data and unread and (matters or not self.instance.live):
            self.add_error(
                "significance", _("Another reads a change that matters before it goes out. Save it and send it.")
            )
        return cleaned


class Text(Page):
    """A published text: what it is about, who answers for it, and until when it can be trusted."""

    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="%(class)ss")
    language_form = models.CharField(_("written in"), max_length=2, choices=LanguageForm, default=LanguageForm.BOKMAAL)
    search_words = models.CharField(
        _("also found by"), max_length=200, blank=True, help_text=_("Other words people use, with commas between.")
    )
    centre = models.CharField(_("professionally responsible"), max_length=60, choices=Centre, default=Centre.EAST)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("kept by"), help_text=_("Is reminded when it must be read through; without her, the centre is."),
    )  # fmt: skip
    reading_centre = models.CharField(
        _("to be read by"), max_length=60, choices=Centre, blank=True,
        help_text=_("Which centre reads it before it is published; otherwise the one that reads for this part."),
    )  # fmt: skip
    read_through_on = models.DateField(_("read through"), null=True, blank=True)
    review_by = models.DateField(_("to be read through again by"), null=True, blank=True)
    significance = models.CharField(_("this change is"), max_length=10, choices=Significance, default=Significance.TYPO)
    change_note = models.CharField(
        _("what is changed"), max_length=200, blank=True, help_text=_("One sentence for those who have used the text.")
    )
    variant_of = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("translates"),
        help_text=_("The same text in the other written Norwegian."),
    )  # fmt: skip

    about_panels = [
        MultiFieldPanel(
            [FieldPanel("topics"), FieldRowPanel([FieldPanel("language_form"), FieldPanel("variant_of")]), FieldPanel("search_words")],
            heading=_("About"),
        ),
        InlinePanel("citations", label=_("Sources")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("centre"), FieldPanel("keeper")]),
                FieldPanel("reading_centre"),
                FieldRowPanel([FieldPanel("read_through_on"), FieldPanel("review_by")]),
            ],
            heading=_("Kept true"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("significance"), FieldPanel("change_note")])], heading=_("This change")
        ),
    ]  # fmt: skip
    subpage_types: list[str] = []
    private_page_options: list[str] = []  # what is published is everybody's
    schema_type = "Article"  # of schema.org
    base_form_class = TextForm

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """Where it stands on the site, without asking the database which site that is."""
        return address_of(self.url_path)

    def is_overdue(self, today: date) -> bool:
        return self.review_by is not None and self.review_by < today

    def plain(self) -> str:
        """Every word of it that the public may read, for the search."""
        raise NotImplementedError

    def permissions_for_user(self, user: User) -> "TextPermissions":
        return TextPermissions(user, self)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """The tool writes over its last version while one types; never over one that has been read."""
        over = kwargs.get("overwrite_revision")
        if over is not None and is_fixed(over):
            kwargs["overwrite_revision"] = None
        revision: Revision = super().save_revision(*args, **kwargs)
        return revision

    def twin(self) -> dict[str, str] | None:
        """Where the same text stands in the other written form, when it is public."""
        if self.variant_of_id is None and self.pk is None:  # not saved yet: a preview
            return None
        pair = {"pk": self.variant_of_id} if self.variant_of_id else {"variant_of": self.pk}
        found = type(self).objects.filter(**pair, live=True).order_by().values_list("url_path", "language_form")[:1]
        return next(({"address": address_of(path), "language_form": form} for path, form in found), None)

    def is_stale(self) -> bool:
        """It translates a text that has changed in a way worth knowing since this one last did."""
        return self.variant_of_id is not None and Change.latest(self.variant_of_id) > Change.latest(self.pk)

    def schema(self) -> dict[str, Any]:
        """What search engines are told (schema.org)."""
        return {
            "@context": "https://schema.org", "@type": self.schema_type, "name": self.title, "headline": self.title,
            "description": self.lead, "inLanguage": self.language_form, "url": settings.ORIGIN + self.address,
            "datePublished": written(self.first_published_at), "dateModified": written(self.last_published_at),
            "publisher": {"@type": "Organization", "name": self.get_centre_display()},
            "isAccessibleForFree": True,
        }  # fmt: skip

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        cited = [citation.source for citation in with_related(self.citations.all(), "source")]
        twin = self.twin()
        return context | {
            "topics": by_topic(self.topics.order_by()), "thanked": "takk" in request.GET, "sources": cited, "part": self.get_parent(), "twin": twin, "stale": twin is not None and self.is_stale(),
            "origin": settings.ORIGIN, "schema": as_script(self.schema()),
        }  # fmt: skip


class Told(Text):
    """A text with a lead and a body of blocks."""

    lead = models.TextField(_("lead"), max_length=LEAD)
    body = StreamField(Body(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body"), *Text.about_panels]

    class Meta:
        abstract = True

    def headings(self) -> Iterable[tuple[str, str]]:
        """(anchor, question) of what the page answers."""
        for block in self.body:
            if "question" in getattr(block.value, "keys", dict)():
                yield slugify(block.value["question"]), block.value["question"]

    def plain(self) -> str:
        said = (text for block in self.body for text in block.block.get_searchable_content(block.value))
        return " ".join([self.lead, *(strip_tags(text) for text in said)])

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"headings": list(self.headings())}


def with_related(lines: Any, name: str) -> Any:
    """What lies in the database in one query; what is only drafted in a form as it is."""
    return lines.select_related(name) if hasattr(lines, "select_related") else lines


def address_of(url_path: str) -> str:
    return "/" + url_path.removeprefix(ROOT)


def written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def as_script(told: dict[str, Any]) -> SafeString:
    """JSON that can stand in a page: nothing in it can end the script it stands in."""
    text = json.dumps({key: value for key, value in told.items() if value is not None}, ensure_ascii=False)
    return mark_safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S308
