"""One submission each: parsed and checked, never saved."""

from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.library.choices import SUGGESTED, Answer, Significance
from networks.steps.fields import DocumentField
from networks.versions import writing
from portal.accounts.fields import Line


class FileForm(forms.Form):
    text = DocumentField(
        label=_("The routine as YAML"),
        help_text=_("By the published schema. A new id begins a new routine, a known one its next version."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def seen_now(self, seen: str) -> None:
        """Told that somebody has written meanwhile, she may save again: then it is hers that stands."""
        sent: Any = copy(self.data)
        sent["seen"] = seen
        self.data = sent


class SendForm(writing.SendForm):
    significance = forms.ChoiceField(label=_("How much changes?"), choices=Significance, widget=forms.RadioSelect)
    field_order = ("note", "significance", "review_on")


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=_("What comes of it?"),
        choices=[(one, one.label) for one in (Answer.TAKEN, Answer.DECLINED)],
        widget=forms.RadioSelect,
    )
    answer = Line(label=_("A sentence to the networks behind it"), max_length=SUGGESTED, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("state") == Answer.DECLINED and not given.get("answer"):
            self.add_error("answer", gettext("Say in a sentence why not."))
        return given
