"""Writing a version, in the library and in a network: its head, its steps, and sending it. Never saved here."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.steps.choices import (
    LANGUAGES,
    MOST_DAYS,
    MOST_LINKS,
    MOST_POINTS,
    NO,
    POINT,
    QUESTION,
    SOURCE,
    START,
    TEXT,
    TITLE,
    YES,
    Exit,
    Kind,
    Mode,
    Responsible,
)
from networks.steps.content import Condition, Content, Deadline, Head, Part, Step, stamp
from networks.versions.articles import linked
from networks.versions.choices import NOTE, REVIEW_YEARS
from portal.accounts.fields import Line, Lines
from portal.ui.widgets import Day, offer


class TupleField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        return tuple(super().clean(value))


class NewForm(forms.Form):
    title = Line(label=_("What is it called?"), max_length=TITLE)
    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind, widget=forms.RadioSelect, initial=Kind.ROUTINE)
    language = forms.ChoiceField(
        label=_("In which language is it written?"), choices=LANGUAGES, widget=forms.RadioSelect
    )


class SeenForm(forms.Form):
    """Of one part of a draft. Carries what it looked like, so that nobody overwrites what she has not seen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: Part | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = stamp(part) if part else ""
        self.initial["seen"] = self.now

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.pop("seen", "") != self.now:
            sent: Any = copy(self.data)
            sent["seen"] = self.now  # she is told, and may save again
            self.data = sent
            raise forms.ValidationError(
                gettext(
                    "Somebody else has changed this meanwhile. Your text stands below; compare it with the draft, and save again."
                )
            )
        return given


class HeadForm(SeenForm):
    title = Line(label=_("What is the routine called?"), max_length=TITLE)
    purpose = forms.CharField(
        label=_("When is it used, and when not?"),
        max_length=TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sources = Lines(label=_("Sources"), most=12, longest=SOURCE, help_text=_("One on each line."))

    @classmethod
    def of(cls, head: Head, data: Any = None) -> "HeadForm":
        return cls(data, part=head, initial={"title": head.title, "purpose": head.purpose, "sources": head.sources})


class StepForm(SeenForm):
    title = Line(label=_("Heading"), max_length=TITLE, help_text=_("Begin with a verb: «Discuss it with the network»."))
    text = forms.CharField(
        label=_("What is done"), max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    role = forms.ChoiceField(label=_("Responsible"), choices=Responsible)
    points = Lines(label=_("To tick on the way"), most=MOST_POINTS, longest=POINT, help_text=_("One on each line."))
    mode = forms.ChoiceField(
        label=_("On which footing is a person spoken of?"),
        choices=[("", _("Nobody is spoken of")), *Mode.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=_("Deadline in days"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("Set by you, not by law. Empty for none."),
    )
    after = forms.ChoiceField(label=_("Counted from"), required=False)
    working = forms.BooleanField(label=_("Count working days only"), required=False, initial=True)
    helpers = TupleField(label=_("Who contributes?"), choices=Responsible, required=False)
    exits = TupleField(label=_("Ways out to show"), choices=Exit, required=False)
    links = Lines(
        label=_("Articles"),
        most=MOST_LINKS,
        longest=80,
        help_text=_("The address of each in the knowledge base, one on each line."),
    )
    question = Line(
        label=_("A question to answer when it is done"),
        max_length=QUESTION,
        required=False,
        help_text=_("Answered yes or no. Later steps can rest on it."),
    )
    depends_on = forms.ChoiceField(label=_("Only where an earlier answer is so"), required=False)
    required = forms.BooleanField(label=_("Cannot be skipped without a reason"), required=False, initial=True)
    two_sign = forms.BooleanField(label=_("Two must sign"), required=False)

    FIRST = ("title", "text", "role", "points", "mode")

    def __init__(self, *args: Any, content: Content, step: Step | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", told(step) if step else {})
        super().__init__(*args, part=step, **kwargs)
        self.step = step
        if step and not self.is_bound:
            self.fields["text"].widget.attrs["autofocus"] = True  # what is worded anew
        self.kept_links = step.links if step else ()
        others = [other for other in content.steps if step is None or other.id != step.id]
        offer(self, "after", [(START, _("the start")), *((other.id, other.title) for other in others)])
        offer(self, "depends_on", [("", _("It is always taken")), *answers(others)])

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def has_more_to_mend(self) -> bool:
        """Something is wrong in what is folded away."""
        return any(field.errors for field in self.more)

    @property
    def more(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.FIRST]

    def clean_links(self) -> tuple[str, ...]:
        """Kept by what never changes, whatever was pasted. What was there already may since have been taken down."""
        links: tuple[str, ...] = self.cleaned_data["links"]
        for link in links:
            if link not in self.kept_links and not linked(link):
                raise forms.ValidationError(gettext("No article stands at «%(link)s».") % {"link": link})
        return tuple(link if link in self.kept_links else linked(link) for link in links)

    @property
    def fields_told(self) -> dict[str, Any]:
        """The step's fields as `Step` holds them."""
        given = dict(self.cleaned_data)
        days, after, working = given.pop("days"), given.pop("after"), given.pop("working")
        step, _colon, answer = given.pop("depends_on").partition(":")
        given["deadline"] = None if days is None else Deadline(days, after or START, working)
        given["only_if"] = Condition(step, answer) if answer else None
        for name in ("helpers", "exits"):
            given[name] = in_order(given[name], getattr(self.step, name, ()))
        return given


def in_order(chosen: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """What was there stays where it was: the order of the boxes is nobody's choice."""
    return *(one for one in before if one in chosen), *(one for one in chosen if one not in before)


def told(step: Step) -> dict[str, Any]:
    initial = {name: getattr(step, name) for name in StepForm.base_fields if hasattr(step, name)}
    if step.deadline:
        initial |= {"days": step.deadline.days, "after": step.deadline.after, "working": step.deadline.working}
    if step.only_if:
        initial["depends_on"] = f"{step.only_if.step}:{step.only_if.answer}"
    return initial


def answers(steps: Sequence[Step]) -> list[tuple[str, str]]:
    asked = [step for step in steps if step.question]
    return [
        (f"{step.id}:{answer}", f"{step.question} {label}")
        for step in asked
        for answer, label in ((YES, gettext("Yes")), (NO, gettext("No")))
    ]


class SendForm(forms.Form):
    """What is told of a version as it is sent to a second reader. Each slice adds what it asks besides."""

    note = Line(label=_("What is new?"), max_length=NOTE, widget=forms.Textarea(attrs={"rows": 3}))
    review_on = forms.DateField(label=_("Read it again by"), widget=Day)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_on"].initial = years_after(today, 1)
        self.today = today

    def clean_review_on(self) -> date:
        day: date = self.cleaned_data["review_on"]
        if day <= self.today:
            raise forms.ValidationError(gettext("Choose a day to come."))
        if day > years_after(self.today, REVIEW_YEARS):
            raise forms.ValidationError(gettext("Choose a day within two years: nobody knows what holds then."))
        return day


def years_after(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


class SendBackForm(forms.Form):
    remark = Line(label=_("What must be changed first?"), max_length=NOTE)
