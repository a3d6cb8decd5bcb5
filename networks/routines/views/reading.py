"""The second reader's page: what the version says, what is new, and the two answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from networks.library import queries as library
from networks.routines import access, services
from networks.routines.models import RoutineVersion
from networks.routines.queries.reading import reading
from networks.versions import keeping
from networks.versions.writing import SendBackForm
from portal.access.doors import door
from portal.accounts.marks import MemberRequest
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page

ROUTINE, READ = "networks:routines:routine", "networks:routines:read"


@require_safe
@door(access.get_draft_or_404, access.may_read_second)
def read(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    return page(request, version, SendBackForm())


def page(request: MemberRequest, version: RoutineVersion, form: SendBackForm) -> HttpResponse:
    found = reading(request.user, version)
    context = {
        "version": version,
        "routine": version.routine,
        "head": version.wording.head,
        "steps": library.steps_of(version.wording),
        "changes": found.changes,
        "before": found.before,
        "form": form,
    }
    return work_page(request, "networks/routines/read.html", version.network, context)


@require_POST
@door(access.get_draft_or_404, access.may_read_second)
def publish(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    with RefusalsTold(request):
        keeping.demand_seen(version, request.POST.get("seen", ""))
        number = services.publish(version=version, by=request.user)
        messages.success(request, _("Version %(number)s is in force from today.") % {"number": number})
        return redirect(ROUTINE, version.network.slug, version.routine_id)
    return redirect(READ, version.network.slug, version.routine_id)


@require_POST
@door(access.get_draft_or_404, access.may_read_second)
def send_back(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return page(request, version, form)
    with RefusalsTold(request, form):
        keeping.demand_seen(version, request.POST.get("seen", ""))
        services.send_back(version=version, **form.cleaned_data, by=request.user)
        messages.success(request, _("Sent back with your remark."))
        return redirect("networks:routines:routines", version.network.slug)
    return page(request, version, form)
