"""What somebody is told of, and how she wishes to be told. Each row is one person's own."""

from django.db import models
from django.utils import timezone

from portal.accounts.models import User
from portal.notices.choices import MORNING, Mail


class Notice(models.Model):
    """That something happened which concerns her: what it was stands where it happened, never here (PR-5).

    Written by the database's own functions. `key` names the event: it makes one notice, however often it is told.
    """

    network_id = models.BigIntegerField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    address = models.CharField(max_length=200)
    key = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("network_id", "user", "key"), name="notice_once_for_an_event"),
            models.CheckConstraint(
                condition=models.Q(address__startswith="/") & ~models.Q(address__startswith="//"),
                name="notice_address_is_a_path",
            ),
        )
        indexes = (models.Index(fields=("user", "-made_at"), name="notice_of_user"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class NoticeChoice(models.Model):
    """Who has chosen nothing is written to at once, at any hour."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    mail = models.CharField(max_length=20, choices=Mail, default=Mail.AT_ONCE)
    hour = models.PositiveSmallIntegerField(default=MORNING)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_to = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(hour__lt=24)
                & (
                    models.Q(quiet_from=None, quiet_to=None)
                    | models.Q(quiet_from__lt=24, quiet_to__lt=24) & ~models.Q(quiet_from=models.F("quiet_to"))
                ),
                name="notice_choice_hours_of_the_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.mail} for {self.user_id}"


class PushSubscription(models.Model):
    """A browser she wants to be told in. Its address is sealed: whoever has it could knock there.

    The keys a browser offers with it are not kept: nothing is ever sent that would have to be encrypted to it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=3000)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    failed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "digest"), name="push_subscription_once_a_browser"),)

    def __str__(self) -> str:
        return f"a browser of {self.user_id}"
