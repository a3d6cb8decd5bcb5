"""Signing in, one's own page, sign-ins and language. The rest of signing in is allauth's."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import queries, services
from portal.accounts.forms import AboutMeForm
from portal.accounts.marks import MemberRequest, form_page, public, signed_in
from portal.accounts.personas import PERSONAS
from portal.accounts.proof import TWO_FACTORS
from portal.accounts.redirects import errand, internal
from portal.accounts.sessions import hashed

A_YEAR = 365 * 24 * 60 * 60


class SignIn(LoginView):
    """allauth's page with the providers above it, the demo's people beside it, and what the errand takes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        beside = {"personas": PERSONAS if settings.DEMO else (), "identities": queries.identities()}
        page = super().get_context_data(**kwargs) | beside
        return page | {"errand": errand(page["redirect_field_value"])}


@public
@csrf_exempt  # signs in as nobody but a fictional person, and only in a demo
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    user = queries.user_of(persona=request.POST.get("persona", "")) if settings.DEMO else None
    if user is None:
        raise Http404
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session[TWO_FACTORS] = True
    return redirect(internal(request.POST.get("next"), settings.LOGIN_REDIRECT_URL))


@form_page
@signed_in
def page(request: MemberRequest) -> HttpResponse:
    about = {"name": request.user.name, "language": request.user.language or get_language() or settings.LANGUAGE_CODE}
    form = AboutMeForm(request.POST or None, initial=about)
    if request.method == "POST" and form.is_valid():
        services.describe(**form.cleaned_data, by=request.user)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Saved. The others see your new name from now on."))
        return with_language(redirect("account_page"), form.cleaned_data["language"])
    return render(request, "account/page.html", {"form": form})


@require_safe
@signed_in
def sessions(request: MemberRequest) -> HttpResponse:
    return render(request, "account/sessions.html", {"sign_ins": queries.sign_ins(request.user, here=here(request))})


@require_POST
@signed_in
def end_session(request: MemberRequest, session_key: str) -> HttpResponse:
    if session_key == here(request):
        logout(request)
        return redirect(settings.LOGOUT_REDIRECT_URL)
    services.end_session(key=session_key, by=request.user)
    messages.success(request, _("That sign-in has ended."))
    return redirect("account_sessions")


@require_POST
@signed_in
def end_other_sessions(request: MemberRequest) -> HttpResponse:
    ended = services.end_other_sessions(but=here(request), by=request.user)
    text = ngettext("One other sign-in has ended.", "%(count)d other sign-ins have ended.", ended)
    messages.success(request, text % {"count": ended} if ended else _("You are signed in only here."))
    return redirect("account_sessions")


@csrf_exempt
@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the choice with the account, or in a cookie for who has none, and returns to where it was made.

    Its form carries no key, because the key is a cookie and whoever only reads gets none. A form on another site comes
    without her session (SameSite), so that it could at most choose the language of a browser.
    """
    response = redirect(internal(request.POST.get("next")))
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        services.choose_language(language=chosen, by=request.user)
    return with_language(response, chosen)


def with_language(response: HttpResponse, chosen: str) -> HttpResponse:
    name = settings.LANGUAGE_COOKIE_NAME
    response.set_cookie(name, chosen, max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)
    return response


def here(request: HttpRequest) -> str:
    """This sign-in's key as the list knows it."""
    return hashed(request.session.session_key or "")
