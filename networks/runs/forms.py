"""One submission each: parsed and checked, never saved."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.discussion.access import Person
from networks.routines.choices import LESSON
from networks.runs.choices import ANSWERS, REASON
from networks.runs.models import RunStep
from portal.accounts.fields import Line
from portal.ui.widgets import Day, offer

Choices = Sequence[tuple[Any, Any]]


class DoneForm(forms.Form):
    """With the answer, where the step asks something that the first of two has not answered."""

    answer = forms.ChoiceField(choices=ANSWERS, required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, step: RunStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = step.wording.question
        self.fields["answer"].required = bool(step.wording.question) and not step.answer


class SkipForm(forms.Form):
    reason = Line(label=_("Why is it skipped?"), max_length=REASON, required=False)

    def __init__(self, *args: Any, step: RunStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = step.wording.required


class TickForm(forms.Form):
    """`seen` is what was ticked when the page was made."""

    seen = forms.CharField(required=False, max_length=60)
    ticked = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, step: RunStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = range(len(step.wording.points))
        offer(self, "ticked", [(number, str(number)) for number in points])

    def clean_seen(self) -> list[int]:
        return [int(number) for number in self.cleaned_data["seen"].split(",") if number.isdecimal()]


class AssignForm(forms.Form):
    person = forms.TypedChoiceField(label=_("Who answers for it?"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", offered(people))


def offered(people: Iterable[Person]) -> Choices:
    return [("", gettext("Nobody yet")), *((person.user_id, f"{person.name}, {person.agency}") for person in people)]


class MoveForm(forms.Form):
    due_on = forms.DateField(label=_("Deadline, set by you"), required=False, widget=Day())


class LessonForm(forms.Form):
    text = forms.CharField(
        label=_("What should this step have said?"), max_length=LESSON, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndForm(forms.Form):
    """`whole`: all that must be done is done, so it may be finished; otherwise it can only be stopped. What came of an
    exercise is what was learnt.
    """

    outcome = Line(label=_("What came of it?"), max_length=REASON)
    learnt = forms.CharField(
        label=_("What did you learn of the routine?"),
        help_text=_("Read by those who write the routine, without your name. Write of the routine, never of a person."),
        max_length=LESSON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # what the page offered

    def __init__(self, *args: Any, whole: bool, is_exercise: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = "finish" if whole else "stop"
        self.initial["seen"] = self.now
        if not whole:
            self.fields["outcome"].label = gettext("Why do you stop?")
        elif is_exercise:
            self.fields["outcome"].required = False
            self.order_fields(("learnt", "outcome"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.pop("seen", "") != self.now:
            self.data = dict(self.data.items()) | {"seen": self.now}  # sent again, it means what the page says now
            raise forms.ValidationError(
                gettext(
                    "Somebody has changed the steps since you opened this. Read what it would do now, and send it again."
                )
            )
        return given


class WhereForm(forms.Form):
    """Which routine, and where: in a topic, or in a new one of a room. A link may choose either of them beforehand."""

    rutine = forms.TypedChoiceField(label=_("Which routine?"), coerce=int)
    emne = forms.ChoiceField(label=_("In which topic?"))

    def __init__(self, *args: Any, routines: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rutine", [("", gettext("Choose")), *routines])
        offer(self, "emne", [("", gettext("Choose")), *places])


class StartForm(forms.Form):
    """Who answers for the steps of each role, among those in the room."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    is_exercise = forms.BooleanField(
        label=_("This is an exercise"),
        required=False,
        help_text=_("It is never counted, and reminds nobody. Use a made-up example."),
    )

    def __init__(
        self, *args: Any, roles: Mapping[str, str], people: Choices, suggested: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles
        for role, name in roles.items():
            self.fields[role] = forms.TypedChoiceField(
                label=name,
                coerce=int,
                empty_value=None,
                required=False,
                choices=people,
                initial=suggested.get(role, ""),
            )

    @property
    def people(self) -> dict[str, int]:
        """Role → who answers for it; without those nobody answers for yet."""
        return {role: person for role in self.roles if (person := self.cleaned_data[role])}
