"""The professional reading between an author and the public: a step of Wagtail's workflow, with a date and a reader."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, Task, TaskState

from knowledge.library.choices import Centre
from knowledge.library.models.publishing import writers
from portal.access.models import Office
from portal.accounts.models import User

READ_WITHIN = timedelta(days=14)


class ReadingState(TaskState):
    """One text being read. The date is the editors' own; it is no rule of anybody else's."""

    due_on = models.DateField(null=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("reading")

    def __str__(self) -> str:
        return str(self.workflow_state)

    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


class Reading(Task):
    """Somebody of the centre that reads for the part, or of the one the author asked, and never the author herself."""

    centre = models.CharField(_("read by"), max_length=60, choices=Centre)

    task_state_class = ReadingState
    admin_form_fields = [*Task.admin_form_fields, "centre"]
    panels = [FieldPanel("name"), FieldPanel("centre")]

    class Meta:
        verbose_name = _("professional reading")

    def start(self, workflow_state: Any, user: User | None = None) -> ReadingState:
        state: ReadingState = super().start(workflow_state, user=user)
        state.due_on = timezone.localdate() + READ_WITHIN
        state.save(update_fields=["due_on"])
        return state

    def reads_for(self, page: Page) -> str:
        """As the version that waits says, which the public one need not."""
        latest = page.get_latest_revision()
        asked: str = latest.content.get("reading_centre", "") if latest else ""
        return asked or self.centre

    def may_read(self, user: User, page: Page) -> bool:
        """An editor of that centre, and none of those who have written on it since it was last public."""
        return user.pk not in writers(page) and self.reads_for(page) in centres_of(user)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        """What is being read stands still: the approval is of exactly that version.

        Only its readers may touch it; who does has written on it, and another must approve.
        """
        return not self.may_read(user, obj)

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return self.may_read(user, obj)

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        if not self.may_read(user, obj):
            return []
        return [("reject", _("Send back with a remark"), True), ("approve", _("Approve and publish"), False)]

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> "models.QuerySet[TaskState]":
        mine = [
            state.pk for state in open_readings() if state.task_id == self.pk and self.may_read(user, page_of(state))
        ]
        return TaskState.objects.filter(pk__in=mine)

    @classmethod
    def get_description(cls) -> str:
        return str(_("Read by an editor of another centre, and never by the author."))


def centres_of(user: User) -> frozenset[str]:
    running = Office.objects.running().filter(user=user, kind=Office.Kind.EDITOR)
    return frozenset(running.values_list("region", flat=True))


def open_readings() -> Iterable[ReadingState]:
    return (
        ReadingState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        .select_related("workflow_state", "revision", "task", "claimed_by")
        .order_by("due_on", "pk")
    )


def page_of(state: ReadingState) -> Page:
    page: Page = state.workflow_state.content_object
    return page
