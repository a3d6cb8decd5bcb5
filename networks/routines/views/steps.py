"""One step of a draft."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from networks.routines import access, services
from networks.routines.forms.wording import HideForm
from networks.routines.models import RoutineVersion
from networks.routines.queries.lists import lessons, own_steps
from networks.steps import editing
from networks.steps.content import Content, Step
from networks.versions.writing import StepForm
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.tenancy.refusals import Refused
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page

DRAFT = "networks:routines:draft"


def back_to(version: RoutineVersion, step: str = "") -> HttpResponse:
    answer = redirect(DRAFT, version.network.slug, version.routine_id)
    if step:
        answer["Location"] += f"#{step}"
    return answer


@form_page
@door(access.get_draft_or_404, access.may_write_version)
def add(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    """After the step named in the address, or first."""
    form, after = StepForm(request.POST or None, content=version.wording), request.GET.get("etter", "")
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            step = Step(id=editing.new_id(), **form.fields_told)
            how = editing.added
            services.change(version=version, how=lambda content: how(content, step, after=after), by=request.user)
            return back_to(version, step.id)
    context = {"form": form, "version": version, "before": version.wording.parts.get(after) if after else None}
    return work_page(request, "networks/routines/step.html", version.network, context)


@form_page
@door(access.get_step_or_404, access.may_write_version)
def change(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    step = version.meant
    form = StepForm(request.POST or None, content=version.wording, step=step)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            reword(version, step, request, **form.fields_told)
            return back_to(version, step.id)
    context = {
        "form": form,
        "version": version,
        "step": step,
        "is_own": step.id in own_steps(version),
        "lessons": lessons(request.user, version.routine, step=step.id),
    }
    return work_page(request, "networks/routines/step.html", version.network, context)


@require_POST
@door(access.get_step_or_404, access.may_write_version)
def move(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    step = version.meant
    places = 1 if request.POST.get("way") == "down" else -1
    return done(request, version, step.id, lambda content: editing.moved(content, step.id, places))


@form_page
@door(access.get_step_or_404, access.may_write_version)
def hide(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    step = version.meant
    form = HideForm(request.POST or None, initial={"reason": step.hidden})
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            reword(version, step, request, hidden=form.cleaned_data["reason"])
            return back_to(version, step.id)
    context = {"form": form, "version": version, "step": step}
    return work_page(request, "networks/routines/hide.html", version.network, context)


@require_POST
@door(access.get_step_or_404, access.may_write_version)
def show(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    step = version.meant
    return done(request, version, step.id, lambda content: editing.reworded(content, step.id, hidden=""))


@require_POST
@door(access.get_step_or_404, access.may_write_version)
def delete(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    """Only a step of the network's own. What came from the source is put aside instead."""
    step = version.meant
    with RefusalsTold(request):
        if step.id not in own_steps(version):
            raise Refused("only_own_steps_go")
        services.change(version=version, how=lambda content: editing.without(content, step.id), by=request.user)
    return back_to(version)


def reword(version: RoutineVersion, step: Step, request: MemberRequest, **told: Any) -> None:
    services.change(version=version, how=lambda content: editing.reworded(content, step.id, **told), by=request.user)


def done(request: MemberRequest, version: RoutineVersion, step: str, how: Callable[[Content], Content]) -> HttpResponse:
    with RefusalsTold(request):
        services.change(version=version, how=how, by=request.user)
    return back_to(version, step)
