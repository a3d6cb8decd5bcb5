"""One submission each: parsed and checked, never saved."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.library.choices import SUGGESTED, Answer, Significance
from networks.steps.fields import DocumentField
from portal.accounts.fields import Line
from portal.ui.widgets import Day


class FileForm(forms.Form):
    text = DocumentField(
        label=_("The routine as YAML"),
        help_text=_("By the published schema. A new id begins a new routine, a known one its next version."),
    )


class SendForm(forms.Form):
    note = Line(label=_("What is new?"), max_length=400)
    significance = forms.ChoiceField(label=_("How much changes?"), choices=Significance, widget=forms.RadioSelect)
    review_on = forms.DateField(label=_("Read it again by"), widget=Day)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"review_on": today.replace(year=today.year + 1, day=min(today.day, 28))})
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_review_on(self) -> date:
        day: date = self.cleaned_data["review_on"]
        if day <= self.today:
            raise forms.ValidationError(gettext("Choose a day to come."))
        return day


class SendBackForm(forms.Form):
    remark = Line(label=_("What must be changed first?"), max_length=400)


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
