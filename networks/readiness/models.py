"""A network's year: what is done again and again, who answers for it, when it was done, and the calendars that show it."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networks.directory.models import Network
from networks.membership.models import Membership
from networks.readiness.choices import NOTE, TITLE, Every, Kind
from portal.accounts.models import User


class ReadinessItem(models.Model):
    """`first_on` is the day its terms are counted from, so that the 31st comes back after a shorter month."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="year_items")
    kind = models.CharField(_("what is done"), max_length=20, choices=Kind)
    title = models.CharField(max_length=TITLE, blank=True)
    every = models.PositiveSmallIntegerField(_("how often"), choices=Every, default=Every.YEAR)
    first_on = models.DateField()
    due_on = models.DateField(_("next time"))
    owner = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("network", "id"), name="readiness_item_of_network"),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.OWN) & ~models.Q(title="") | ~models.Q(kind=Kind.OWN) & models.Q(title=""),
                name="readiness_own_item_has_a_title",
            ),
            models.CheckConstraint(condition=models.Q(every__in=Every.values), name="readiness_every_is_from_the_list"),
        )
        indexes = (models.Index(fields=("due_on",), name="readiness_by_day"),)

    def __str__(self) -> str:
        return f"item {self.pk} of the year"

    def get_absolute_url(self) -> str:
        """Needs the network."""
        return reverse("networks:readiness:item", args=[self.network.slug, self.pk])

    @property
    def name(self) -> str:
        return self.title or self.get_kind_display()


class ReadinessDone(models.Model):
    """That it was done for one of its terms. Written by the database's own function."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(ReadinessItem, on_delete=models.CASCADE, related_name="done_entries")
    term_on = models.DateField()
    done_on = models.DateField()
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=NOTE, blank=True)

    class Meta:
        ordering = ("-done_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("network", "item", "done_on"), name="readiness_done_once_a_day"),
        )

    def __str__(self) -> str:
        return f"item {self.item_id} done"


class CalendarFeed(models.Model):
    """An address at which a calendar reads one network's year without signing in. Kept as a hash, for a year at most.

    `changed_at` is when what it shows last changed. Written by the database's own functions.
    """

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ends_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "user"), name="feed_one_of_a_person"),)

    def __str__(self) -> str:
        return f"calendar of {self.user_id} in {self.network_id}"

    def is_over(self, today: date) -> bool:
        return self.ends_on < today
