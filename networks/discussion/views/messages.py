"""One message: changed or deleted by its author, hidden or locked by anybody who reads it, answered with a sign."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from networks.discussion import access, services
from networks.discussion.forms import ChangeForm, ReactForm
from networks.discussion.models import Message
from networks.discussion.queries.talk import history, own_text
from networks.discussion.views.topics import UNPROCESSABLE, asks_in_short
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.tenancy.refusals import Refused
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


def back(message: Message) -> HttpResponse:
    return redirect(f"{message.topic.get_absolute_url()}#m{message.number}")


def done(request: MemberRequest, message: Message, act: Callable[[], Any], told: str = "") -> HttpResponse:
    """Do it, and answer in the way that was asked for."""
    try:
        act()
    except Refused as refusal:
        if asks_in_short(request):
            return JsonResponse({"told": refusal.sentence}, status=UNPROCESSABLE)
        messages.error(request, refusal.sentence)
        return back(message)
    if asks_in_short(request):
        return JsonResponse({"told": told})
    if told:
        messages.success(request, told)
    return back(message)


@form_page
@door(access.get_message_or_404, access.may_change)
def change(request: MemberRequest, message: Message) -> HttpResponse:
    form = ChangeForm(request.POST or None, initial={"body": own_text(message)})
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            services.change(message=message, body=form.cleaned_data["body"], by=request.user)
            return back(message)
    context = {"message": message, "room": message.topic.room, "form": form, "history": history(message)}
    return work_page(request, "networks/discussion/change.html", message.topic.room.network, context)


@require_POST
@door(access.get_message_or_404, access.may_change)
def delete(request: MemberRequest, message: Message) -> HttpResponse:
    act = partial(services.delete, message=message, by=request.user)
    return done(request, message, act, _("The message is deleted, with everything it said before."))


@require_POST
@door(access.get_message_or_404, access.may_flag)
def hide(request: MemberRequest, message: Message) -> HttpResponse:
    act = partial(services.hide, message=message, by=request.user)
    return done(request, message, act, _("The message is hidden. Its author is asked to write it anew."))


@require_POST
@door(access.get_message_or_404, access.may_flag)
def lock(request: MemberRequest, message: Message) -> HttpResponse:
    act = partial(services.lock, message=message, by=request.user)
    return done(request, message, act, _("The message is locked. Nobody reads it any more."))


@require_POST
@door(access.get_message_or_404, access.may_flag)
def react(request: MemberRequest, message: Message) -> HttpResponse:
    form = ReactForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"told": _("Choose one of the signs.")}, status=UNPROCESSABLE)
    given = form.cleaned_data
    return done(request, message, partial(services.react, message=message, **given, by=request.user))
