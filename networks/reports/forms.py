"""One submission each: parsed and checked, never saved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.reports.choices import AFTER_GRADED, AFTER_OTHERS, OPEN_GROUNDS
from networks.reports.models import Report
from portal.accounts.fields import Line


class ReportForm(forms.Form):
    ground = forms.ChoiceField(label=_("What is wrong?"), choices=OPEN_GROUNDS, widget=forms.RadioSelect)
    note = Line(
        label=_("Is there more to say?"),
        required=False,
        max_length=300,
        help_text=_("No names, and nothing of the person it is about."),
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What came of it?"), widget=forms.RadioSelect)
    answer = Line(
        label=_("A word to whoever reported it"),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = AFTER_GRADED if report.is_graded else AFTER_OTHERS
        self.fields["outcome"].choices = [(one, one.label) for one in outcomes]  # type: ignore[attr-defined]
