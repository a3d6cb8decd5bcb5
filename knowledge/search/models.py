"""What can be found: one row for each thing the public may read, and the words its titles are made of.

A draft has no row. Whoever publishes, moves or takes down something calls the services; nothing else writes here.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet

from knowledge.search.choices import Kind


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

    def name_in(self, language: str) -> str:
        return self.name_nn if language == "nn" else self.name_nb


class Entry(models.Model):
    """`key` is stable: page:<uuid> or place:<number>. `spelt` are the words that count in the vocabulary."""

    key = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=300)
    lead = models.TextField(max_length=2000)
    address = models.CharField(max_length=500)
    part = models.CharField(max_length=60, blank=True)
    topics = ArrayField(models.CharField(max_length=60), default=list)
    phases = ArrayField(models.CharField(max_length=10), default=list)
    language_form = models.CharField(max_length=2, blank=True)
    named_words = SearchVectorField()  # of the title, the topics and the added words: small, so that many can be ranked
    words = SearchVectorField()
    spelt = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        indexes = (
            GinIndex(fields=["named_words"], name="entry_named_words"),
            GinIndex(fields=["words"], name="entry_words"),
        )

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A word of a title, a topic or a search word, and in how many entries it stands. At zero it is gone."""

    spelt = models.CharField(max_length=60, primary_key=True)
    entries = models.PositiveIntegerField()

    class Meta:
        indexes = (GinIndex(OpClass("spelt", name="gin_trgm_ops"), name="word_trigrams"),)
        constraints = (models.CheckConstraint(condition=models.Q(entries__gt=0), name="word_stands_somewhere"),)

    def __str__(self) -> str:
        return self.spelt
