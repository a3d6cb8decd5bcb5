"""Public pages, written out once for all who only read."""

import gzip
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers

View = Callable[..., HttpResponse]
STYLE = "css/portal.css"  # an earlier release's page would point at one that is gone
KEPT_FOR = 10 * 60  # seconds: some pages say what day it is
FOUND = 200


def printed(edition: Callable[[], int]) -> Callable[[View], View]:
    """Keep the page for each language until the edition turns or the style sheet is another.

    Whoever is signed in, or asks for more, gets her own.

    Only a page that sets no cookie is kept. The nonce of its scripts is then an old one, which does no harm: they are
    our own files, which the policy lets in by their origin.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "GET" or request.GET or request.user.is_authenticated:
                return view(request, *args, **kwargs)
            key = key_of(edition(), static(STYLE), request.LANGUAGE_CODE, request.path)
            if (kept := caches["pages"].get(key)) is not None:
                return unpacked(request, kept)
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response = response.render()
            if response.status_code == FOUND and not response.cookies:
                caches["pages"].set(key, packed := gzip.compress(response.content, 6, mtime=0), KEPT_FOR)
                return unpacked(request, packed)
            return response

        return shown

    return decorate


def key_of(*told: object) -> str:
    """Of one length: an address may be longer than a key of the cache."""
    return sha256("\n".join(map(str, told)).encode()).hexdigest()


def unpacked(request: HttpRequest, packed: bytes) -> HttpResponse:
    """Sent as it is kept to whoever takes it so. Nothing secret stands in it that its length could give away."""
    takes = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(packed if takes else gzip.decompress(packed))
    if takes:
        answer["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ["Accept-Encoding", "Accept-Language", "Cookie"])
    return answer
