"""How long a sign-in lasts, and what it must have proved."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts.factors import has_second_factor
from portal.accounts.proof import has_two_factors

GetResponse = Callable[[HttpRequest], HttpResponse]
TOUCH_EVERY = 60  # seconds between two notes of «last seen»


class SessionLife:
    """Ends a session idle for half an hour or twelve hours old (settings.SESSION_IDLE, SESSION_COOKIE_AGE)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self.keep_or_end(request, time.time())
        return self.get_response(request)

    def keep_or_end(self, request: HttpRequest, now: float) -> None:
        session = request.session
        started, seen = session.get("started", now), session.get("seen", now)
        if now - seen > settings.SESSION_IDLE or now - started > settings.SESSION_COOKIE_AGE:
            logout(request)
        elif "started" not in session or now - seen > TOUCH_EVERY:
            session.update({"started": started, "seen": now, "device": request.headers.get("User-Agent", "")[:200]})


class SignedInWithTwoFactors:
    """Deny by default: a view is private unless it says `public`, and private asks for two factors.

    A session that has proved only one factor reaches the views marked `one_factor`: enrolment and sign-out. It ends as
    soon as the person has a second factor from elsewhere, so that it cannot enrol another; after the request, whose
    transaction may be one that only reads.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "outgrown", False):
            logout(request)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if getattr(view, "public", False):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        if has_two_factors(request):
            return None
        if has_second_factor(request.user):
            request.outgrown = True  # type: ignore[attr-defined]
            return redirect_to_login("/")
        return None if getattr(view, "one_factor", False) else redirect("mfa_index")
