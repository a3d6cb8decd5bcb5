"""Which network stands behind a suggestion to the library: its own, and nobody else's to know."""

from django.db import models

from networks.directory.models import Network
from networks.library.models import Suggestion
from networks.routines.models import Routine
from portal.accounts.models import User


class Backing(models.Model):
    """The network made the suggestion, or agrees with it. Written by the database's functions (0032_suggestions.sql)."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="+")
    routine = models.ForeignKey(Routine, on_delete=models.RESTRICT, related_name="+")
    is_maker = models.BooleanField(default=False)
    backed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    backed_on = models.DateField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("network", "suggestion"), name="backing_once_of_a_network"),)

    def __str__(self) -> str:
        return f"backing {self.pk}"
