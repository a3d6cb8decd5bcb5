"""What we ask of allauth: entry by invitation only, secrets sealed, letters that say nothing."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts import devices, proof
from portal.accounts.factors import OWN, is_last_factor
from portal.accounts.models import Session, User
from portal.accounts.redirects import is_internal
from portal.accounts.sealing import seal, unseal

# What a letter about the account tells of: templates/notices/account_changed.body.txt has the sentences.
CHANGES = {
    "account/email/password_changed": "password",
    "account/email/password_reset": "password",
    "account/email/password_set": "password",
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "codes_made",
    "socialaccount/email/account_connected": "identity_added",
    "socialaccount/email/account_disconnected": "identity_removed",
}
WRONG = _("The e-mail address or the password is not right.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The password you have now is not right."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, or use a passkey."),
        "rate_limited": _("Too many attempts. Wait a minute and try again."),
        "invalid_password_reset": _("The link is used or too old."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return is_internal(url)

    def get_login_stages(self) -> list[str]:
        return ["portal.accounts.stages.SecondFactor"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in is a proof too; nobody is asked for the same password twice in five minutes."""
        return not proof.is_fresh(context.request)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        identity = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        if identity is not None and identity.strong:
            proof.note(request, user, "socialaccount", strong=True)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Notes in the session what was proved, so that the middleware asks no further; a new browser is told of."""
        if any(proof.is_strong(record) for record in get_authentication_records(request, user)):
            request.session[proof.TWO_FACTORS] = True
        return devices.greet(request, super().post_login(request, user, **kwargs), user)

    def set_password(self, user: Any, password: str) -> None:
        """A new password ends every sign-in: whoever knew the old one is out."""
        super().set_password(user, password)
        Session.objects.filter(user=user).delete()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One neutral letter for all of allauth's, laid in the queue."""
        send = import_string(settings.ACCOUNT_LETTERS)
        language = getattr(context.get("user"), "language", "") or get_language()
        what = CHANGES.get(template_prefix, "something")
        send("account_changed", to=email, context={"what": what}, language=language)


class FactorAdapter(DefaultMFAAdapter):
    """Seals TOTP secrets and recovery seeds, so that a copy of the database signs nobody in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. A code lives for half a minute and is used once."),
        "cannot_delete_authenticator": _(
            "This is the only thing you can prove yourself with. Add another before you take it away."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, purpose="mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, purpose="mfa")

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return authenticator.type not in OWN or not is_last_factor(authenticator.user)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Utveier"}

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 allauth's name
        return gettext("My passkey")
