"""One submission each: parsed and checked, never saved."""

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.discussion.choices import LONGEST, MOST_FILES, Fate, Mode, Part, Reaction
from networks.discussion.queries.people import Candidate
from portal.accounts.fields import JOINERS, Line, visible
from portal.files.received import ACCEPTED, Received, receive
from portal.ui.tags import day
from portal.ui.widgets import Day, offer

BLANK = f" \n\t>\u3164\u2800{''.join(JOINERS)}"  # what alone says nothing


class Text(forms.CharField):
    """What is said: several lines, as they were written, without signs that nobody sees. Each line break counts once."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        long = {"max_length": _("It is too long: at most ten thousand characters in one message. Send it in two.")}
        super().__init__(max_length=LONGEST, error_messages=long, **kwargs)
        self.widget.attrs.pop("maxlength", None)  # a browser would cut what is pasted, and say nothing

    def to_python(self, value: Any) -> str:
        text = visible((super().to_python(value) or "").replace("\r\n", "\n"))
        seen = "".join(sign for sign in text if sign in "\n\t\0" or unicodedata.category(sign) != "Cc")
        return seen if seen.strip(BLANK) else ""


class PeopleField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[int]:
        return [int(one) for one in super().clean(value)]


def told(people: Sequence[Candidate]) -> list[tuple[str, str]]:
    return [(str(one.user_id), f"{one.name} · {one.agency}") for one in people]


class OpenForm(forms.Form):
    name = Line(
        label=_("What is the room called?"),
        max_length=80,
        help_text=_("Something neutral. It says nothing of a person or of what is feared."),
    )
    mode = forms.ChoiceField(label=_("How do you speak there?"), choices=Mode, widget=forms.RadioSelect)
    consent_ends_on = forms.DateField(
        label=_("Last day of the consent"),
        required=False,
        widget=Day,
        help_text=_("Only for a room with consent. After that day nothing more can be written."),
    )
    people = PeopleField(label=_("Who is to be there?"), required=False)

    def __init__(self, *args: Any, people: Sequence[Candidate], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offer(self, "people", told(people))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ends = given.get("consent_ends_on")
        if given.get("mode") != Mode.CONSENT:
            given["consent_ends_on"] = None
        elif ends is None and "consent_ends_on" not in self.errors:
            self.add_error("consent_ends_on", gettext("Say until when the consent holds."))
        elif ends is not None and ends < self.today:
            self.add_error("consent_ends_on", gettext("This day has passed. A consent that has ended opens no room."))
        return given


class PlaceForm(forms.Form):
    person = forms.TypedChoiceField(label=_("Whom?"), coerce=int)
    part = forms.ChoiceField(
        label=_("As what?"),
        choices=[(part, part.label) for part in (Part.PARTICIPANT, Part.ADVISER, Part.KEEPER)],
        widget=forms.RadioSelect,
        initial=Part.PARTICIPANT,
    )
    whole = forms.BooleanField(
        label=_("May also read what was said before"),
        required=False,
        help_text=_("Otherwise she reads what is said from now on, and nothing earlier."),
    )

    def __init__(self, *args: Any, people: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", told(people))


class CloseRoomForm(forms.Form):
    """Each kind of content has its end chosen (PR-29)."""

    talk = forms.ChoiceField(label=_("What becomes of what was said?"), choices=Fate, widget=forms.RadioSelect)
    attachments = forms.ChoiceField(label=_("What becomes of the files?"), choices=Fate, widget=forms.RadioSelect)
    days = forms.TypedChoiceField(label=_("When is everything deleted?"), coerce=int)

    def __init__(self, *args: Any, keep_days: int, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = sorted({number for number in (1, 7, 30, keep_days) if number <= keep_days})
        offer(self, "days", [(number, day(today + timedelta(days=number))) for number in days])


class HoldForm(forms.Form):
    reason = Line(
        label=_("Why must it be kept?"),
        max_length=300,
        help_text=_(
            "For instance a claim, an inspection or a request for access. Everybody in the room sees the reason."
        ),
    )
    ends_on = forms.DateField(label=_("The last day it is kept"), widget=Day)


class TopicForm(forms.Form):
    title = Line(label=_("What is it about?"), max_length=120)
    body = Text(label=_("The first message"))
    client_id = forms.UUIDField(widget=forms.HiddenInput)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each looked into: those that may be kept, as they may be kept."""

    widget = FilesInput(attrs={"accept": ACCEPTED})

    def clean(self, value: Any, initial: Any = None) -> list[Received]:
        files = value if isinstance(value, list | tuple) else [value]
        given = [super(FilesField, self).clean(file, initial) for file in files if file]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(gettext("Send five files at most with one message."))
        return [receive(file) for file in given]


class SayForm(forms.Form):
    """Words, files or an article: one of them at least."""

    body = Text(required=False)
    client_id = forms.UUIDField()
    quotes = forms.IntegerField(required=False, min_value=1)
    article = forms.UUIDField(required=False)
    attached = FilesField(required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.get(part) for part in ("body", "attached", "article")):
            self.add_error("body", gettext("Write something first."))
        return given


class ChangeForm(forms.Form):
    body = Text(label=_("What you say"), widget=forms.Textarea(attrs={"rows": 6}))


class DraftForm(forms.Form):
    body = Text(required=False, strip=False)


class ReadForm(forms.Form):
    number = forms.IntegerField(min_value=0, max_value=2**53)


class MuteForm(forms.Form):
    muted = forms.BooleanField(required=False)


class AfterForm(forms.Form):
    """The address of what happened after an event."""

    etter = forms.IntegerField(min_value=0, max_value=2**53)


class CloseTopicForm(forms.Form):
    reason = Line(label=_("What came of it?"), max_length=200)


class ReactForm(forms.Form):
    sign = forms.ChoiceField(choices=Reaction)
    given = forms.BooleanField(required=False)
