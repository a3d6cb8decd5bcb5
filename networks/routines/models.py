"""A network's own routines: adopted from the library or written here, adapted step by step."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networks.directory.models import Network
from networks.library.models import LibraryRoutine, LibraryVersion
from networks.routines.choices import LESSON, Shelf
from networks.steps.choices import Kind
from networks.steps.content import Step
from networks.versions.models import OPEN, PUBLISHED, Version
from portal.accounts.models import User


class Routine(models.Model):
    """`source` is what it was adopted from, and stays a link: what is new there is offered here."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="routines")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ROUTINE)
    source = models.ForeignKey(LibraryRoutine, on_delete=models.PROTECT, null=True, related_name="+")
    shelf = models.CharField(max_length=20, choices=Shelf, default=Shelf.IN_USE)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("kind", "pk")
        constraints = (
            models.UniqueConstraint(fields=("network", "id"), name="routine_of_network"),
            models.UniqueConstraint(
                fields=("network", "source"),
                condition=models.Q(shelf=Shelf.IN_USE, source__isnull=False),
                name="routine_adopted_once",
            ),
        )

    def __str__(self) -> str:
        return f"routine {self.pk}"

    def get_absolute_url(self) -> str:
        """Needs the network."""
        return reverse("networks:routines:routine", args=[self.network.slug, self.pk])


class RoutineVersion(Version):
    """`base` is the library's version whose news have been decided of; `taking` the one that is being looked at."""

    meant: Step  # the one an address names, where it does

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    routine = models.ForeignKey(Routine, on_delete=models.CASCADE, related_name="versions")
    base = models.ForeignKey(LibraryVersion, on_delete=models.PROTECT, null=True, related_name="+")
    taking = models.ForeignKey(LibraryVersion, on_delete=models.PROTECT, null=True, related_name="+")
    lineage = models.JSONField(default=list)  # what it was taken in from as a file, the nearest first
    decisions = models.JSONField(default=dict)  # part → what was decided of it, while `taking`
    reader = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("second reader")
    )

    class Meta:
        ordering = ("routine", "-number", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("network", "id"), name="routine_version_of_network"),
            models.UniqueConstraint(fields=("network", "routine", "number"), name="routine_version_numbered_once"),
            models.UniqueConstraint(fields=("network", "routine"), condition=OPEN, name="routine_one_open_version"),
            models.UniqueConstraint(fields=("network", "routine"), condition=PUBLISHED, name="routine_one_in_force"),
        )

    def __str__(self) -> str:
        return f"version {self.number} of routine {self.routine_id}"


class Lesson(models.Model):
    """What somebody learnt of a step, for those who write the routine. It says nothing of the room it comes from."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    routine = models.ForeignKey(Routine, on_delete=models.CASCADE, related_name="lessons")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=LESSON)
    is_exercise = models.BooleanField(default=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # to take it away again, never shown
    noted_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ("key", "pk")

    def __str__(self) -> str:
        return f"lesson of {self.key}"
