"""What a text needs before it goes out, and what is remembered of it afterwards."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester, Revision, TaskState

from knowledge.library.choices import Significance
from portal.access.models import Office

LONG_AGO = datetime.min.replace(tzinfo=UTC)


class ChangeQuerySet(models.QuerySet["Change"]):
    def worth_knowing(self) -> "ChangeQuerySet":
        return self.exclude(significance=Significance.TYPO)


class Change(models.Model):
    """A publication of a text, and how much it matters to those who have used it."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="changes")
    revision = models.OneToOneField(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    significance = models.CharField(max_length=10, choices=Significance)
    note = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")

    def __str__(self) -> str:
        return self.note or str(self.get_significance_display())

    @classmethod
    def latest(cls, page: int) -> datetime:
        """When it last changed in a way worth knowing; long ago when it never did."""
        found = cls.objects.worth_knowing().filter(page=page).values_list("published_at", flat=True).first()
        return found or LONG_AGO


class Votes(models.Model):
    """How many found a text helpful. Who and when is never stored."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="+")
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.yes} / {self.no}"


class TextPermissions(PagePermissionTester):
    """Nobody publishes alone: what goes out has been read by another, unless it corrects what is already public."""

    def can_publish(self) -> bool:
        if not super().can_publish():
            return False
        return self.corrects() or is_read(self.page) or (is_read_outside(self.page) and self.is_another())

    def is_another(self) -> bool:
        """What somebody outside has approved, a colleague publishes: whoever wrote it also chose whom to ask."""
        return self.user.pk not in writers(self.page)

    def corrects(self) -> bool:
        latest = self.page.latest_revision
        return self.page.live and (latest is None or latest.content.get("significance") == Significance.TYPO)


def is_read(page: Page) -> bool:
    """A colleague has approved exactly what would be published now."""
    approved = TaskState.objects.filter(status=TaskState.STATUS_APPROVED)
    return page.latest_revision_id is not None and approved.filter(revision=page.latest_revision_id).exists()


def is_read_outside(page: Page) -> bool:
    """So has somebody by her link."""
    approved = OutsideReading.objects.filter(approves=True)
    return page.latest_revision_id is not None and approved.filter(revision=page.latest_revision_id).exists()


def is_fixed(revision: Revision) -> bool:
    """Somebody has been shown this version, or it is public: it is never written over."""
    shown = (
        TaskState.objects.filter(revision=revision).exists()
        or OutsideReading.objects.filter(revision=revision).exists()
    )
    return shown or Page.objects.filter(live_revision=revision).exists() or revision.approved_go_live_at is not None


def writers(page: Page) -> frozenset[int]:
    """Whoever began the text, and whoever has written on it since it was last public."""
    since = page.last_published_at or page.first_published_at
    written = page.revisions.filter(created_at__gt=since) if since else page.revisions.all()
    return frozenset(pk for pk in (page.owner_id, *written.values_list("user_id", flat=True)) if pk is not None)


def editing_now() -> dict[str, Any]:
    """Those who can keep a text: nobody else's name is shown in the tool."""
    return {"pk__in": Office.objects.running().filter(kind=Office.Kind.EDITOR).values("user")}


class OutsideReading(models.Model):
    """Somebody without an account is asked to read one version: a link that opens once, for fourteen days."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="outside_readings")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    approves = models.BooleanField(null=True)
    remark = models.TextField(max_length=4000, blank=True)

    def __str__(self) -> str:
        return self.name

    def is_open(self) -> bool:
        return self.answered_at is None and self.expires_at > timezone.now()
