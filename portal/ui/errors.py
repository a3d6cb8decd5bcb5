"""Error pages: what happened, what is kept, what to do. They read nothing from the database themselves."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from psycopg import errors

from portal.tenancy.middleware import SAFE

GAVE_UP = (errors.QueryCanceled, errors.LockNotAvailable, errors.IdleInTransactionSessionTimeout)
A_MINUTE = 60


def page(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    return render(request, "error.html", {"heading": heading, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        text = _("It was larger than one megabyte. Nothing was saved. Go back, your text is still in the form.")
    else:
        text = _("It held something that cannot be stored. Nothing was saved. Go back, your text is still in the form.")
    return page(request, 400, _("We could not read what was sent"), text)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The header tells a script that another token will do."""
    answer = page(
        request,
        403,
        _("The page had been open too long"),
        _(
            "Nothing was saved. Go back and copy what you have written. Then load the page again, and send it once more."
        ),
    )
    answer["X-Page-Too-Old"] = "1"
    return answer


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = str(exception or "") or _("Ask a coordinator of the network if you need this.")
    return page(request, 403, _("This is not yours to do"), text)


def only_sent(request: HttpRequest) -> HttpResponse:
    """An address that takes what is sent and shows nothing itself: one comes there by reloading, or by a link."""
    return page(
        request,
        405,
        _("There is no page here"),
        _("Something is sent to this address, and nothing is shown at it. Go back to where you came from."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        404,
        _("There is nothing here"),
        _("The address may be wrong, or what was here is gone. If somebody sent you the link, ask them."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """What Django shows while it handles the exception; the database's own giving up is told as what it is."""
    cause = getattr(sys.exception(), "__cause__", None)
    if isinstance(cause, GAVE_UP):
        return busy(waited=isinstance(cause, errors.LockNotAvailable))
    if request.method in SAFE:
        text = _(
            "The page could not be shown. Try again in a minute. If it happens again, tell whoever runs the portal."
        )
    else:
        text = _(
            "What you did was not saved. Try again in a minute. If it happens again, tell whoever runs the portal."
        )
    return bare(500, _("Something went wrong with us"), text)


def busy(*, waited: bool) -> HttpResponse:
    """A statement that took too long, or waited too long for what somebody else was changing."""
    if waited:
        happened = _("Somebody was changing the same thing at that moment, so the portal stopped waiting.")
    else:
        happened = _("It took longer than it should, so the portal stopped.")
    kept = _("Nothing was changed. Go back, your text is still in the form. Try again in a minute.")
    response = bare(503, _("The portal is busy"), f"{happened} {kept}")
    response["Retry-After"] = str(A_MINUTE)
    return response


def bare(status: int, heading: str, text: str) -> HttpResponse:
    """Rendered without the request: whatever broke may be the session, the person or the database."""
    context = {"heading": heading, "text": text, "bare": True, "language": get_language()}
    return HttpResponse(render_to_string("error.html", context), status=status)
