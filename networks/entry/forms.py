"""One submission each: parsed and checked, never saved."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.directory.models import Network, Organisation
from networks.entry import queries
from networks.entry.choices import COLUMNS
from networks.entry.models import Grant
from portal.access.roles import Role
from portal.accounts.fields import Line
from portal.accounts.models import User
from portal.ui.tables import Row, Unreadable, decoded, read
from portal.ui.widgets import Day, offer

LARGEST = 1024 * 1024
CARRIED = 100_000  # signs; 50 lines as long as they may be are half of it
MOST_LINES = 50  # as many as a network may send in a day (0015_letters_follow_rights.sql)
PREVIEW_LASTS = 60 * 60  # seconds between the preview and the confirmation
A_MONTH = 30
LONGEST_VISIT = 90


def with_kind(organisations: Iterable[Organisation]) -> list[tuple[str, Any]]:
    return [("", _("Choose")), *((str(o.pk), f"{o.name} ({o.get_sector_display()})") for o in organisations)]


def named(roles: frozenset[str]) -> list[tuple[str, Any]]:
    return [(role.value, role.label) for role in Role if role in roles]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail at work"), max_length=254)
    organisation = forms.ChoiceField(label=_("Organisation"))
    function = Line(label=_("Function"), max_length=120, help_text=_("For example adviser or unit leader."))
    role = forms.ChoiceField(label=_("Role in the network"), initial=Role.MEMBER)

    def __init__(self, *args: Any, organisations: Iterable[Organisation], roles: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", with_kind(organisations))
        offer(self, "role", named(roles))

    def point_to(self, adding: str) -> None:
        """Say where an organisation that is not in the list is added."""
        told = gettext('Is it not in the list? <a href="{}">Add the organisation</a>')
        self.fields["organisation"].help_text = format_html(told, adding)


class SheetForm(forms.Form):
    """A list of people, as a file or pasted; `rows` once it is valid."""

    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, help_text=_("CSV, at most 1 MB and 50 lines.")
    )
    text = forms.CharField(
        label=_("Or paste the lines here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("With the headings in the first line."),
    )
    rows: list[Row]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.errors:
            return told
        try:
            self.rows = read(self.written(told), COLUMNS, most=MOST_LINES)
        except Unreadable as sentence:
            raise forms.ValidationError(str(sentence)) from sentence
        return told

    @property
    def pasted(self) -> str:
        """What was pasted, to come back to; nothing for a file, which she has, nor for what no post could carry."""
        text: str = self.cleaned_data["text"]
        return "" if self.cleaned_data["file"] or len(text) > CARRIED else text

    def written(self, told: dict[str, Any]) -> str:
        """The file's text, or the pasted one. Raises Unreadable."""
        if not told.get("file") and not told["text"].strip():
            raise Unreadable(_("Choose a file or paste the lines first."))
        if told.get("file") and told["file"].size > LARGEST:
            raise Unreadable(_("The file is larger than 1 MB. Split it, or remove what is not needed."))
        return decoded(told["file"].read()) if told.get("file") else told["text"]


class SendForm(forms.Form):
    """The checked list on its way back: signed, for this person and network only, and checked again.

    The button that sends it names the lines it leaves out. What has gone wrong with others since is not sent past her.
    """

    sheet = forms.CharField(widget=forms.HiddenInput, strip=False)
    leave_out = forms.CharField(widget=forms.HiddenInput, required=False)  # said by the button
    lines: list[queries.Line]

    def __init__(self, *args: Any, network: Network, by: User, rows: Iterable[Row] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network, self.by, self.lines = network, by, []
        self.salt = f"invitations to {network.pk} by {by.pk}"
        if not self.is_bound:
            self.fields["sheet"].initial = self.sealed(rows)
            self.check(rows)

    def sealed(self, rows: Iterable[Row]) -> str:
        carried = [[row.number, row.surplus, *(row.cells[column] for column in COLUMNS)] for row in rows]
        return signing.dumps(carried, salt=self.salt, compress=True)

    def clean_sheet(self) -> list[Row]:
        try:
            carried = signing.loads(self.cleaned_data["sheet"], salt=self.salt, max_age=PREVIEW_LASTS)
        except signing.BadSignature as error:
            told = _("The preview is more than an hour old. Choose the file again. Nothing has been sent.")
            raise forms.ValidationError(told) from error
        return [Row(number, dict(zip(COLUMNS, cells, strict=True)), surplus) for number, surplus, *cells in carried]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        self.check(told.get("sheet", ()))
        if self.errors:
            return told
        if not self.good:
            self.add_error(None, _("There is no line left to send."))
        elif told["leave_out"] != self.left_out:
            self.add_error(None, _("Something has changed since you looked. Look through the lines again."))
        return told

    def check(self, rows: Iterable[Row]) -> None:
        self.lines = queries.checked_lines(self.by, self.network, rows)

    @property
    def good(self) -> list[queries.Line]:
        return [line for line in self.lines if not line.problems]

    @property
    def bad(self) -> list[queries.Line]:
        return [line for line in self.lines if line.problems]

    @property
    def left_out(self) -> str:
        return " ".join(str(line.row.number) for line in self.bad)


class AskForm(forms.Form):
    organisation = Line(label=_("Where do you work?"), max_length=120)
    function = Line(label=_("What is your function there?"), max_length=120)


class AnswerForm(forms.Form):
    organisation = forms.ChoiceField(label=_("Organisation in the network"))
    role = forms.ChoiceField(label=_("Role in the network"), initial=Role.MEMBER)

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], roles: frozenset[str], wish: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        parties = list(organisations)
        offer(self, "organisation", with_kind(parties))
        offer(self, "role", named(roles))
        meant = (party.pk for party in parties if party.name.casefold() == wish.casefold())
        self.fields["organisation"].initial = next(meant, None)


class VisitForm(forms.Form):
    """How long and why; `days` once it is valid. Whether that is too long is the database's to say."""

    purpose = Line(label=_("What is the visit for?"), max_length=300, help_text=_("All members see this."))
    ends_on = forms.DateField(label=_("Last day"), help_text=_("At most ninety days ahead. Access ends by itself."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        last = self.fields["ends_on"]
        last.initial = today + timedelta(days=A_MONTH)
        bounds = {"min": today + timedelta(days=1), "max": today + timedelta(days=LONGEST_VISIT)}
        last.widget = Day({key: day.isoformat() for key, day in bounds.items()})

    @property
    def days(self) -> int:
        days: int = (self.cleaned_data["ends_on"] - self.today).days
        return days


class LetInForm(VisitForm):
    email = forms.EmailField(label=_("The supervisor's e-mail"), max_length=254)
    field_order = ("email", "purpose", "ends_on")


class RenewForm(VisitForm):
    """The last day it proposes never shortens the visit: only who writes an earlier one does that."""

    def __init__(self, *args: Any, visit: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].initial = visit.purpose
        proposed = max(visit.last_day, self.today + timedelta(days=A_MONTH))
        self.fields["ends_on"].initial = min(proposed, self.today + timedelta(days=LONGEST_VISIT))
