"""What the body of a text is built of. Rich text is limited to what a reader needs: bold, italic, lists, links."""

from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import PageChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from knowledge.library.models import pictures

FEATURES = ["bold", "italic", "ol", "ul", "link"]
PLAIN = ["bold", "italic", "link"]


class Asked(blocks.StructBlock):
    """A block under a heading that is a question, with an anchor that the table of contents points at."""

    question = blocks.CharBlock(label=_("Question"), max_length=120)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        return context | {"anchor": slugify(value["question"])}


class Part(Asked):
    """What the reader came to ask, and the answer."""

    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "knowledge/library/blocks/part.html"


class Step(blocks.StructBlock):
    action = blocks.CharBlock(label=_("What is done"), max_length=120)
    detail = blocks.TextBlock(label=_("How"), max_length=400, required=False)


class Steps(Asked):
    steps = blocks.ListBlock(Step(), label=_("Steps"), min_num=2, max_num=9)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "knowledge/library/blocks/steps.html"


class Quote(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"), max_length=400)
    person = blocks.CharBlock(label=_("Person"), max_length=120)
    role = blocks.CharBlock(label=_("Role"), max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "knowledge/library/blocks/quote.html"


class Facts(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Facts")
        template = "knowledge/library/blocks/facts.html"


class CheckedFact(SnippetChooserBlock):
    """A rule, a number or a deadline that is kept in one place, with who checked it."""

    def __init__(self, **options: Any) -> None:
        super().__init__("knowledge.Fact", **options)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        today = timezone.localdate()
        return context | {"stale": value and value.is_stale(today), "in_force": value and value.is_in_force(today)}

    class Meta:
        icon = "tick-inverse"
        label = _("Checked fact")
        template = "knowledge/library/blocks/fact.html"


class Picture(ImageBlock):
    """With the text that stands in for it, which the editor must give or say that it is decoration."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        return context | {"shown": pictures.shown(value, pictures.WIDE)}


class Links(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    pages = blocks.ListBlock(PageChooserBlock(), label=_("Pages"), min_num=1, max_num=8)

    class Meta:
        icon = "link"
        label = _("Read on")
        template = "knowledge/library/blocks/links.html"


class Body(blocks.StreamBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    part = Part()
    quote = Quote()
    steps = Steps()
    facts = Facts()
    fact = CheckedFact()
    film = PageChooserBlock(
        page_type="knowledge.Film", label=_("Film"), icon="media", template="knowledge/library/blocks/film.html"
    )
    tool = PageChooserBlock(
        page_type="knowledge.Tool", label=_("Tool"), icon="form", template="knowledge/library/blocks/tool.html"
    )
    picture = Picture(label=_("Picture"), template="knowledge/library/blocks/picture.html")
    links = Links()
    contact = blocks.StaticBlock(
        label=_("Ask RVTS"), icon="mail", admin_text=_("How to find the reader's regional centre."),
        template="knowledge/library/blocks/contact.html",
    )  # fmt: skip
