"""Where supervisors write the library: a file read in, a second reader, and it is everybody's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from networks.library import access, queries, services
from networks.library.forms import FileForm, SendForm
from networks.library.models import LibraryVersion
from networks.steps import exchange
from networks.steps.rules import problems
from networks.versions import keeping
from networks.versions.changes import since
from networks.versions.writing import SendBackForm
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.accounts.models import User
from portal.ui.telling import RefusalsTold

DRAFT = "routine_library:draft"


@form_page
@door(access.get_desk_or_404)
def write(request: MemberRequest, by: User) -> HttpResponse:
    key = request.GET.get("fra", "")
    initial = {"text": queries.file_of(by, key), "seen": queries.seen_of(by, key)}
    form = FileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        document, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
        with RefusalsTold(request, form):
            version = services.write(document=document, seen=seen, by=by)
            return redirect(DRAFT, version.routine.key)
        form.seen_now(queries.seen_of(by, document.id))
    context = {"form": form, "drafts": queries.drafts(by), "due": queries.due(), "standing": queries.standing()}
    return render(request, "networks/library/write.html", context)


@require_safe
@door(access.get_draft_or_404)
def draft(request: MemberRequest, version: LibraryVersion) -> HttpResponse:
    return page(request, version, SendForm(today=timezone.localdate()), SendBackForm())


def page(request: MemberRequest, version: LibraryVersion, send: SendForm, back: SendBackForm) -> HttpResponse:
    before = queries.in_force(version.routine) if version.is_in_review else None
    context = {
        "version": version,
        "before": before,
        "changes": since(before.wording, version.wording, queries.articles) if before else [],
        "routine": version.routine,
        "head": version.wording.head,
        "steps": queries.steps_of(version.wording),
        "problems": problems(version.wording) if version.is_draft else [],
        "wrote": request.user.pk in version.hands,
        "send": send,
        "back": back,
        "text": exchange.write(queries.document(version)),
    }
    return render(request, "networks/library/draft.html", context)


@require_POST
@door(access.get_draft_or_404)
def send(request: MemberRequest, version: LibraryVersion) -> HttpResponse:
    form = SendForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return page(request, version, form, SendBackForm())
    with RefusalsTold(request):
        services.send(version=version, **form.cleaned_data, by=request.user)
        messages.success(request, _("Another supervisor can read it now."))
    return redirect(DRAFT, version.routine.key)


@require_POST
@door(access.get_draft_or_404)
def take_back(request: MemberRequest, version: LibraryVersion) -> HttpResponse:
    with RefusalsTold(request):
        services.take_back(version=version, by=request.user)
    return redirect(DRAFT, version.routine.key)


@require_POST
@door(access.get_draft_or_404)
def discard(request: MemberRequest, version: LibraryVersion) -> HttpResponse:
    with RefusalsTold(request):
        services.discard(version=version, by=request.user)
        messages.success(request, _("The draft is discarded."))
    return redirect("routine_library:write")


@require_POST
@door(access.get_draft_or_404)
def publish(request: MemberRequest, version: LibraryVersion) -> HttpResponse:
    with RefusalsTold(request):
        keeping.demand_seen(version, request.POST.get("seen", ""))
        number = services.publish(version=version, by=request.user)
        messages.success(request, _("Version %(number)s is in force from today.") % {"number": number})
        return redirect("routine_library:routine", version.routine.key)
    return redirect(DRAFT, version.routine.key)


@require_POST
@door(access.get_draft_or_404)
def send_back(request: MemberRequest, version: LibraryVersion) -> HttpResponse:
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return page(request, version, SendForm(today=timezone.localdate()), form)
    with RefusalsTold(request, form):
        keeping.demand_seen(version, request.POST.get("seen", ""))
        services.send_back(version=version, **form.cleaned_data, by=request.user)
        messages.success(request, _("Sent back with your remark."))
        return redirect(DRAFT, version.routine.key)
    return page(request, version, SendForm(today=timezone.localdate()), form)
