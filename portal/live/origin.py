"""Whether a socket is opened by a page of the portal's own: a cookie alone does not say so (cross-site hijacking)."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host


def is_own(scene: dict[str, Any]) -> bool:
    """Scheme, host and port of the page are exactly those it asks at."""
    told = {name: value.decode("latin-1") for name, value in scene["headers"] if name in {b"origin", b"host"}}
    origin, host = told.get(b"origin", ""), told.get(b"host", "").lower()
    if not validate_host(host.rsplit(":", 1)[0], settings.ALLOWED_HOSTS):
        return False
    return origin == f"{urlsplit(settings.ORIGIN).scheme}://{host}"
