"""The one way to page: 25 rows where nothing else is said, and a number nobody can break. The `page_address` tag writes the address."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ROWS = 25
KEY = "side"


def page_of(request: HttpRequest, rows: Any, size: int = ROWS) -> "Page[Any]":
    """The page the address asks for; the nearest one when there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get(KEY))
