"""What this session has proved, and when: two factors at sign-in, and step-up for what must not be done by a stranger
at an unlocked machine."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.crypto import get_random_string
from django.utils.functional import Promise
from django_htmx.http import HttpResponseClientRedirect

from portal.accounts.models import User
from portal.accounts.personas import is_persona

View = Callable[..., HttpResponse]
TWO_FACTORS = "two_factors"
GO_ON = "go_on"
PUT_ASIDE = "put_aside"
TICKET = "to"
KEPT = 3  # forms put aside at a time, for who works in several windows


@dataclass(frozen=True)
class Proof:
    """What a recent proof is asked for, in the words of the button: the page of proof says what goes on after it."""

    name: str | Promise
    to_read: bool = False  # asked before the page is shown; otherwise only before what is sent to it is done


def recently_proved(proof: Proof) -> Callable[[View], View]:
    """Step-up: the view runs only within five minutes of the person's latest proof (sign-in counts).

    A page of a network says so at its door, which asks last, so that who may not do it anyway is told so first:

        @form_page
        @door(access.get_or_404, access.may_manage, proof=Proof(gettext_lazy("Change the role")))
        def change_role(request, member): ...

    Otherwise the request is put aside in the session and the person is asked for her password, code, passkey or
    identity. After that it runs as it was sent, form fields and all; the door is asked again. Uploaded files are not
    kept, so a form with a file asks at the step that follows it. Demo people have nothing to prove themselves with and
    pass, in a demo only.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def proved(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asked = proof.to_read or request.method not in ("GET", "HEAD")
            return suspend(request) if asked and not is_fresh(request) else view(request, *args, **kwargs)

        proved.proof = proof  # type: ignore[attr-defined]
        return proved

    return wrap


def is_fresh(request: HttpRequest) -> bool:
    """Whether the signed-in person proved herself within settings.ACCOUNT_REAUTHENTICATION_TIMEOUT."""
    if not request.user.is_authenticated:
        return False
    if is_persona(request.user):
        return True
    proofs = [record["at"] for record in get_authentication_records(request, request.user)]
    return time.time() - max(proofs, default=0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def suspend(request: HttpRequest) -> HttpResponse:
    """Go to the page of proof; what was sent is put aside until then."""
    onward = put_aside(request) if request.method == "POST" else request.get_full_path()
    address = page_of_proof(request, onward)
    return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") else HttpResponseRedirect(address)


def put_aside(request: HttpRequest) -> str:
    """Keep what was sent. Returns where it goes on: an address nobody else can guess and lead her to."""
    sent = {"path": request.path, "query": request.META.get("QUERY_STRING", ""), "form": request.POST.urlencode()}
    ticket = get_random_string(22)
    kept = request.session.get(PUT_ASIDE, {})
    request.session[PUT_ASIDE] = dict([*kept.items(), (ticket, sent)][-KEPT:])
    return f"{reverse('account_proved')}?{urlencode({TICKET: ticket})}"


def resume(request: HttpRequest, ticket: str) -> HttpResponse | None:
    """Do what was put aside, once; None when nothing is kept under this ticket.

    The request becomes the one that was sent, so that a page it answers with is drawn as at its own address.
    """
    kept = request.session.get(PUT_ASIDE, {})
    if ticket not in kept:
        return None
    sent = kept.pop(ticket)
    request.session[PUT_ASIDE] = kept
    request.FILES  # noqa: B018 has the empty body read now; read later, it would replace the form
    request.method, request.path, request.path_info = "POST", sent["path"], sent["path"]
    request.META["QUERY_STRING"] = sent["query"]
    request.GET, request.POST = QueryDict(sent["query"]), QueryDict(sent["form"])
    request.resolver_match = match = resolve(sent["path"])
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer


def sought(request: HttpRequest, onward: str | None) -> Proof | None:
    """What the page of proof asks for, found from the address it goes on to."""
    address, _, query = (onward or "").partition("?")
    ticket = QueryDict(query).get(TICKET, "")
    path = request.session.get(PUT_ASIDE, {}).get(ticket, {}).get("path", address)
    try:
        return getattr(resolve(path).func, "proof", None)
    except Resolver404:
        return None


def page_of_proof(request: HttpRequest, onward: str) -> str:
    """The password or a factor of one's own; for who signs in only by a provider, that provider."""
    assert isinstance(request.user, User)  # noqa: S101 narrows the type; only a signed-in person gets here
    identity = SocialAccount.objects.filter(user=request.user).first()
    if get_reauthentication_flows(request.user) or identity is None:
        return f"{reverse('account_reauthenticate')}?{urlencode({'next': onward})}"
    start = reverse("openid_connect_login", args=[identity.provider])
    return f"{start}?{urlencode({'process': 'redirect', 'next': onward})}"


def note(request: HttpRequest, user: User | AnonymousUser, method: str, **detail: Any) -> None:
    """Write down in the session that the person proved herself just now."""
    record_authentication(request, user, method, reauthenticated=True, **detail)


def has_two_factors(request: HttpRequest) -> bool:
    return TWO_FACTORS in request.session


def grant_two_factors(request: HttpRequest) -> None:
    """The session has become worth more: it gets another key."""
    request.session[TWO_FACTORS] = True
    request.session.cycle_key()


def is_strong(record: dict[str, Any]) -> bool:
    """A second factor of one's own, or a provider's word at a configured level."""
    return record["method"] == "mfa" or bool(record.get("strong"))


def sign_in_new(request: HttpRequest, user: User, *, go_on: str) -> None:
    """Sign in who has just chosen her password. `go_on` is posted to once she has a second factor."""
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    note(request, user, "password")
    request.session[GO_ON] = go_on
