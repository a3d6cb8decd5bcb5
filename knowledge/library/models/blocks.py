"""What the body of an article is built of. Rich text is limited to what a reader needs: bold, italic, lists, links."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

FEATURES = ["bold", "italic", "ol", "ul", "link"]
PLAIN = ["bold", "italic", "link"]


class Part(blocks.StructBlock):
    """A section under a heading that is a question: what the reader came to ask."""

    question = blocks.CharBlock(label=_("Question"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "knowledge/library/blocks/part.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        return context | {"anchor": slugify(value["question"])}


class Quote(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"), max_length=400)
    person = blocks.CharBlock(label=_("Person"), max_length=120)
    role = blocks.CharBlock(label=_("Role"), max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "knowledge/library/blocks/quote.html"


class Step(blocks.StructBlock):
    action = blocks.CharBlock(label=_("What is done"), max_length=120)
    detail = blocks.TextBlock(label=_("How"), max_length=400, required=False)


class Steps(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=120)
    steps = blocks.ListBlock(Step(), label=_("Steps"), min_num=2, max_num=9)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "knowledge/library/blocks/steps.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        return context | {"anchor": slugify(value["question"])}


class Facts(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Facts")
        template = "knowledge/library/blocks/facts.html"


class Body(blocks.StreamBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    part = Part()
    quote = Quote()
    steps = Steps()
    facts = Facts()
