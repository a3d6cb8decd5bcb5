"""What the editors' tool has beside Wagtail's own: two lists in its menu, and a reader from outside."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from knowledge.editing import queries
from knowledge.editing.urls import tool
from knowledge.library.models import Article, Tool
from knowledge.library.models.text import Text, address_of

SOURCED = (Article, Tool)


@hooks.register("register_admin_urls")
def addresses() -> Sequence[URLPattern]:
    return tool


@hooks.register("register_admin_menu_item")
def readings() -> MenuItem:
    return MenuItem(_("Readings"), reverse("knowledge_readings"), name="readings", icon_name="glasses", order=150)


@hooks.register("register_admin_menu_item")
def kept() -> MenuItem:
    return MenuItem(_("Kept true"), reverse("knowledge_kept"), name="kept", icon_name="calendar-check", order=160)


class Today(Component):
    """What needs the editor today, and one way to begin."""

    order = 10
    template_name = "knowledge/editing/today.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return queries.today(parent_context["request"].user, timezone.localdate())


@hooks.register("construct_homepage_panels")
def today(request: Any, panels: list[Any]) -> None:
    panels.insert(0, Today())


@hooks.register("register_page_header_buttons")
def ask_outside(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if view_name == "edit" and isinstance(page, Text):
        yield Button(
            _("Ask somebody outside to read"), reverse("knowledge_ask", args=[page.pk]), icon_name="mail", priority=90
        )


@hooks.register("after_edit_page")
def say_what_follows(request: Any, page: Page) -> None:
    """What the editor would otherwise meet as a shut door later on; not each time the tool saves by itself."""
    if not isinstance(page, Text) or not page.workflow_in_progress or not request.accepts("text/html"):
        return
    if page.specific_class in SOURCED and not page.citations.all():
        messages.warning(request, _("The text has no sources yet. Whoever reads it will look for them."))
    if page.current_workflow_state.requested_by_id != request.user.pk:
        messages.info(request, _("You have now written on the text yourself, so another approves it."))


class PublicLink(PageLinkHandler):
    """A link to what is no longer public is words only: its address could say what is drafted."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        wanted = [int(attrs.get("id", 0)) for attrs in attrs_list]
        public = dict(Page.objects.live().filter(pk__in=wanted).order_by().values_list("pk", "url_path"))
        return [f'<a href="{escape(address_of(public[pk]))}">' if pk in public else "<a>" for pk in wanted]


@hooks.register("register_rich_text_features", order=10)
def links(features: Any) -> None:
    features.register_link_type(PublicLink)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("knowledge.outside_asked", _("Ask outside"), _("Asked somebody outside to read"))
    actions.register_action("knowledge.outside_withdrawn", _("Close a link"), _("Closed the link to somebody outside"))
    actions.register_action("knowledge.outside_answered", _("Answer from outside"), _("Somebody outside answered"))
