"""What a network asks besides the wording itself, which is written as in the library: parsed and checked, never saved."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.steps.choices import REASON
from networks.versions import writing
from portal.accounts.fields import Line
from portal.ui.widgets import offer


class HideForm(forms.Form):
    reason = Line(
        label=_("Why is the step put aside here?"),
        max_length=REASON,
        help_text=_("It stays on the page, with the reason, and can be taken up again."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )


class SendForm(writing.SendForm):
    reader = forms.TypedChoiceField(label=_("Who reads it before it is in force?"), coerce=int)
    field_order = ("reader", "note", "review_on")

    def __init__(self, *args: Any, readers: Sequence[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reader", [("", gettext("Choose")), *readers])
