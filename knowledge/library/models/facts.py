"""What articles point at, each written once: sources, facts that go stale, and the people in the films."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from knowledge.library.choices import FactKind, SourceKind
from knowledge.library.models.blocks import PLAIN

CHECKED_FOR = timedelta(days=365)


@register_snippet
class Source(index.Indexed, models.Model):  # type: ignore[django-manager-missing] # modelcluster is untyped
    """Somewhere a fact can be looked up."""

    author = models.CharField(_("author"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    title = models.CharField(_("title of the work"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind)

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("author"), FieldPanel("year")]),
        FieldPanel("publisher"),
        FieldPanel("link"),
        FieldPanel("kind"),
    ]
    search_fields = [index.AutocompleteField("title"), index.AutocompleteField("author")]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("author", "year", "title")

    def __str__(self) -> str:
        return f"{self.author} ({self.year or _('n.d.')}): {self.title}"


class FactManager(models.Manager["Fact"]):
    """With its source, which stands wherever the fact does."""

    def get_queryset(self) -> "models.QuerySet[Fact]":
        return super().get_queryset().select_related("source")


@register_snippet
class Fact(index.Indexed, models.Model):
    """A rule, a number or a deadline. It says who checked it and when, and warns when that is a year ago (PR-40)."""

    kind = models.CharField(_("kind"), max_length=20, choices=FactKind)
    heading = models.CharField(_("heading"), max_length=120)
    text = RichTextField(_("text"), features=PLAIN)
    valid_from = models.DateField(_("holds from"), null=True, blank=True)
    valid_to = models.DateField(_("holds until"), null=True, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=120)
    checked_on = models.DateField(_("checked on"))
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="facts", verbose_name=_("source")
    )

    objects = FactManager()

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("source")]),
        FieldPanel("heading"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldRowPanel([FieldPanel("checked_by"), FieldPanel("checked_on")]),
    ]
    search_fields = [index.AutocompleteField("heading")]

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ("heading",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_from=None) | models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="fact_ends_after_it_begins",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.heading

    def is_in_force(self, today: date) -> bool:
        return (self.valid_from is None or self.valid_from <= today) and (
            self.valid_to is None or today <= self.valid_to
        )

    def is_stale(self, today: date) -> bool:
        """Nobody has checked it for a year."""
        return self.checked_on + CHECKED_FOR < today


class PersonQuerySet(models.QuerySet["Person"]):
    def not_agreeing(self, today: date) -> "PersonQuerySet":
        """Those whose consent to be shown has not begun, has run out, or is withdrawn."""
        ended = models.Q(withdrawn_on__lte=today) | models.Q(agreed_until__lt=today)
        return self.filter(ended | models.Q(agreed_on=None) | models.Q(agreed_on__gt=today))


@register_snippet
class Person(index.Indexed, models.Model):  # type: ignore[django-manager-missing] # modelcluster is untyped
    """Somebody in a film, and for how long she agrees to be shown."""

    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120)
    employer = models.CharField(_("employer"), max_length=120, blank=True)
    agreed_on = models.DateField(_("agreed to be shown on"), null=True, blank=True)
    agreed_until = models.DateField(_("agrees until"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrew her consent on"), null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("role"), FieldPanel("employer")]),
        FieldRowPanel([FieldPanel("agreed_on"), FieldPanel("agreed_until")]),
        FieldPanel(
            "withdrawn_on",
            help_text=_("From this day every film with this person is taken down, also from the search and the feeds."),
        ),
    ]
    search_fields = [index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("person in films")
        verbose_name_plural = _("people in films")
        ordering = ("name",)

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.role, self.employer)))
