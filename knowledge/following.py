"""What follows when Wagtail publishes, moves or deletes: it does so in code that is not ours, and tells by signals."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete  # noqa: TID251 Wagtail's models are not ours
from wagtail import signals
from wagtail.images.models import Image
from wagtail.models import Page, Revision, WorkflowState, get_page_models

from knowledge.editing import services as editing
from knowledge.editing.models import ReadingState
from knowledge.library import services
from knowledge.library.models import Edition, Fact, Person, Source
from knowledge.search.models import Topic
from knowledge.wordpress import choices  # noqa: F401 its sentences are known from the start


def follow() -> None:
    signals.page_published.connect(published)
    signals.page_unpublished.connect(taken_down)
    signals.post_page_move.connect(moved)
    signals.task_submitted.connect(submitted, sender=ReadingState)
    for signal, its_own in (
        (signals.workflow_submitted, "submitted"),
        (signals.workflow_approved, "approved"),
        (signals.workflow_rejected, "rejected"),
    ):
        # Wagtail's letters name the text; ours only say that there is news (PR-5).
        signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{its_own}_email_notification")
    signals.workflow_approved.connect(answered)
    signals.workflow_rejected.connect(answered)
    signals.page_slug_changed.connect(moved)
    for model in (
        *get_page_models(),
        Topic,
        Source,
        Fact,
        Person,
    ):  # each by name: Django's fast deletes stay elsewhere
        post_save.connect(changed, sender=model)
        post_delete.connect(changed, sender=model)
    for model in get_page_models():
        pre_delete.connect(deleted, sender=model)
    post_save.connect(consented, sender=Person)
    post_save.connect(renamed, sender=Topic)
    post_save.connect(redrawn, sender=Image)


def published(sender: Any, instance: Page, revision: Revision, **_: Any) -> None:
    services.show(instance, revision)


def taken_down(sender: Any, instance: Page, **_: Any) -> None:
    services.hide(instance)


def deleted(sender: Any, instance: Any, **_: Any) -> None:
    if isinstance(instance, Page):
        services.hide(instance)


def moved(sender: Any, instance: Page, **_: Any) -> None:
    for page in Page.objects.descendant_of(instance, inclusive=True).live():
        services.show(page)


def changed(sender: Any, **_: Any) -> None:
    Edition.turn()


def renamed(sender: Any, instance: Topic, **_: Any) -> None:
    services.show_again(topic=instance)


def redrawn(sender: Any, instance: Image, **_: Any) -> None:
    services.redraw(picture=instance)


def consented(sender: Any, **_: Any) -> None:
    services.keep_consents()


def submitted(sender: Any, instance: ReadingState, **_: Any) -> None:
    editing.tell_readers(instance)


def answered(sender: Any, instance: WorkflowState, **_: Any) -> None:
    editing.tell_author(instance)
