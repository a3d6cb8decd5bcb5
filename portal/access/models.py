"""Offices held across networks. What they may read inside a network is never theirs by office."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.tenancy.clock import Today


class OfficeQuerySet(models.QuerySet["Office"]):
    def running(self) -> "OfficeQuerySet":
        """Those held today; the last day counts."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=Today()), starts_on__lte=Today())


class Office(models.Model):
    class Kind(models.TextChoices):
        SUPERVISOR = "supervisor", _("RVTS supervisor")
        EDITOR = "editor", _("Knowledge editor")
        OPERATOR = "operator", _("Platform operator")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="offices")
    kind = models.CharField(max_length=20, choices=Kind)
    region = models.CharField(max_length=20, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="office_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
