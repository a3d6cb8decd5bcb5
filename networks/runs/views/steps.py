"""One press of a button at a step. Done by those who have the page open; answered by the page as it stands then."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from networks.discussion.access import people_in
from networks.routines import services as routines
from networks.runs import access, services
from networks.runs.forms import AssignForm, DoneForm, LessonForm, MoveForm, SkipForm, TickForm
from networks.runs.models import Run, RunStep
from networks.runs.views.runs import NEXT, OPENED, keeps, run_page
from portal.access.doors import door
from portal.accounts.marks import MemberRequest
from portal.ui.telling import RefusalsTold

Do = Callable[..., Any]
ENDS = ("answer", "reason")  # where a step is done, or skipped


def acted(
    request: MemberRequest, step: RunStep, form: forms.Form, do: Do, *, fold: str = "", told: str = ""
) -> HttpResponse:  # fmt: skip
    """The page again, with what was written still there, where it could not be done. `fold`: the field it was said in."""
    if form.is_valid():
        with RefusalsTold(request, form):
            do(step=step, **form.cleaned_data, by=request.user)
            if told:
                messages.success(request, told)
            return redirect(f"{step.run.get_absolute_url()}{keeps(request)}#{after(request, step, fold)}")
    return run_page(request, step.run, form=form, of=step.key, fold=fold)


def after(request: MemberRequest, step: RunStep, fold: str) -> str:
    """Where the page is shown afterwards: at the step that is next, where this was it and may be over."""
    was_next = request.GET.get(OPENED) != step.key
    return NEXT if was_next and fold in ENDS else step.key


@require_POST
@door(access.get_step_or_404, access.may_act)
def done(request: MemberRequest, step: RunStep) -> HttpResponse:
    return acted(request, step, DoneForm(request.POST, step=step), services.mark_done, fold="answer")


@require_POST
@door(access.get_step_or_404, access.may_act)
def skip(request: MemberRequest, step: RunStep) -> HttpResponse:
    return acted(request, step, SkipForm(request.POST, step=step), services.skip, fold="reason")


@require_POST
@door(access.get_step_or_404, access.may_act)
def reopen(request: MemberRequest, step: RunStep) -> HttpResponse:
    return acted(request, step, forms.Form({}), services.reopen)


@require_POST
@door(access.get_step_or_404, access.may_act)
def tick(request: MemberRequest, step: RunStep) -> HttpResponse:
    return acted(request, step, TickForm(request.POST, step=step), services.tick)


@require_POST
@door(access.get_step_or_404, access.may_act)
def assign(request: MemberRequest, step: RunStep) -> HttpResponse:
    return acted(
        request, step, AssignForm(request.POST, people=people_in(step.run.room)), services.assign, fold="person"
    )


@require_POST
@door(access.get_step_or_404, access.may_act)
def move(request: MemberRequest, step: RunStep) -> HttpResponse:
    return acted(request, step, MoveForm(request.POST), services.move, fold="due_on")


@require_POST
@door(access.get_step_or_404)
def note(request: MemberRequest, step: RunStep) -> HttpResponse:
    """While it goes on and afterwards, as long as the room is there."""
    run = step.run

    def keep(*, step: RunStep, text: str, by: Any) -> None:
        routines.note_lesson(
            routine=run.routine, key=step.key, title=step.wording.title, text=text, is_exercise=run.is_exercise, by=by
        )

    told = _("Noted for those who write the routine.")
    return acted(request, step, LessonForm(request.POST), keep, fold="text", told=told)


@require_POST
@door(access.get_or_404, access.may_go_on)
def take(request: MemberRequest, run: Run) -> HttpResponse:
    """One step as the version in force has it."""
    key = request.POST.get("step", "")
    with RefusalsTold(request):
        services.take_wording(run=run, key=key, by=request.user)
    return redirect(f"{run.get_absolute_url()}{keeps(request)}#{key}")
