"""One submission each: parsed and checked, never saved."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.directory.models import Organisation
from portal.accounts.fields import Line
from portal.ui.widgets import offer


class CaseDocumentForm(forms.Form):
    organisation_id = forms.TypedChoiceField(label=_("In whose archive does it belong?"), coerce=int)

    def __init__(self, *args: Any, parties: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation_id", [(str(party.pk), party.name) for party in parties])


class ReceivedForm(forms.Form):
    reference = Line(label=_("Number in the archive"), max_length=60)
