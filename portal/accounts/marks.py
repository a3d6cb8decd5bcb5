"""What a view says of itself: for everyone, for a signed-in person, for a session with one factor; that it writes."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
form_page = require_http_methods(["GET", "HEAD", "POST"])  # shown and sent at one address


class MemberRequest(HttpRequest):
    """A request past the middleware: somebody is signed in."""

    user: User


def public(view: View) -> View:
    """A page for everyone, signed in or not."""
    view.door = "public"  # type: ignore[attr-defined]
    view.public = True  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """A page about oneself: any signed-in person, nothing of anybody else's."""
    view.door = "signed in"  # type: ignore[attr-defined]
    return view


def writes(view: View) -> View:
    """A page that changes something although one only asks for it. tests/contracts/test_reading.py lists them, and why."""
    view.writes = True  # type: ignore[attr-defined]
    return view


def keyed(view: View) -> View:
    """A page that is sent something with a key of its own: sent twice, it does the same as once."""
    view.keyed = True  # type: ignore[attr-defined]
    return view


def one_factor(view: View) -> View:
    """Enrolment and sign-out: the only private views a session with one factor reaches."""
    view.door = "one factor"  # type: ignore[attr-defined]
    view.one_factor = True  # type: ignore[attr-defined]
    return view
