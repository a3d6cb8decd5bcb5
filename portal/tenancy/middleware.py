"""One transaction per signed-in request, in which the database knows who asks."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from portal.tenancy.context import acting_as
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed, NotVisible

GetResponse = Callable[[HttpRequest], HttpResponse]
REFUSED = 400
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ActingAs:
    """Commits when the view answered; rolls back when it raised, refused or failed.

    Whoever only asks for a page changes nothing: the transaction of a GET is read-only in the database, unless the view
    says that it `writes`. A view that stands `apart` from all networks acts as nobody. What the session keeps is saved outside, when the transaction is over.

    Django turns a view's exception into a response below this middleware, so the exception itself never
    arrives here; process_exception marks the request instead. What a door refused in a network is told to that
    network's audit afterwards, in a transaction of its own, since the refused one leaves nothing behind.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.failed = request.denied = False  # type: ignore[attr-defined]
        view = addressed(request)
        who = None if getattr(view, "apart", False) else request.user.pk
        with acting_as(who, read_only=request.method in SAFE and not getattr(view, "writes", False)):
            response = self.get_response(request)
            if getattr(request, "failed", False) or response.status_code >= REFUSED:
                transaction.set_rollback(True)
            elif response.streaming and who is not None:
                raise RuntimeError("A streamed body would run after the transaction, outside its context.")
        if getattr(request, "denied", False):
            note_denial(request, response.status_code)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request.failed = True  # type: ignore[attr-defined]
        request.denied = isinstance(exception, NotVisible | NotAllowed)  # type: ignore[attr-defined]


def addressed(request: HttpRequest) -> Callable[..., HttpResponse] | None:
    """Asked before anything is read: a transaction that has read can no longer be opened for writing."""
    try:
        return resolve(request.path_info).func
    except Resolver404:
        return None


def note_denial(request: HttpRequest, answer: int) -> None:
    """The database keeps one entry per person, network and address in ten minutes; unknown networks get none."""
    match = request.resolver_match
    if match is not None and "slug" in match.kwargs:
        with acting_as(request.user.pk):
            call("note_denial", slug=match.kwargs["slug"], address=match.view_name, answer=answer)
