"""One submission each: allauth's checks under our labels, and what it leaves open closed."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.fields import Line
from portal.accounts.models import User

LONGEST_PASSWORD = 256  # Argon2 takes any length; a megabyte is no password.
PASSWORD_HINT = _("At least fifteen characters. Some words put together are easy to remember and hard to guess.")
CODE_HINT = _("Six digits from the app, or one of your codes on paper.")


def relabel(form: forms.Form, **labels: Any) -> None:
    """Our words; a placeholder that repeats the label is taken away, and so are allauth's hints."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)
        field.help_text = ""
        if isinstance(field.widget, forms.PasswordInput):
            field.widget.attrs["maxlength"] = field.max_length = LONGEST_PASSWORD  # type: ignore[attr-defined]


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, login=_("E-mail at work"), password=_("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class ForgottenForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, email=_("E-mail at work"))

    def clean_email(self) -> str:
        """Nobody is looked up here: known and unknown addresses take the same way (portal/notices/forgotten.py)."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        queue = import_string(settings.ACCOUNT_RESETS)
        queue(email=email, language=get_language() or settings.LANGUAGE_CODE)
        return email


class NewPassword:
    """A password chosen twice over with the same hint everywhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"password1": _("New password"), "password2": _("The same once more")}
        relabel(self, oldpassword=_("The password you have now"), **labels)  # type: ignore[arg-type]
        self.fields["password1"].help_text = PASSWORD_HINT  # type: ignore[attr-defined]


class ResetForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    pass


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    pass


class ProvePasswordForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, password=_("Password"))


class CodeField:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, code=_("Code"))  # type: ignore[arg-type]
        code = self.fields["code"]  # type: ignore[attr-defined]
        code.help_text = CODE_HINT
        code.widget.attrs.update(inputmode="numeric", maxlength=20, autocomplete="one-time-code")


class CodeForm(CodeField, factors.AuthenticateForm):
    pass


class ProveCodeForm(CodeField, factors.ReauthenticateForm):
    pass


class AddAppForm(CodeField, totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six digits the app shows now")
        self.fields["code"].help_text = ""


class AddPasskeyForm(passkeys.SignupWebAuthnForm):
    """Always a passkey that can stand alone: the key must have asked for a finger, a face or a PIN."""

    name = Line(label=_("What do you call it?"), max_length=80, required=False)

    def clean_credential(self) -> dict[str, Any]:
        """Only what is needed later is kept of what the browser sent."""
        told = self.cleaned_data["credential"]
        try:
            answer, results = told["response"], told.get("clientExtensionResults") or {}
            return {
                "id": str(told["id"]),
                "rawId": str(told["rawId"]),
                "type": "public-key",
                "response": {key: str(answer[key]) for key in ("clientDataJSON", "attestationObject")},
                "clientExtensionResults": {"credProps": {"rk": bool(results.get("credProps", {}).get("rk", True))}},
            }
        except (KeyError, TypeError, AttributeError) as error:
            raise get_factor_adapter().validation_error("incorrect_code") from error

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return dict(super().clean())


class RenamePasskeyForm(passkeys.EditWebAuthnForm):
    name = Line(label=_("What do you call it?"), max_length=80)


class NewAccountForm(forms.Form):
    """Name and password of who opens a letter for the first time. The address is the letter's."""

    name = Line(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=PASSWORD_HINT,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if password := told.get("password"):
            try:
                password_validation.validate_password(password, User(email=self.email, name=told.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return told


class AboutMeForm(forms.Form):
    name = Line(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
