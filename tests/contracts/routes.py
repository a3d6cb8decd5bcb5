"""Every address the house answers, found by walking the resolver."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

View = Callable[..., Any]
TOOL = "redaktor/"
Routes = list[URLPattern | URLResolver]


def walk(patterns: Routes, before: str = "") -> Iterator[tuple[str, View]]:
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")  # as resolve() joins them
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


@cache  # asked once for every answer of the matrix
def routes() -> dict[str, View]:
    """All but those of the editors' tool, which have one answer for all (tests/knowledge/library/test_tool.py)."""
    return {route: view for route, view in walk(get_resolver().url_patterns) if not route.startswith(TOOL)}


def tool_routes() -> dict[str, View]:
    return {route: view for route, view in walk(get_resolver().url_patterns) if route.startswith(TOOL)}
