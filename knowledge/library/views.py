"""What everybody may read, and the door of the editors' tool."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.views import serve

from knowledge.library.access import is_editor
from portal.accounts.marks import MemberRequest, public
from portal.tenancy.refusals import NotVisible

View = Callable[..., HttpResponse]
# Wagtail's own pages set styles and a few scripts inline, and show a draft in a frame. Nothing else may.
TOOL_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "worker-src": [NONE],
}


@public
@require_safe
def page(request: HttpRequest, address: str) -> HttpResponse:
    """A published page. What is a draft, or has been taken down, does not exist."""
    response: HttpResponse = serve(request, address)
    return response


def editors(view: View) -> View:
    """Every address of the editors' tool. To whoever is no editor it does not exist.

    It acts as nobody: whatever goes wrong in the tool, no workspace can be seen from there, not even the editor's own.
    """
    policed = csp_replace(TOOL_POLICY)(view)

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_editor(request.user):
            raise NotVisible
        return policed(request, *args, **kwargs)

    guarded.door = "editor"  # type: ignore[attr-defined]
    guarded.writes = guarded.apart = True  # type: ignore[attr-defined]
    return guarded
