"""One submission each: parsed and checked, never saved."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.membership.models import Membership
from networks.readiness.choices import NOTE, TITLE, Every, Kind
from networks.readiness.models import ReadinessItem
from portal.accounts.fields import Line
from portal.ui.widgets import Day, offer


class ItemForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is done?"), choices=Kind, widget=forms.RadioSelect)
    title = Line(
        label=_("What is it called?"),
        max_length=TITLE,
        required=False,
        help_text=_("Only for something of your own. Name no person."),
    )
    due_on = forms.DateField(label=_("When is it done next?"), widget=Day)
    every = forms.TypedChoiceField(
        label=_("How often?"), choices=Every, coerce=int, initial=Every.YEAR, widget=forms.RadioSelect
    )
    owner_id = forms.TypedChoiceField(label=_("Who answers for it?"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, owners: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(owner.pk, f"{owner.user.name}, {owner.organisation.name}") for owner in owners]
        offer(self, "owner_id", [("", _("Nobody yet")), *people])

    @staticmethod
    def told(item: ReadinessItem) -> dict[str, Any]:
        return {name: getattr(item, name) for name in ("kind", "title", "due_on", "every", "owner_id")}


class DoneForm(forms.Form):
    note = Line(
        label=_("A short note"),
        max_length=NOTE,
        required=False,
        help_text=_("What came of it, for those who do it next time. Name no person."),
    )
