"""One submission each: parsed and checked, never saved."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.notices.choices import HOURS, Mail
from portal.notices.hours import is_quiet
from portal.notices.pushing import is_service


class Hour(forms.TypedChoiceField):
    def __init__(self, *, none: Any = None, **kwargs: Any) -> None:
        choices = HOURS if none is None else [("", none), *HOURS]
        super().__init__(choices=choices, coerce=int, empty_value=None, required=none is None, **kwargs)


class ChoicesForm(forms.Form):
    mail = forms.ChoiceField(
        label=_("When do we write to you?"),
        choices=Mail,
        widget=forms.RadioSelect,
        help_text=_("The letter says that there is news, and nothing of what or from whom."),
    )
    hour = Hour(label=_("At what hour, where it is once a day?"))
    quiet_from = Hour(
        label=_("Quiet from"),
        none=_("No quiet hours"),
        help_text=_("In quiet hours nothing is sent. What came meanwhile is told when they end."),
    )
    quiet_to = Hour(label=_("Quiet until"), none=_("No quiet hours"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("quiet_from"), given.get("quiet_to")
        if (begins is None) != (ends is None):
            self.add_error("quiet_to", gettext("Say both when the quiet hours begin and when they end."))
        if begins is None or ends is None:
            return given
        if begins == ends:
            self.add_error("quiet_to", gettext("Choose another hour than the one they begin at."))
        elif given.get("mail") == Mail.DAILY and is_quiet(given.get("hour", ends), begins, ends):
            self.add_error("hour", gettext("This hour lies in your quiet hours. Choose another."))
        return given


class ReadForm(forms.Form):
    number = forms.IntegerField(min_value=0, max_value=2**53)


class BrowserForm(forms.Form):
    """The address at which a browser's own service can be asked to wake it."""

    endpoint = forms.CharField(max_length=2000)

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        if not is_service(endpoint):
            raise forms.ValidationError(gettext("Utveier does not know the service this browser uses."))
        return endpoint


class ForgetForm(forms.Form):
    endpoint = forms.CharField(max_length=2000, required=False)
