"""One submission each: parsed and checked, never saved."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.directory.choices import LegalBasis, Preset, Regime, Sector
from networks.directory.models import Region
from portal.accounts.fields import Line
from portal.ui.widgets import Day, offer

LONGEST_TALK = 365
NO_RIGHT_TO_TELL = _(
    "The charter does not in itself give a right to share what is confidential. "
    "Ask the data protection officer when in doubt."
)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


class OrganisationForm(forms.Form):
    name = Line(label=_("What is it called?"), max_length=120)
    sector = forms.ChoiceField(label=_("What kind of organisation is it?"), choices=Sector)
    regime = forms.ChoiceField(
        label=_("Which rules of confidentiality bind its people?"),
        choices=[("", _("The usual for this kind")), *Regime.choices],
        required=False,
        help_text=_(
            "Leave it, and the usual for this kind is filled in. Choose when these people are bound otherwise."
        ),
    )


class Seen(forms.Form):
    """Carries the moment at which the text was last changed when the reader got it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None

    def show_anew(self, moment: datetime) -> None:
        """Keep what was written, but let the next attempt answer to the present text."""
        self.data = dict(self.data.items()) | {"seen": moment.isoformat()}


class CharterForm(Seen):
    purpose = forms.CharField(
        label=_("What is the network for?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What you want to reach together, for whom, and what you do not do here."),
    )
    legal_basis = forms.ChoiceField(
        label=_("What gives you the right to work together on this?"),
        choices=LegalBasis,
        widget=forms.RadioSelect,
        help_text=NO_RIGHT_TO_TELL,
    )
    keep_talk_days = forms.IntegerField(
        label=_("How many days is discussion kept?"),
        min_value=7,
        max_value=LONGEST_TALK,
        help_text=_("Counted from the last message. Then it is deleted. Ninety is usual."),
    )


class SignForm(Seen):
    signer = Line(label=_("Your name"), max_length=120, help_text=_("Your name counts as your signature."))
    title = Line(label=_("Your title"), max_length=120, help_text=_("For example head of child welfare."))
    authority = forms.BooleanField(error_messages={"required": _("Only somebody with authority to sign can sign.")})

    def __init__(self, *args: Any, name: str, organisation: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        self.fields["authority"].label = gettext("I have authority to sign for %(organisation)s.") % {
            "organisation": organisation
        }

    def clean_signer(self) -> str:
        """Somebody else's name under her own session would be a signature nobody gave."""
        if self.cleaned_data["signer"].casefold() != " ".join(self.name.split()).casefold():
            raise forms.ValidationError(gettext("Sign with your own name: %(name)s.") % {"name": self.name})
        return self.name

    @property
    def signature(self) -> dict[str, Any]:
        return {field: self.cleaned_data[field] for field in ("title", "seen")}


class SettingsForm(forms.Form):
    name = Line(label=_("What is the network called?"), max_length=120)
    note = forms.CharField(
        label=_("Note to the members"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands on the front page. No names and no cases."),
    )
    preset = forms.ChoiceField(label=_("Which area does the network cover?"), choices=Preset, widget=forms.RadioSelect)
    shows_presence = forms.BooleanField(
        label=_("Show in rooms who has them open now"),
        required=False,
        help_text=_("Only to the others in the room, and never in a case room. Nothing of it is kept."),
    )


class TerritoryForm(forms.Form):
    municipality = forms.ChoiceField(label=_("Municipality"))

    def __init__(self, *args: Any, municipalities: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "municipality", [("", _("Choose")), *municipalities])


class RegionForm(forms.Form):
    region = forms.ChoiceField(label=_("Which centre serves the county?"))
    valid_from = forms.DateField(
        label=_("From which day?"),
        widget=Day,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        help_text=_("The same day as an older line takes its place. The older line stays in the history."),
    )
    source = Line(
        label=_("How do you know?"), max_length=300, help_text=_("A letter, a page or a person at the centre.")
    )
    certain = forms.BooleanField(label=_("This is certain"), required=False)

    def __init__(self, *args: Any, regions: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", [(region.pk, region.name) for region in regions])

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if not FIRST_DAY <= day < LAST_DAY:
            raise forms.ValidationError(_("Choose a day between 2000 and 2100."))
        return day
