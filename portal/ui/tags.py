"""The template tags of the house, at most six."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from portal.ui import pictures
from portal.ui.icons import ICONS
from portal.ui.paging import KEY

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon that always stands beside a text, and is therefore hidden from screen readers."""
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', ICONS[name])


@register.filter
def day(value: date | datetime | None) -> str:
    """«22. november», with the year when it is another one."""
    if value is None:
        return ""
    local = local_day(value)
    pattern = "j F" if get_language() == "en" else "j. F"
    return formats.date_format(local, pattern if local.year == timezone.localdate().year else f"{pattern} Y")


def local_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def weekday(value: date | datetime) -> str:
    """«fredag 27. november»."""
    return formats.date_format(local_day(value), "l j F" if get_language() == "en" else "l j. F")


@register.simple_tag(takes_context=True)
def page_address(context: dict[str, Any], number: int) -> str:
    """The present address with another page number."""
    query = context["request"].GET.copy()
    query[KEY] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def ring(lines: Sequence[pictures.Line]) -> pictures.Ring:
    """The sector ring of components/sectors.html."""
    return pictures.ring(lines)


@register.simple_tag
def acute() -> SafeString:
    """The acute exit of every page: the same for everybody, so written once a language."""
    return acute_in(get_language() or "")


@cache
def acute_in(language: str) -> SafeString:
    with override(language):
        return render_to_string("components/acute.html")
