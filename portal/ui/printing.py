"""Public pages, written out once for all who only read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
KEPT_FOR = 10 * 60  # seconds: some pages say what day it is
FOUND = 200


def printed(edition: Callable[[], int]) -> Callable[[View], View]:
    """Keep the page for each language until the edition turns. Whoever is signed in, or asks for more, gets her own.

    Only a page that sets no cookie is kept. The nonce of its scripts is then an old one, which does no harm: they are
    our own files, which the policy lets in by their origin.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "GET" or request.GET or request.user.is_authenticated:
                return view(request, *args, **kwargs)
            key = f"{edition()}:{request.LANGUAGE_CODE}:{request.path}"
            if (kept := caches["pages"].get(key)) is not None:
                return HttpResponse(kept)
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response = response.render()
            if response.status_code == FOUND and not response.cookies:
                caches["pages"].set(key, response.content, KEPT_FOR)
            return response

        return shown

    return decorate
