"""What every version is made of."""

from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.steps.content import Content
from networks.versions.choices import NOTE, OPEN_STATES, VersionState
from portal.accounts.models import User

OPEN = models.Q(state__in=OPEN_STATES)
PUBLISHED = models.Q(state=VersionState.PUBLISHED)


class Version(models.Model):
    """One wording of a routine. What has been published never changes: the database refuses it (0026_routines.sql)."""

    number = models.PositiveIntegerField(null=True)  # given when it is published
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    content = models.JSONField()
    note = models.CharField(_("what is new"), max_length=NOTE, blank=True)
    in_force_on = models.DateField(null=True)
    review_on = models.DateField(_("read again by"), null=True)
    hands = ArrayField(models.BigIntegerField(), default=list)  # who has written in it; none of them reads it
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # the last of them
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.CharField(_("what the second reader said"), max_length=NOTE, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @cached_property
    def wording(self) -> Content:
        return Content.from_data(self.content)

    @property
    def title(self) -> str:
        return self.wording.head.title

    @property
    def seen_as(self) -> str:
        """What a page carries of it: another as soon as anything in it has changed."""
        return self.changed_at.isoformat()

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def is_in_review(self) -> bool:
        return self.state == VersionState.IN_REVIEW

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_published(self) -> bool:
        return self.state == VersionState.PUBLISHED

    @property
    def has_hidden(self) -> bool:
        return any(step.is_hidden for step in self.wording.steps)
