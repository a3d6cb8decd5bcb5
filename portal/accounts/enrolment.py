"""Adding and taking away what one proves oneself with. allauth does the work; the session learns what it is worth."""

import json
import re
from typing import Any

from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts import proof
from portal.accounts.adapter import FactorAdapter
from portal.accounts.queries import identities


def enrolled(request: HttpRequest, kind: str) -> None:
    """She has proved it by adding it: the session has two factors from here on."""
    proof.note(request, request.user, "mfa", type=kind)
    proof.grant_two_factors(request)


class Security(IndexView):
    """What one has, what one can add, and where an invitation that waits goes on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = dict(super().get_context_data(**kwargs))
        held = context["authenticators"]
        codes = held.get(Authenticator.Type.RECOVERY_CODES)
        return context | {
            "app": held.get(Authenticator.Type.TOTP),
            "passkeys": held.get(Authenticator.Type.WEBAUTHN, []),
            "codes_left": len(codes.get_unused_codes()) if codes else None,
            "identities": identities(self.request.user),
            "two_factors": proof.has_two_factors(self.request),
        }


class AddApp(ActivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = dict(super().get_context_data(**kwargs))
        return context | {"secret": " ".join(re.findall(".{1,4}", context["form"].secret))}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except IntegrityError:  # added in another window at the same moment
            return redirect("mfa_index")
        enrolled(self.request, "totp")
        return response


class AddPasskey(AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = dict(super().get_context_data(**kwargs))
        options = auth.begin_registration(self.request.user, passwordless=True)
        return context | {"options": json.dumps(options)}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        enrolled(self.request, "webauthn")
        return response


class RemovePasskey(RemoveWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        adapter = FactorAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        response: HttpResponse = super().form_valid(form)
        return response


class SecondFactorPage(AuthenticateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = dict(super().get_context_data(**kwargs))
        types = set(Authenticator.objects.filter(user_id=self.stage.login.user.pk).values_list("type", flat=True))
        options = json.dumps(context["js_data"]["request_options"])
        return context | {"options": options, "has_passkey": Authenticator.Type.WEBAUTHN in types}
