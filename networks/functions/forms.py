"""One submission each: parsed and checked, never saved."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.functions.choices import NAMED, PHONE, is_phone
from networks.membership.models import Membership
from portal.accounts.fields import Line
from portal.ui.widgets import offer


class NameForm(forms.Form):
    function = forms.ChoiceField(label=_("Which function?"), choices=[(function, function.label) for function in NAMED])
    membership = forms.TypedChoiceField(
        label=_("Who?"), help_text=_("Whoever is named first is called first. The others stand in.")
    )
    phone = Line(
        label=_("Phone at work"),
        required=False,
        max_length=PHONE,
        validators=[is_phone],
        help_text=_("Where this function is reached, never a private number. It stands on what is printed."),
        widget=forms.TelInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, members: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(member.pk): member for member in members}
        told = [(key, f"{member.user.name}, {member.organisation.name}") for key, member in self.by_key.items()]
        offer(self, "membership", [("", _("Choose somebody")), *told])

    def clean_membership(self) -> Membership:
        return self.by_key[self.cleaned_data["membership"]]
