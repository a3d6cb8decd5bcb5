"""A letter when an account is signed in to from a browser that has not been signed in to it before.

The browser itself remembers, in a cookie that tells nobody whose accounts they are: the portal keeps no list of devices.
"""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from portal.accounts.models import User
from portal.accounts.queries import browser_of

Response = TypeVar("Response", bound=HttpResponseBase)
A_YEAR = 365 * 24 * 60 * 60
ACCOUNTS = 10  # of those who share a browser, the latest


def greet(request: HttpRequest, response: Response, user: User) -> Response:
    """Somebody has just signed in: tell the account's owner, unless this browser knows her."""
    if mark_of(user) not in known_here(request):
        tell(request, user)
    return remember(request, response, user)


def remember(request: HttpRequest, response: Response, user: User) -> Response:
    others = [mark for mark in known_here(request) if mark and mark != mark_of(user)]
    marks = ".".join([*others, mark_of(user)][-ACCOUNTS:])
    name, secure = settings.KNOWN_COOKIE_NAME, settings.HTTPS
    response.set_cookie(name, marks, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return response


def known_here(request: HttpRequest) -> list[str]:
    return request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "").split(".")


def mark_of(user: User) -> str:
    return salted_hmac("portal.accounts.devices", str(user.pk), algorithm="sha256").hexdigest()[:32]


def tell(request: HttpRequest, user: User) -> None:
    send = import_string(settings.ACCOUNT_LETTERS)
    browser = browser_of(request.headers.get("User-Agent", ""))
    link = settings.ORIGIN + reverse("account_sessions")
    language = user.language or settings.LANGUAGE_CODE
    send("new_device", to=user.email, context={"browser": browser, "link": link}, language=language)
