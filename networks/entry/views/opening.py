"""Opening a letter: whoever holds it reads who invites to what, and becomes a member."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from networks.entry import queries, services
from networks.entry.queries import OpenInvitation
from portal.access.roles import Role
from portal.accounts.devices import remember
from portal.accounts.forms import NewAccountForm
from portal.accounts.marks import MemberRequest, form_page, one_factor, public
from portal.accounts.proof import GO_ON, has_two_factors, sign_in_new
from portal.ui import errors
from portal.ui.telling import RefusalsTold


@public
@never_cache
@form_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open a letter: who invites to what. Who has no account makes one here, who has one accepts or signs in."""
    letter = queries.invitation_by_token(services.token_hash(token))
    if letter is None:
        return not_a_letter(request)
    form = NewAccountForm(request.POST or None, email=letter.email)
    if request.method == "POST" and may_register(request, letter) and form.is_valid():
        with RefusalsTold(request, form):
            user = services.register(token=token, **form.cleaned_data)
            sign_in_new(request, user, go_on=reverse("networks:entry:accept", args=[token]))
            return remember(request, redirect("mfa_index"), user)
    address = {"here": request.path, "accept": reverse("networks:entry:accept", args=[token])}
    return render(request, "networks/entry/invitation.html", address | letter_page(request, letter) | {"form": form})


@require_POST
@one_factor
def accept(request: MemberRequest, token: str) -> HttpResponse:
    """Become a member. A session with one factor is first sent to get another, and comes back here."""
    if not has_two_factors(request):
        request.session[GO_ON] = request.path
        return redirect("mfa_index")
    request.session.pop(GO_ON, None)
    with RefusalsTold(request):
        return redirect("networks:membership:front", services.accept(token=token, by=request.user))
    return redirect("networks:entry:invitation", token)


def may_register(request: HttpRequest, letter: OpenInvitation) -> bool:
    return letter.state == "open" and not letter.has_account and not request.user.is_authenticated


def letter_page(request: HttpRequest, letter: OpenInvitation) -> dict[str, object]:
    """Which of its faces the page shows: closed, for somebody else, to accept, to sign in, or to make an account."""
    if letter.state != "open":
        face = letter.state
    elif request.user.is_authenticated:
        own = getattr(request.user, "email", "").lower() == letter.email.lower()
        face = "accept" if own else "somebody_else"
    else:
        face = "sign_in" if letter.has_account else "register"
    return {"invitation": letter, "face": face, "role": Role(letter.role).label}


def not_a_letter(request: HttpRequest) -> HttpResponse:
    return errors.page(
        request,
        404,
        _("We do not know this letter"),
        _("Part of the address may be missing. Copy all of it from the letter, or ask the one who invited you."),
    )
