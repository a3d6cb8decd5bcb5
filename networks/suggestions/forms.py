"""One submission each: parsed and checked, never saved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.library.choices import SUGGESTED
from networks.steps.choices import MOST_POINTS, POINT, QUESTION, TEXT, TITLE
from networks.steps.content import Step
from portal.accounts.fields import Line, Lines


class SuggestForm(forms.Form):
    """The words of one step as they leave the network: she may shorten them first."""

    title = Line(label=_("Heading"), max_length=TITLE)
    text = forms.CharField(
        label=_("What is done"), max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    points = Lines(label=_("To tick, one on each line"), most=MOST_POINTS, longest=POINT)
    question = Line(label=_("Question when it is done"), max_length=QUESTION, required=False)
    reason = Line(
        label=_("Why is this better?"),
        max_length=SUGGESTED,
        help_text=_("For the supervisors and for other networks. No names, no places, nothing of a person."),
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        words = {name: getattr(step, name) for name in ("title", "text", "points", "question")}
        super().__init__(*args, **kwargs)
        self.initial = words
