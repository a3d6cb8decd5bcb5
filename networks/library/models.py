"""The national library of routines: public to read, written by supervisors, each version read by a second one."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networks.library.choices import SUGGESTED, Answer, Significance
from networks.steps.choices import BOKMAL, LANGUAGES, Kind
from networks.steps.content import Step, step_from
from networks.versions.choices import VersionState
from networks.versions.models import OPEN, PUBLISHED, Version
from portal.tenancy.clock import Today


class LibraryRoutine(models.Model):
    """What a routine is called for good, whatever its versions say.

    `variant_of` is the text it translates into the other written form; its steps have the same ids.
    """

    key = models.SlugField(_("id"), max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ROUTINE)
    language = models.CharField(max_length=10, choices=LANGUAGES, default=BOKMAL)
    owner = models.CharField(_("published by"), max_length=120)
    variant_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="variants", verbose_name=_("translates")
    )

    class Meta:
        ordering = ("kind", "key")
        constraints = (
            models.UniqueConstraint(
                fields=("variant_of", "language"),
                condition=models.Q(variant_of__isnull=False),
                name="library_variant_once_a_language",
            ),
            models.CheckConstraint(condition=~models.Q(variant_of=models.F("id")), name="library_variant_of_another"),
        )

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("routine_library:routine", args=[self.key])

    @property
    def root_id(self) -> int:
        """What all its forms have in common: the original."""
        return self.variant_of_id or self.pk

    @property
    def is_card(self) -> bool:
        return self.kind == Kind.CARD


class LibraryVersionQuerySet(models.QuerySet["LibraryVersion"]):
    def in_force(self) -> "LibraryVersionQuerySet":
        return self.filter(state=VersionState.PUBLISHED)

    def due(self) -> "LibraryVersionQuerySet":
        """Those that should have been read again."""
        return self.in_force().filter(review_on__lt=Today())


class LibraryVersion(Version):
    meant: Step  # the one an address names, where it does

    routine = models.ForeignKey(LibraryRoutine, on_delete=models.PROTECT, related_name="versions")
    significance = models.CharField(_("how much changes"), max_length=20, choices=Significance, blank=True)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects = LibraryVersionQuerySet.as_manager()

    class Meta:
        ordering = ("routine", "-number", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("routine", "number"), name="library_version_numbered_once"),
            models.UniqueConstraint(fields=("routine",), condition=OPEN, name="library_one_open_version"),
            models.UniqueConstraint(fields=("routine",), condition=PUBLISHED, name="library_one_version_in_force"),
        )

    def __str__(self) -> str:
        return f"{self.routine_id} version {self.number}"


class Suggestion(models.Model):
    """One step in other words, from a network that is not named here: who stands behind it is the networks' own.

    Written by the database's own functions (0032_suggestions.sql). Deleted when `ends_on` has passed.
    """

    routine = models.ForeignKey(LibraryRoutine, on_delete=models.CASCADE, related_name="suggestions")
    key = models.SlugField(max_length=60)
    wording = models.JSONField()
    reason = models.CharField(_("why"), max_length=SUGGESTED)
    state = models.CharField(max_length=20, choices=Answer, default=Answer.OPEN)
    answer = models.CharField(_("answer"), max_length=SUGGESTED, blank=True)
    made_on = models.DateField()
    answered_on = models.DateField(null=True)
    ends_on = models.DateField()

    class Meta:
        ordering = ("made_on", "pk")
        indexes = (models.Index(fields=("ends_on",), name="suggestion_by_end"),)

    def __str__(self) -> str:
        return f"suggestion {self.pk}"

    @property
    def step(self) -> Step:
        return step_from(self.wording)

    @property
    def is_open(self) -> bool:
        return self.state == Answer.OPEN
