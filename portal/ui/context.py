"""What every page knows."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

SHEETS = (
    "tokens",
    "layout",
    "topbar",
    "rail",
    "foot",
    "forms",
    "people",
    "today",
    "front",
    "signin",
    "path",
    "insight",
    "directory",
    "pick",
    "members",
    "entry",
    "account",
    "article",
    "film",
    "search",
    "modes",  # last: forced colours, reduced motion and paper have the final word
)


@cache
def sheets() -> SafeString:
    links = ((static(f"css/{name}.css"),) for name in SHEETS)
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', links)


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "demo": settings.DEMO,
        "origin": settings.ORIGIN,
        "languages": settings.LANGUAGES,
        "language": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        "sheets": sheets(),
    }
