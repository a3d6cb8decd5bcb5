"""Every address the house answers, found by walking the resolver."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

View = Callable[..., Any]
Routes = list[URLPattern | URLResolver]


def walk(patterns: Routes, before: str = "") -> Iterator[tuple[str, View]]:
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")  # as resolve() joins them
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def routes() -> dict[str, View]:
    return dict(walk(get_resolver().url_patterns))
