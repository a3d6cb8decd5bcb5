"""Who answers for which function in a network, whatever routine asks for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.directory.models import Network
from networks.functions.choices import NAMED, PHONE, SHAPE, is_phone
from networks.membership.models import SOON, Membership
from networks.steps.choices import Responsible
from portal.accounts.models import User
from portal.tenancy.clock import Today


class HoldingQuerySet(models.QuerySet["Holding"]):
    def live(self) -> "HoldingQuerySet":
        """Those that count today: a holding rests with its membership, and ends with it."""
        return self.filter(membership__in=Membership.objects.live())

    def due(self) -> "HoldingQuerySet":
        """Of the live ones, those that must be confirmed within thirty days, or should have been."""
        return self.live().filter(confirm_on__lte=Today() + SOON)


class Holding(models.Model):
    """A member in a function. The lowest place is called first; the others stand in."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    function = models.CharField(_("function"), max_length=40, choices=Responsible)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    phone = models.CharField(_("phone at work"), max_length=PHONE, blank=True, validators=[is_phone])
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    confirm_on = models.DateField()

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ("function", "place")
        constraints = (
            models.UniqueConstraint(fields=("network", "function", "membership"), name="holding_once"),
            models.UniqueConstraint(fields=("network", "function", "place"), name="holding_one_in_a_place"),
            models.CheckConstraint(condition=models.Q(function__in=NAMED), name="holding_of_a_named_function"),
            models.CheckConstraint(
                condition=models.Q(phone="") | models.Q(phone__regex=SHAPE), name="holding_phone_is_one"
            ),
        )
        indexes = (models.Index(fields=("confirm_on",), name="holding_by_day"),)

    def __str__(self) -> str:
        return f"{self.function} of {self.network_id}"
