"""The rooms one is placed in, a room with its people and topics, and what its keepers do."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.discussion import access, services
from networks.discussion.choices import Mode
from networks.discussion.forms import OpenForm, PlaceForm, TopicForm
from networks.discussion.models import Placement, Room
from networks.discussion.queries.followed import followed_in_room
from networks.discussion.queries.people import placeable, regimes
from networks.discussion.queries.search import search
from networks.discussion.queries.talk import new_in_rooms, rooms_in, topics, unread
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.tenancy.refusals import NotVisible
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


@require_safe
@door(directory.get_or_404)
def rooms(request: MemberRequest, network: Network) -> HttpResponse:
    new = new_in_rooms()
    context = {
        "rooms": [(room, new[room.pk]) for room in rooms_in(request.user, network)],
        "may_open": access.may_open(request.user, network),
    }
    return work_page(request, "networks/discussion/rooms.html", network, context)


@require_safe
@door(directory.get_or_404, access.may_talk)
def search_rooms(request: MemberRequest, network: Network) -> HttpResponse:
    words = request.GET.get("q", "")
    context = {"words": words, "hits": search(request.user, network, words)}
    return work_page(request, "networks/discussion/search.html", network, context)


@form_page
@door(directory.get_or_404, access.may_open)
def open_room(request: MemberRequest, network: Network) -> HttpResponse:
    candidates = [one for one in placeable(network) if one.user_id != request.user.pk]
    first = {"mode": Mode.ANONYMOUS}
    form = OpenForm(request.POST or None, people=candidates, today=timezone.localdate(), initial=first)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            room = services.open_room(network=network, **form.cleaned_data, by=request.user)
            messages.success(request, _("The room is open. Only those in it know that it exists."))
            return redirect(room)
    return work_page(request, "networks/discussion/open.html", network, {"form": form})


@require_safe
@door(access.get_or_404)
def room(request: MemberRequest, room: Room) -> HttpResponse:
    return room_page(request, room, TopicForm(initial={"client_id": uuid4()}))


def room_page(request: MemberRequest, room: Room, form: TopicForm) -> HttpResponse:
    new = {topic.topic_id: topic for topic in unread()}
    found = [(topic, new.get(topic.pk)) for topic in topics(request.user, room)]
    context = in_room(request, room) | {"topics": found, "form": form, "followed": followed_in_room(request.user, room)}
    return work_page(request, "networks/discussion/room.html", room.network, context)


def in_room(request: MemberRequest, room: Room) -> dict[str, Any]:
    """What stands above everything that is written: who hears it, and under which duties."""
    people = access.people_in(room)
    me = next((person for person in people if person.user_id == request.user.pk), None)
    if me is None:  # her place has ended meanwhile
        raise NotVisible
    agencies = ", ".join(dict.fromkeys(person.agency for person in people))
    return {"room": room, "people": people, "regimes": regimes(people), "agencies": agencies, "me": me}


@form_page
@door(access.get_or_404, access.may_keep)
def place(request: MemberRequest, room: Room) -> HttpResponse:
    form = PlaceForm(request.POST or None, people=placeable(room.network, room))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with RefusalsTold(request, form):
            wanted = {"person_id": given["person"], "part": given["part"], "whole": given["whole"]}
            placed = services.place(room=room, **wanted, by=request.user)
            messages.success(request, _("%(name)s is in the room.") % {"name": placed.user.name})
            return redirect("networks:discussion:place", room.network.slug, room.pk)
    context = {"room": room, "people": access.people_in(room), "form": form}
    return work_page(request, "networks/discussion/place.html", room.network, context)


@require_POST
@door(access.get_placement_or_404, access.may_end_placement)
def end_placement(request: MemberRequest, placement: Placement) -> HttpResponse:
    """Who leaves cannot see the room afterwards, so she is sent to her others."""
    slug, itself = placement.network.slug, placement.user_id == request.user.pk
    with RefusalsTold(request):
        services.end_placement(placement=placement, by=request.user)
        name = placement.user.name
        done = _("You have left the room.") if itself else _("%(name)s is out of the room.") % {"name": name}
        messages.success(request, done)
        if itself:
            return redirect("networks:discussion:rooms", slug)
    return redirect("networks:discussion:room" if itself else "networks:discussion:place", slug, placement.room_id)


@require_POST
@door(access.get_placement_or_404, access.may_share_keeping)
def share_keeping(request: MemberRequest, placement: Placement) -> HttpResponse:
    with RefusalsTold(request):
        services.share_keeping(placement=placement, by=request.user)
        messages.success(request, _("%(name)s now keeps the room too.") % {"name": placement.user.name})
    return redirect("networks:discussion:place", placement.network.slug, placement.room_id)


def changed(request: MemberRequest, room: Room, change: Callable[..., None], done: str) -> HttpResponse:
    with RefusalsTold(request):
        change(room=room, by=request.user)
        messages.success(request, done)
    return redirect(room)


@require_POST
@door(access.get_or_404, access.may_keep)
def tighten(request: MemberRequest, room: Room) -> HttpResponse:
    return changed(request, room, services.tighten, _("From now on everybody speaks anonymously here."))


@require_POST
@door(access.get_or_404, access.may_keep)
def pause(request: MemberRequest, room: Room) -> HttpResponse:
    return changed(request, room, services.pause, _("The room is paused. It can be read, and nothing is written."))


@require_POST
@door(access.get_or_404, access.may_keep)
def resume(request: MemberRequest, room: Room) -> HttpResponse:
    return changed(request, room, services.resume, _("The room is open again."))
