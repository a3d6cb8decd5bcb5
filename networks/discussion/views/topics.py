"""A topic: what is said there, and what one says. Answered as a page, or in short where the script asks."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from networks.discussion import access, services
from networks.discussion.choices import MessageState, Reaction
from networks.discussion.forms import AfterForm, CloseTopicForm, DraftForm, MuteForm, ReadForm, SayForm, TopicForm
from networks.discussion.models import Message, Room, Topic
from networks.discussion.queries.calling import groups
from networks.discussion.queries.followed import followed_in_topic
from networks.discussion.queries.talk import frames_after, talk
from networks.discussion.views.rooms import in_room, room_page
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, keyed
from portal.tenancy.refusals import Refused
from portal.ui.acting import UNPROCESSABLE, asks_in_short
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


@require_safe
@door(access.get_shown_topic_or_404)
def topic(request: MemberRequest, topic: Topic) -> HttpResponse:
    return topic_page(request, topic)


def topic_page(request: MemberRequest, topic: Topic, *, form: SayForm | None = None, status: int = 200) -> HttpResponse:
    room, user = topic.room, request.user
    room.active_at = topic.active_at  # type: ignore[attr-defined] # annotated by the door
    before = request.GET.get("for", "")
    shown = talk(user, topic, before=int(before) if before.isdecimal() and len(before) < 16 else None)
    followed = followed_in_topic(topic)
    context = in_room(request, room) | {
        "topic": topic,
        "going": next((one for one in followed if not one.ended_at), None),
        "ended": [one for one in followed if one.ended_at],
        "talk": shown,
        "tail": not before,
        "first_new": shown.first_new(topic.read, user),  # type: ignore[attr-defined] # annotated by the door
        "signs": Reaction,
        "blank": Message(topic=topic, author=user, number=0, state=MessageState.SHOWN),
        "form": form,
        "client_id": form["client_id"].value() if form else uuid4(),
        "begun": form["body"].value() if form else topic.begun,  # type: ignore[attr-defined]
        "may_write": access.may_write(user, topic),
    }
    context["groups"] = groups(context["people"], everybody=access.calls_all(user, room, context["people"]))
    new: int | None = getattr(topic, "new", None)  # told by the door of the page itself
    return work_page(request, "networks/discussion/topic.html", room.network, context, status=status, new=new)


@require_POST
@door(access.get_or_404)
def start(request: MemberRequest, room: Room) -> HttpResponse:
    form = TopicForm(request.POST)
    if form.is_valid():
        with RefusalsTold(request, form):
            return redirect(services.start_topic(room=room, **form.cleaned_data, by=request.user))
    return room_page(request, room, form)


@keyed
@require_POST
@door(access.get_topic_or_404)
def say(request: MemberRequest, topic: Topic) -> HttpResponse:
    form = SayForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            number = services.say(
                topic=topic,
                body=given["body"],
                client_id=given["client_id"],
                quotes=given["quotes"],
                files=given["attached"],
                article=given["article"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            if asks_in_short(request):
                return JsonResponse({"number": number})
            return redirect(f"{topic.get_absolute_url()}#m{number}")
    if asks_in_short(request):
        sentences = [str(sentence) for told in form.errors.values() for sentence in told]
        return JsonResponse({"told": " ".join(sentences)}, status=UNPROCESSABLE)
    return topic_page(request, topic, form=form)


@require_safe
@door(access.get_topic_or_404)
def after(request: MemberRequest, topic: Topic) -> HttpResponse:
    """What has happened since, for a browser that missed something or has no live connection."""
    form = AfterForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"told": _("Say after which event.")}, status=UNPROCESSABLE)
    return HttpResponse(frames_after(topic, form.cleaned_data["etter"]), content_type="application/json")


@require_POST
@door(access.get_topic_or_404)
def mark_read(request: MemberRequest, topic: Topic) -> HttpResponse:
    form = ReadForm(request.POST)
    if form.is_valid():
        services.mark_read(topic=topic, number=form.cleaned_data["number"], by=request.user)
    if asks_in_short(request):
        return HttpResponse(status=204)
    return redirect("networks:discussion:room", topic.room.network.slug, topic.room_id)


@require_POST
@door(access.get_topic_or_404)
def mute(request: MemberRequest, topic: Topic) -> HttpResponse:
    form = MuteForm(request.POST)
    if form.is_valid():
        muted = form.cleaned_data["muted"]
        services.mute(topic=topic, muted=muted, by=request.user)
        off, on = (
            _("You are not told when somebody names you here."),
            _("You are told again when somebody names you here."),
        )
        messages.success(request, off if muted else on)
    return redirect(topic)


@require_POST
@door(access.get_topic_or_404)
def save_draft(request: MemberRequest, topic: Topic) -> HttpResponse:
    form = DraftForm(request.POST)
    if form.is_valid():
        services.save_draft(topic=topic, body=form.cleaned_data["body"], by=request.user)
    return HttpResponse(status=204 if form.is_valid() else UNPROCESSABLE)


@require_POST
@door(access.get_topic_or_404, access.may_close_topic)
def close(request: MemberRequest, topic: Topic) -> HttpResponse:
    form = CloseTopicForm(request.POST)
    if form.is_valid():
        with RefusalsTold(request):
            services.close_topic(topic=topic, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("The topic is closed. It can still be read."))
    else:
        messages.error(request, _("Write what came of it, in a few words."))
    return redirect(topic)
