"""The page of proof in its three shapes, and what goes on after it."""

import json
from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts import proof
from portal.accounts.marks import MemberRequest, one_factor, writes


class Asking:
    """Says what the proof is for."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc] # allauth's views have it
        return context | {"sought": proof.sought(self.request, context["redirect_field_value"])}


class ProvePassword(Asking, ReauthenticateView):
    pass


class ProveCode(Asking, ReauthenticateByCodeView):
    pass


class ProvePasskey(Asking, ReauthenticateWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"options": json.dumps(context["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Asked again on the same page, so that what was put aside is not lost."""
        return self.render_to_response(self.get_context_data(form=form))


@require_safe
@one_factor
@writes
def proved(request: MemberRequest) -> HttpResponse:
    """Proved: what was put aside goes on, unless it is done already or was put aside too long ago."""
    if answer := proof.resume(request, request.GET.get(proof.TICKET, "")):
        return answer
    messages.info(request, _("There is nothing left to go on with. See whether it is done before you do it again."))
    return redirect(settings.LOGIN_REDIRECT_URL)
