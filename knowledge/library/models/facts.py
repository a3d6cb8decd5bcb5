"""What articles point at: sources and topics, each written once."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from knowledge.library.choices import SourceKind


@register_snippet
class Topic(models.Model):
    """A word of the small controlled vocabulary, in both written forms of Norwegian."""

    slug = models.SlugField(max_length=60, unique=True)
    name_nb = models.CharField(_("in bokmål"), max_length=60)
    name_nn = models.CharField(_("in nynorsk"), max_length=60)

    panels = [FieldRowPanel([FieldPanel("name_nb"), FieldPanel("name_nn")]), FieldPanel("slug")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name_nb",)

    def __str__(self) -> str:
        return self.name_nb


@register_snippet
class Source(index.Indexed, models.Model):  # type: ignore[django-manager-missing] # modelcluster is untyped
    """Somewhere a fact can be looked up."""

    author = models.CharField(_("author"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=300)
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
