"""The library of routines, for everybody."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from networks.library import access, queries
from networks.library.models import LibraryVersion
from networks.steps import exchange
from portal.accounts.marks import public


@public
@require_safe
def routines(request: HttpRequest) -> HttpResponse:
    context = {"shelf": queries.shelf(request.LANGUAGE_CODE), "writes": access.is_librarian(request.user)}
    return render(request, "networks/library/routines.html", context)


@public
@require_safe
def routine(request: HttpRequest, key: str) -> HttpResponse:
    found = access.get_or_404(request.user, key)
    version = queries.in_force(found) or access.get_version_or_404(request.user, key, 1)
    return shown(request, version)


@public
@require_safe
def earlier(request: HttpRequest, key: str, number: int) -> HttpResponse:
    return shown(request, access.get_version_or_404(request.user, key, number))


def shown(request: HttpRequest, version: LibraryVersion) -> HttpResponse:
    content = version.wording
    context = {
        "version": version,
        "routine": version.routine,
        "head": content.head,
        "steps": queries.steps_of(content),
        "twins": queries.twins(version.routine),
        "newer": queries.newer_original(version),
        "versions": queries.published(request.user, version.routine),
        "writes": access.is_librarian(request.user),
    }
    return render(request, "networks/library/routine.html", context)


@public
@require_safe
def file(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """To be read by another portal, or to be kept."""
    version = access.get_version_or_404(request.user, key, number)
    named = {"Content-Disposition": f'attachment; filename="{key}-{number}.yaml"'}
    text = exchange.write(queries.document(version))
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=named)


@public
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    text = json.dumps(exchange.schema(), ensure_ascii=False, indent=2)
    return HttpResponse(text, content_type="application/schema+json")
