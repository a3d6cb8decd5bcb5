"""One's list of news, how one is told of it, the link that stops letters, and the script that shows a push."""

import json
from functools import lru_cache

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.marks import MemberRequest, form_page, public, signed_in
from portal.bootstrap import ROOT
from portal.notices import queries, wishes
from portal.notices.choices import KEPT_DAYS
from portal.notices.forms import BrowserForm, ChoicesForm, ForgetForm, ReadForm
from portal.notices.pushing import public_key
from portal.notices.stopping import person_of
from portal.tenancy.refusals import NotVisible

UNPROCESSABLE = 422


@signed_in
@require_safe
def notices(request: MemberRequest) -> HttpResponse:
    found = queries.news(request.user)
    new = [one for one in found if one.is_new]
    last = max((one.number for one in found), default=0)
    context = {"news": found, "new": len(new), "last": last, "days": KEPT_DAYS, "shown": queries.SHOWN}
    return render(request, "notices/list.html", context)


@signed_in
@require_POST
def read(request: MemberRequest) -> HttpResponse:
    form = ReadForm(request.POST)
    if form.is_valid():
        wishes.read_up_to(number=form.cleaned_data["number"])
    return redirect("notices:list")


@signed_in
@form_page
def choose(request: MemberRequest) -> HttpResponse:
    chosen = queries.choice_of(request.user)
    now = {name: getattr(chosen, name) for name in ChoicesForm.base_fields}
    form = ChoicesForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        wishes.choose(**form.cleaned_data, by=request.user)
        messages.success(request, _("Saved. It holds from the next notice on."))
        return redirect("notices:choose")
    context = {"form": form, "push_key": public_key(), "browsers": queries.browsers(request.user).count()}
    return render(request, "notices/choose.html", context)


@public
@csrf_exempt  # a mail program sends it (RFC 8058); who holds the link may, and nothing else comes of it
@form_page
def stop(request: HttpRequest, token: str) -> HttpResponse:
    person = person_of(token)
    if person is None:
        raise NotVisible
    if request.method == "POST":
        wishes.stop_letters(by=person)
    return render(request, "notices/stop.html", {"stopped": request.method == "POST"})


@signed_in
@require_POST
def add_browser(request: MemberRequest) -> HttpResponse:
    """Asked by the script: js/push.js has the browser's answer, and tells what is said here."""
    form = BrowserForm(request.POST)
    if not form.is_valid():
        told = " ".join(str(sentence) for sentence in form.errors["endpoint"])
        return JsonResponse({"told": told}, status=UNPROCESSABLE)
    wishes.tell_in_browser(endpoint=form.cleaned_data["endpoint"])
    return JsonResponse({"told": _("You are now told in this browser.")})


@signed_in
@require_POST
def forget_browsers(request: MemberRequest) -> HttpResponse:
    form = ForgetForm(request.POST)
    if form.is_valid():
        wishes.forget_browser(endpoint=form.cleaned_data["endpoint"], by=request.user)
        messages.success(request, _("You are no longer told in a browser."))
    return redirect("notices:choose")


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a service worker reaches no further than the folder it comes from."""
    told = f"const TOLD = {json.dumps(_('There is news in Utveier') + '.')};\n"
    return HttpResponse(told + worker_script(), content_type="text/javascript")


@lru_cache(maxsize=1)
def worker_script() -> str:
    return (ROOT / "portal" / "ui" / "static" / "js" / "worker.js").read_text("utf-8")
