"""Doors: how a view gets hold of anything private.

`@door(fetch, may)` fetches the object for the person (404 when she may not see it, worded like absent), asks
the rule (403 with a sentence saying who could), and hands the object to the view. The view cannot forget either.
With `proof` it asks last whether it is really she: whoever may not is told so before being asked.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpResponse

from portal.accounts.marks import MemberRequest
from portal.accounts.models import User
from portal.accounts.proof import Proof, recently_proved
from portal.tenancy.refusals import NotAllowed, NotVisible

Row = TypeVar("Row", bound=Model)
View = Callable[..., HttpResponse]
Fetch = Callable[..., Any]
May = Callable[[User, Any], bool]
Who = Callable[[User, Any], str]


def rule(sentence: Who) -> Callable[[May], May]:
    """Gives a may-function the sentence for those it refuses. It is told who reads it, and says no more than she may know."""

    def give(may: May) -> May:
        may.refusal = sentence  # type: ignore[attr-defined]
        return may

    return give


def one_or_404(rows: QuerySet[Row]) -> Row:
    """The row a door was asked for. Raises NotVisible where none of those she may see is it."""
    for found in rows.order_by()[:1]:  # one at most is meant: sorting would cost and choose nothing
        return found
    raise NotVisible


def require(user: User, may: May, thing: Any) -> None:
    """Raises NotAllowed with the rule's sentence."""
    if not may(user, thing):
        sentence = getattr(may, "refusal", None)
        raise NotAllowed(sentence(user, thing) if sentence else "")


def door(fetch: Fetch, may: May | None = None, *, proof: Proof | None = None) -> Callable[[View], View]:
    """The address' parts go to `fetch(user, **parts)`; the view is called with (request, thing)."""

    def wrap(view: View) -> View:
        inside = recently_proved(proof)(view) if proof else view

        @wraps(inside)
        def guarded(request: MemberRequest, **parts: Any) -> HttpResponse:
            thing = fetch(request.user, **parts)
            if may is not None:
                require(request.user, may, thing)
            return inside(request, thing)

        guarded.door = (fetch, may)  # type: ignore[attr-defined]
        return guarded

    return wrap
