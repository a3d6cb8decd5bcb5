"""A version on its way: what it says, and to whom it is sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from networks.routines import access, services
from networks.routines.forms.wording import SendForm
from networks.routines.models import RoutineVersion
from networks.routines.queries import links, lists
from networks.routines.queries.reading import reading
from networks.steps import editing
from networks.steps.rules import problems
from networks.versions.writing import HeadForm
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page

DRAFT, ROUTINE, LIST = "networks:routines:draft", "networks:routines:routine", "networks:routines:routines"


def at(version: RoutineVersion) -> tuple[str, int]:
    return version.network.slug, version.routine_id


@require_safe
@door(access.get_draft_or_404)
def draft(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    reads = access.may_read_second(request.user, version)
    if reads or not access.may_write_version(request.user, version):
        return redirect("networks:routines:read", *at(version))
    content = version.wording
    linked, faults, found = links.linked(version), problems(content), reading(request.user, version)
    context = {
        "version": version,
        "routine": version.routine,
        "head": content.head,
        "steps": linked.steps,
        "stale": linked.stale,
        "own": lists.own_steps(version),
        "reworded": lists.reworded_steps(version),
        "problems": faults,
        "may_be_sent": bool(version.is_draft and content.steps and not faults and not version.taking_id),
        "news": lists.news_of(version) if version.is_draft else None,
        "changes": found.changes,
        "before": found.before,
        "has_taken_in": bool(found.news),
    }
    return work_page(request, "networks/routines/draft.html", version.network, context)


@form_page
@door(access.get_draft_or_404, access.may_write_version)
def head(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    form = HeadForm.of(version.wording.head, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            how = {"id": "", **form.cleaned_data}
            services.change(version=version, how=lambda content: editing.reworded(content, **how), by=request.user)
            return redirect(DRAFT, *at(version))
    return work_page(request, "networks/routines/head.html", version.network, {"form": form, "version": version})


@form_page
@door(access.get_draft_or_404, access.may_write_version)
def send(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    readers = lists.readers(version)
    offered = [(one.user_id, lists.reader_said(one)) for one in readers]
    found = reading(request.user, version)
    told = {"note": found.in_short, "reader": found.reader or lists.leading(readers)}
    form = SendForm(request.POST or None, initial=told, readers=offered, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            asked = form.cleaned_data.pop("reader")
            reader = next(one.user for one in readers if one.user.pk == asked)
            services.send(version=version, reader=reader, **form.cleaned_data, by=request.user)
            messages.success(
                request, _("Sent to %(who)s. Nothing is in force before it is read.") % {"who": reader.name}
            )
            return redirect(DRAFT, *at(version))
    context = {"form": form, "version": version, "readers": readers, "changes": found.changes, "before": found.before}
    return work_page(request, "networks/routines/send.html", version.network, context)


@require_POST
@door(access.get_draft_or_404, access.may_write_version)
def take_back(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    with RefusalsTold(request):
        services.take_back(version=version, by=request.user)
    return redirect(DRAFT, *at(version))


@require_POST
@door(access.get_draft_or_404, access.may_write_version)
def discard(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    with RefusalsTold(request):
        services.discard(version=version, by=request.user)
        messages.success(request, _("The draft is discarded."))
    return redirect(LIST, version.network.slug)
