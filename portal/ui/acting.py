"""One press of a button on a page that keeps itself up to date: answered in short to its script, else by going back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from portal.tenancy.refusals import Refused

UNPROCESSABLE = 422


def asks_in_short(request: HttpRequest) -> bool:
    """The script says what it understands; a form that is sent by the browser does not."""
    return request.headers.get("Accept", "").startswith("application/json")


def acted(request: HttpRequest, act: Callable[[], Any], *, to: str, told: str = "") -> HttpResponse:
    """Do it, and answer in the way that was asked for: with what is told, or by leading to `to`."""
    try:
        act()
    except Refused as refusal:
        if asks_in_short(request):
            return JsonResponse({"told": refusal.sentence}, status=UNPROCESSABLE)
        messages.error(request, refusal.sentence)
        return redirect(to)
    if asks_in_short(request):
        return JsonResponse({"told": told})
    if told:
        messages.success(request, told)
    return redirect(to)
