"""What one may ask the search for. Nothing a person types is ever an error: what cannot be read is left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.search.choices import Kind, Part, Phase
from knowledge.search.queries import LONGEST_SEARCH, Wanted

NAMES = {"type": "kind", "del": "part", "tema": "topic", "fase": "phase"}


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search Utveier"), required=False)  # what is longer is searched from its beginning
    type = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Everything")), *Kind.choices])
    del_ = forms.ChoiceField(label=_("Part"), required=False, choices=[("", _("All parts")), *Part.choices])
    tema = forms.SlugField(label=_("Topic"), required=False, max_length=60)
    fase = forms.ChoiceField(label=_("Phase"), required=False, choices=[("", _("All phases")), *Phase.choices])

    def add_prefix(self, field_name: str) -> str:
        """«del» is a word of Python's, and the address says it all the same."""
        return super().add_prefix(field_name.rstrip("_"))

    def wanted(self) -> Wanted:
        self.is_valid()
        given: dict[str, Any] = {name.rstrip("_"): value for name, value in self.cleaned_data.items()}
        narrowed = {NAMES[name]: value for name, value in given.items() if name in NAMES and value}
        return Wanted(given.get("q", "")[:LONGEST_SEARCH].strip(), narrowed)
