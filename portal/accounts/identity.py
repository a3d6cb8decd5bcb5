"""Whose identity it is, and when one may be linked: never on the word of an e-mail address."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import proof
from portal.accounts.factors import is_last_factor, strong_providers


class IdentityAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "last_factor": gettext_lazy(
            "This is the only thing you can prove yourself with. Add a passkey or an app first."
        ),
        "no_password": gettext_lazy("Without it you could not sign in. Choose a password first."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        process = sociallogin.state.get("process")
        if process == "connect":
            self.demand_linking(request, sociallogin)
        if process == "redirect":
            self.demand_own(request, sociallogin)
            proof.note(request, request.user, "socialaccount", strong=sociallogin.strong)

    def demand_linking(self, request: HttpRequest, sociallogin: Any) -> None:
        """From a session with two factors, or while accepting an invitation; proved within five minutes either way."""
        entitled = proof.has_two_factors(request) or proof.GO_ON in request.session
        if not (entitled and proof.is_fresh(request)):
            raise turned_back(request, _("That took more than five minutes. Nothing was linked. Try once more."))
        if sociallogin.is_existing:
            self.demand_own(request, sociallogin)
        if sociallogin.strong:
            proof.note(request, request.user, "socialaccount", strong=True)
            proof.grant_two_factors(request)

    def demand_own(self, request: HttpRequest, sociallogin: Any) -> None:
        if not sociallogin.is_existing or sociallogin.user != request.user:
            raise turned_back(request, _("That identity is not linked to your account."))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("mfa_index")

    def validate_disconnect(self, account: Any, accounts: Any) -> None:
        if account.provider in strong_providers() and is_last_factor(account.user):
            raise self.validation_error("last_factor")


def turned_back(request: HttpRequest, sentence: str) -> ImmediateHttpResponse:
    get_account_adapter(request).add_message(request, messages.ERROR, message=sentence)
    return ImmediateHttpResponse(redirect("mfa_index"))
