"""Headers, language and unreadable input."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from portal.ui import errors

GetResponse = Callable[[HttpRequest], HttpResponse]
DENIED = [
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
]
PERMISSIONS = ", ".join(f"{feature}=()" for feature in DENIED)
PERSONAL = ("/konto/", "/nettverk/")


class Headers:
    """What django's own middleware leaves out. No cache keeps a signed-in page, or one that a letter opens."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
            allowed, response = response["Allow"], errors.only_sent(request)
            response["Allow"] = allowed
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if settings.SESSION_COOKIE_NAME in request.COOKIES or request.path.startswith(PERSONAL):
            response["Cache-Control"] = "no-store"
        return response


class CleanInput:
    """NUL bytes never reach a query: PostgreSQL would refuse them with an error nobody understands."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or any("\x00" in value for values in request.GET.lists() for value in values[1]):
            return errors.bad_request(request)
        return self.get_response(request)


class Language:
    """The person's choice, else the cookie's, else bokmål; nynorsk for a browser that asks for it first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self.chosen(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response

    def chosen(self, request: HttpRequest) -> str:
        known = dict(settings.LANGUAGES)
        wishes = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
        if request.user.is_authenticated:
            wishes.insert(0, request.user.language)
        if request.headers.get("Accept-Language", "").lower().startswith("nn"):
            wishes.append("nn")
        return next((wish for wish in wishes if wish in known), settings.LANGUAGE_CODE)
