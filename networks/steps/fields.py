"""A form's field for a routine as a file."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext

from networks.steps.content import Content, Step
from networks.steps.exchange import MOST_BYTES, Document, Unreadable, read
from portal.accounts.fields import one_line


def shown(content: Content) -> Content:
    """Its headings without the signs nobody sees: they stand beside the words of others, as from any other field."""
    head = replace(content.head, title=heading(content.head.title))
    return Content(head, tuple(step_shown(step) for step in content.steps))


def step_shown(step: Step) -> Step:
    """A reason that shows nothing is none: the step is then in use."""
    question, hidden = one_line(step.question), one_line(step.hidden)
    return replace(step, title=heading(step.title), question=question, hidden=hidden)


def heading(text: str) -> str:
    if line := one_line(text):
        return line
    raise forms.ValidationError(
        gettext("«%(name)s» is too little: at least %(limit)s.") % {"name": "title", "limit": 1}
    )


class DocumentField(forms.CharField):
    """A routine as YAML, read. What is wrong is said line by line, and the text stays in the field."""

    widget = forms.Textarea(attrs={"rows": 24, "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_BYTES, strip=False, **kwargs)

    def clean(self, value: Any) -> Document | None:  # None: nothing was written
        text = super().clean(value)
        if not text.strip():
            return None
        try:
            document = read(text)
        except Unreadable as error:
            faults = error.faults
        else:
            return replace(document, content=shown(document.content))
        told = [gettext("Line %(line)s: %(reason)s") % {"line": each.line, "reason": each.reason} for each in faults]
        raise forms.ValidationError(told)
