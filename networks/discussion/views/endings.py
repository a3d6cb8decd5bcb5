"""How a room ends: closed by a keeper, or kept beyond its day with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from networks.discussion import access, services
from networks.discussion.choices import Fate
from networks.discussion.forms import CloseRoomForm, HoldForm
from networks.discussion.models import Room
from networks.discussion.queries.documents import waiting
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.ui.tags import day
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


@form_page
@door(access.get_or_404, access.may_keep)
def close(request: MemberRequest, room: Room) -> HttpResponse:
    first = {"talk": Fate.DELETE, "attachments": Fate.DELETE, "days": min(7, room.keep_days)}
    form = CloseRoomForm(request.POST or None, keep_days=room.keep_days, today=timezone.localdate(), initial=first)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            on_day = services.close_room(room=room, **form.cleaned_data, by=request.user)
            messages.success(request, _("The room is closed, and deleted %(day)s.") % {"day": day(on_day)})
            return redirect(room)
    context = {"room": room, "form": form, "waiting": waiting(request.user, room)}
    return work_page(request, "networks/discussion/close.html", room.network, context)


@form_page
@door(access.get_or_404, access.may_keep)
def hold(request: MemberRequest, room: Room) -> HttpResponse:
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form, "ends_on"):
            services.hold_room(room=room, **form.cleaned_data, by=request.user)
            last = day(form.cleaned_data["ends_on"])
            messages.success(request, _("The room is kept up to and including %(day)s.") % {"day": last})
            return redirect(room)
    return work_page(request, "networks/discussion/hold.html", room.network, {"room": room, "form": form})


@require_POST
@door(access.get_or_404, access.may_keep)
def let_go(request: MemberRequest, room: Room) -> HttpResponse:
    with RefusalsTold(request):
        services.hold_room(room=room, reason="", ends_on=None, by=request.user)
        messages.success(request, _("The room ends on its own day again."))
    return redirect(room)
