"""The stages of signing in, after the first factor."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.utils.translation import gettext as _

from portal.accounts.factors import own_factors, strong_identities


class SecondFactor(AuthenticateStage):
    """Asks for the second factor, unless a provider has just proved the person at a high level.

    Who has no factor here but a linked identity must come in by that: otherwise a stolen password could enrol a
    factor of the thief's own.
    """

    def handle(self) -> Any:
        records = get_authentication_records(self.request, self.login.user)
        if any(record.get("strong") for record in records):
            return None, True
        by_password = any(record["method"] == "password" for record in records)
        if by_password and not own_factors(self.login.user) and strong_identities(self.login.user):
            messages.error(self.request, _("Sign in the way you chose when you came in. The password is not enough."))
            return headed_redirect_response("account_login"), False
        return super().handle()
