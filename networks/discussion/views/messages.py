"""One message: changed or deleted by its author, hidden by anybody who reads it, answered with a sign."""

from functools import partial

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from networks.discussion import access, services
from networks.discussion.forms import ChangeForm, ReactForm
from networks.discussion.models import Message
from networks.discussion.queries.talk import history, own_text
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.ui.acting import UNPROCESSABLE, acted
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


@form_page
@door(access.get_message_or_404, access.may_change)
def change(request: MemberRequest, message: Message) -> HttpResponse:
    form = ChangeForm(request.POST or None, initial={"body": own_text(message)})
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            services.change(message=message, body=form.cleaned_data["body"], by=request.user)
            return redirect(message)
    room = message.topic.room
    context = {
        "message": message,
        "room": room,
        "people": access.people_in(room),
        "form": form,
        "history": history(message),
    }
    return work_page(request, "networks/discussion/change.html", room.network, context)


@require_POST
@door(access.get_message_or_404, access.may_change)
def delete(request: MemberRequest, message: Message) -> HttpResponse:
    act = partial(services.delete, message=message, by=request.user)
    return acted(
        request, act, to=message.get_absolute_url(), told=_("The message is deleted, with everything it said before.")
    )


@require_POST
@door(access.get_message_or_404, access.may_flag)
def hide(request: MemberRequest, message: Message) -> HttpResponse:
    act = partial(services.hide, message=message, by=request.user)
    return acted(
        request,
        act,
        to=message.get_absolute_url(),
        told=_("The message is hidden. Its author is asked to write it anew."),
    )


@require_POST
@door(access.get_message_or_404, access.may_flag)
def react(request: MemberRequest, message: Message) -> HttpResponse:
    form = ReactForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"told": _("Choose one of the signs.")}, status=UNPROCESSABLE)
    act = partial(services.react, message=message, **form.cleaned_data, by=request.user)
    return acted(request, act, to=message.get_absolute_url())
