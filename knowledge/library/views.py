"""What everybody may read, and the door of the editors' tool."""

import mimetypes
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.contrib.redirects.middleware import get_redirect

from knowledge.library import queries, services
from knowledge.library.access import is_editor
from knowledge.library.models import Edition
from portal.accounts.marks import MemberRequest, public
from portal.tenancy.refusals import NotVisible
from portal.ui.printing import printed

View = Callable[..., HttpResponse]
# Wagtail's own pages set styles and a few scripts inline, and show a draft in a frame. Nothing else may.
TOOL_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "media-src": [SELF],
    "worker-src": [NONE],
}
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})$")
PIECE = 1024 * 1024  # bytes of a film that one answer carries; the browser asks for the next


@public
@require_safe
@printed(Edition.current)
def page(request: HttpRequest, address: str) -> HttpResponse:
    """A published page, or where it has moved to. What is a draft, or has been taken down, does not exist."""
    found = queries.published_at(address)
    if found is not None:
        response: HttpResponse = found.serve(request)
        return response
    moved = get_redirect(request, request.path.rstrip("/"))
    if moved is None or (moved.redirect_page and not moved.redirect_page.live):
        raise Http404
    return redirect(moved.link, permanent=moved.is_permanent)


@public
@require_safe
def permanent(request: HttpRequest, key: UUID) -> HttpResponse:
    """The address that stays: it leads to wherever the page stands now."""
    return redirect(queries.published_or_404(key).address)


@csrf_exempt
@public
@require_POST
def vote(request: HttpRequest, key: UUID) -> HttpResponse:
    """Counts an answer and nothing about who gave it.

    No key in the form, because the key is a cookie and whoever only reads gets none; another site's form is turned away.
    """
    page = queries.published_or_404(key)
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise PermissionDenied
    if (answer := request.POST.get("helpful")) not in {"yes", "no"}:
        return HttpResponseBadRequest()
    services.count_vote(page=page, helpful=answer == "yes")
    return redirect(f"{page.address}?takk=1#stemme")


@public
@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A film, its captions or a picture, while a page that everybody may read shows it. Editors see those of drafts."""
    reads = queries.is_published(name) or (
        request.user.is_authenticated and is_editor(request.user) and queries.is_kept(name)
    )
    if not reads or not default_storage.exists(name):
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    asked = RANGE.match(request.headers.get("Range", ""))
    opened = default_storage.open(name)
    answer = piece(opened, asked, kind) if asked else whole(opened, kind)
    answer["Accept-Ranges"] = "bytes"
    return answer


file.apart = True  # type: ignore[attr-defined] # a streamed body may then run after the transaction


def whole(opened: "File[bytes]", kind: str) -> HttpResponseBase:
    if opened.size > PIECE:
        return FileResponse(opened, content_type=kind)
    with opened:
        return HttpResponse(opened.read(), content_type=kind)


def piece(opened: "File[bytes]", asked: re.Match[str], kind: str) -> HttpResponse:
    """Part of the file, so that a film can be played from its middle (RFC 9110, section 14)."""
    with opened:
        size, start = opened.size, int(asked[1])
        end = min(int(asked[2]) if asked[2] else size - 1, start + PIECE - 1, size - 1)
        if start >= size or end < start:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        opened.seek(start)
        body = opened.read(end - start + 1)
    return HttpResponse(body, status=206, content_type=kind, headers={"Content-Range": f"bytes {start}-{end}/{size}"})


def editors(view: View) -> View:
    """Every address of the editors' tool. To whoever is no editor it does not exist.

    It acts as nobody: whatever goes wrong in the tool, no workspace can be seen from there, not even the editor's own.
    """
    policed = csp_replace(TOOL_POLICY)(view)

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_editor(request.user):
            raise NotVisible
        if request.method == "POST" and "page_id" in kwargs:
            services.hold(kwargs["page_id"])
        response = policed(request, *args, **kwargs)
        if "Content-Security-Policy" in response:  # a draft is shown by a request within the request, with the public's
            del response["Content-Security-Policy"]
        return response

    guarded.door = "editor"  # type: ignore[attr-defined]
    guarded.writes = guarded.apart = True  # type: ignore[attr-defined]
    return guarded
