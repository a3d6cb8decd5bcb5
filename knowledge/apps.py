from typing import Any

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wagtail publishes, moves and deletes in code that is not ours; these are its own ways of telling."""
        from django.db.models.signals import post_save, pre_delete  # noqa: PLC0415, TID251 models are not loaded before
        from wagtail.models import Page, Revision  # noqa: PLC0415 as above
        from wagtail.signals import page_published, page_unpublished, post_page_move  # noqa: PLC0415 as above

        from knowledge.library import services  # noqa: PLC0415 as above
        from knowledge.library.models import Person  # noqa: PLC0415 as above

        def shown(sender: Any, instance: Page, revision: Revision, **_: Any) -> None:
            services.show(instance, revision)

        def hidden(sender: Any, instance: Any, **_: Any) -> None:
            if isinstance(instance, Page):
                services.hide(instance)

        def moved(sender: Any, instance: Page, **_: Any) -> None:
            for page in Page.objects.descendant_of(instance, inclusive=True).live():
                services.show(page)

        def noted(sender: Any, **_: Any) -> None:
            services.keep_consents()

        page_published.connect(shown, weak=False)
        page_unpublished.connect(hidden, weak=False)
        post_page_move.connect(moved, weak=False)
        pre_delete.connect(hidden, weak=False)
        post_save.connect(noted, sender=Person, weak=False)
