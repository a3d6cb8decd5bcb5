"""Form widgets of our own, where Django's do not say what the browser needs, and the choices they offer."""

from collections.abc import Iterable
from typing import Any

from django import forms


class Day(forms.DateInput):
    """The browser's own date picker: it speaks the person's language and sends ISO dates."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field the choices that are known only when its form is made."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no field of choices.")
    field.choices = list(choices)
