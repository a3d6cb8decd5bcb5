from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.fields import Line


class AskForm(forms.Form):
    """Who outside is asked to read."""

    name = Line(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)


class AnswerForm(forms.Form):
    """What somebody outside says of the version she was sent."""

    approves = forms.ChoiceField(
        label=_("Can it be published as it stands?"),
        choices=[("yes", _("Yes, it is professionally sound")), ("no", _("No, it should be changed first"))],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=_("What should be changed, or what you want to say"),
        max_length=4000,
        required=False,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, str]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("approves") == "no" and not cleaned.get("remark"):
            self.add_error("remark", _("Say what should be changed."))
        return cleaned
