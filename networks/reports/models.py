"""A report shows one message to somebody outside its room, until it is answered or lapses. It holds no text of it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networks.directory.models import Network
from networks.discussion.models import Message, Room
from networks.reports.choices import Ground, Outcome
from portal.accounts.models import User

UNANSWERED = models.Q(outcome="", answered_at=None, answered_by=None)
ANSWERED = ~models.Q(outcome="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)


class Report(models.Model):
    """Written by the database's own functions (0024_reports.sql). Deleted when `ends_on` has passed, or with its message."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reports")
    ground = models.CharField(_("why"), max_length=20, choices=Ground)
    note = models.CharField(_("note"), max_length=300, blank=True)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    ends_on = models.DateField()
    outcome = models.CharField(_("what came of it"), max_length=20, choices=Outcome, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-reported_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("network", "message", "reported_by"),
                condition=models.Q(answered_at=None) & ~models.Q(ground=Ground.GRADED),
                name="report_open_once_of_a_person",
            ),
            models.UniqueConstraint(
                fields=("network", "message"),
                condition=models.Q(answered_at=None, ground=Ground.GRADED),
                name="report_graded_once",
            ),
            models.CheckConstraint(condition=UNANSWERED | ANSWERED, name="report_answered_whole"),
        )
        indexes = (models.Index(fields=("ends_on",), name="report_by_end"),)

    def __str__(self) -> str:
        return f"report {self.pk}"

    def get_absolute_url(self) -> str:
        """Needs the network."""
        return reverse("networks:reports:report", args=[self.network.slug, self.pk])

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def is_graded(self) -> bool:
        return self.ground == Ground.GRADED
