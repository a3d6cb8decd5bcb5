"""A form's field for a routine as a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from networks.steps.exchange import MOST_BYTES, Document, Unreadable, read


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
            return read(text)
        except Unreadable as error:
            faults = error.faults
        told = [gettext("Line %(line)s: %(reason)s") % {"line": each.line, "reason": each.reason} for each in faults]
        raise forms.ValidationError(told)
