"""The filter of the audit."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.ui.widgets import Day, offer

KINDS: list[tuple[str, str | Promise]] = [
    ("", _("Everything")),
    ("member", _("Members")),
    ("invitation", _("Invitations")),
    ("request", _("Requests to join")),
    ("join_link", _("Join link")),
    ("guest", _("Guests")),
    ("organisation", _("Organisations")),
    ("charter", _("Charter")),
    ("handover", _("Handover")),
    ("network", _("The network")),
    ("access", _("Refusals")),
    ("audit", _("Downloads of the log")),
]
WITHIN_REACH = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1)))  # of the calendar's ends


class AuditFilter(forms.Form):
    action = forms.ChoiceField(label=_("What"), choices=KINDS, required=False)
    person = forms.TypedChoiceField(label=_("Who"), required=False, coerce=int, empty_value=None)
    since = forms.DateField(label=_("From"), required=False, validators=WITHIN_REACH, widget=Day)
    until = forms.DateField(label=_("To"), required=False, validators=WITHIN_REACH, widget=Day)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", [("", _("Everybody")), *people])

    def clean(self) -> dict[str, object]:
        told = super().clean() or {}
        if told.get("since") and told.get("until") and told["since"] > told["until"]:
            self.add_error("until", _("The day to end with must come after the day to begin with."))
        return told
