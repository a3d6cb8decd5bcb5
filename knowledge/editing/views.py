"""The editors' own pages beside Wagtail's, and the one an expert outside opens with her link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from knowledge.editing import access, queries, services
from knowledge.editing.forms import AnswerForm, AskForm
from portal.accounts.marks import MemberRequest, form_page, public
from portal.tenancy.refusals import Refused


@require_safe
def readings(request: MemberRequest) -> HttpResponse:
    """What waits to be read, and what has been sent outside."""
    context = {"readings": queries.readings(request.user), "outside": queries.outside()}
    return render(request, "knowledge/editing/readings.html", context)


@require_POST
def claim(request: MemberRequest, state_id: int) -> HttpResponse:
    act = services.give_back if "back" in request.POST else services.claim
    try:
        act(state=access.get_reading_or_404(request.user, state_id), by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("knowledge_readings")


@form_page
def ask(request: MemberRequest, page_id: int) -> HttpResponse:
    """Send the latest version to somebody who has no account."""
    page = access.get_editable_or_404(request.user, page_id)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_outside(page=page, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error("email", refusal.sentence)
        else:
            messages.success(request, _("The link is sent. It can be answered once, within fourteen days."))
            return redirect("knowledge_readings")
    return render(request, "knowledge/editing/ask.html", {"form": form, "page": page})


@require_POST
def withdraw(request: MemberRequest, reading_id: int) -> HttpResponse:
    services.withdraw_outside(reading=access.get_outside_or_404(reading_id), by=request.user)
    messages.success(request, _("The link is closed."))
    return redirect("knowledge_readings")


@require_safe
def kept(request: MemberRequest) -> HttpResponse:
    """What must be looked at so that the public pages stay true."""
    today = timezone.localdate()
    context = {
        "today": today,
        "held_up": queries.held_up(timezone.now()),
        "votes": queries.votes(),
        "texts": queries.to_read_through(today),
        "facts": queries.stale_facts(today),
        "contacts": queries.stale_contacts(today),
        "twins": queries.stale_twins(),
        "people": queries.ending_consents(today),
    }
    return render(request, "knowledge/editing/kept.html", context)


@public
@form_page
def outside(request: HttpRequest, token: str) -> HttpResponse:
    """The version that was sent, and two answers. Whoever holds the link may read it, once and for a time."""
    reading = access.open_outside(services.token_hash(token))
    if reading is None:
        return closed(request, "knowledge/editing/outside_over.html")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = {"approves": form.cleaned_data["approves"] == "yes", "remark": form.cleaned_data["remark"]}
        services.answer_outside(token=token, **answer)
        return closed(request, "knowledge/editing/outside_thanks.html")
    page = reading.revision.as_object()
    response = render(request, "knowledge/editing/outside.html", {"page": page, "reading": reading, "form": form})
    return unkept(response)


def closed(request: HttpRequest, template: str) -> HttpResponse:
    return unkept(render(request, template))


def unkept(response: HttpResponse) -> HttpResponse:
    """In no cache, in no search engine, and told to no page that is visited next."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"  # with none at all the form would come from «null» and be refused
    return response
