"""One form with every kind of field, for the page of building blocks and the tests of how fields look."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.widgets import Day

CHOICES = [("a", _("Every week")), ("b", _("Every other week")), ("c", _("Once a month"))]


class SampleForm(forms.Form):
    name = forms.CharField(label=_("What shall we call it?"), help_text=_("A few words. Everybody in it sees them."))
    email = forms.EmailField(label=_("E-mail at work"), required=False)
    often = forms.ChoiceField(label=_("How often?"), choices=CHOICES, widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label=_("Which of these suit?"), choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *CHOICES])
    until = forms.DateField(label=_("Until when?"), widget=Day, required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label=_("File"), required=False)
    read = forms.BooleanField(label=_("I have read what this means"))
