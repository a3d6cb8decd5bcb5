"""The library's next version, written step by step."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from networks.library import access, services
from networks.library.models import LibraryRoutine, LibraryVersion
from networks.steps import editing
from networks.steps.content import Content, Step
from networks.versions.writing import HeadForm, NewForm, StepForm
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.accounts.models import User
from portal.ui.telling import RefusalsTold

DRAFT = "routine_library:draft"


def back_to(routine: LibraryRoutine, step: str = "") -> HttpResponse:
    """To the draft, at the step."""
    answer = redirect(DRAFT, routine.key)
    if step:
        answer["Location"] += f"#{step}"
    return answer


@form_page
@door(access.get_desk_or_404)
def new(request: MemberRequest, by: User) -> HttpResponse:
    form = NewForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            return back_to(services.write_new(**form.cleaned_data, by=by).routine)
    return render(request, "networks/library/new.html", {"form": form})


@require_POST
@door(access.get_to_write_or_404)
def start(request: MemberRequest, routine: LibraryRoutine) -> HttpResponse:
    return back_to(services.start_version(routine=routine, by=request.user).routine)


@form_page
@door(access.get_draft_or_404)
def head(request: MemberRequest, version: LibraryVersion) -> HttpResponse:
    form = HeadForm.of(version.wording.head, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with RefusalsTold(request, form):
            services.change(version=version, how=lambda content: editing.reworded(content, "", **told), by=request.user)
            return back_to(version.routine)
    return render(request, "networks/library/head.html", {"form": form, "version": version})


@form_page
@door(access.get_draft_or_404)
def add(request: MemberRequest, version: LibraryVersion) -> HttpResponse:
    """After the step named in the address, or first."""
    form, after = StepForm(request.POST or None, content=version.wording), request.GET.get("etter", "")
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            step, how = Step(id=editing.new_id(), **form.fields_told), editing.added
            services.change(version=version, how=lambda content: how(content, step, after=after), by=request.user)
            return back_to(version.routine, step.id)
    context = {"form": form, "version": version, "before": version.wording.parts.get(after) if after else None}
    return render(request, "networks/library/step.html", context)


@form_page
@door(access.get_step_or_404)
def change(request: MemberRequest, version: LibraryVersion) -> HttpResponse:
    step = version.meant
    form = StepForm(request.POST or None, content=version.wording, step=step)
    if request.method == "POST" and form.is_valid():
        told = form.fields_told
        with RefusalsTold(request, form):
            services.change(
                version=version, how=lambda content: editing.reworded(content, step.id, **told), by=request.user
            )
            return back_to(version.routine, step.id)
    return render(request, "networks/library/step.html", {"form": form, "version": version, "step": step})


@require_POST
@door(access.get_step_or_404)
def move(request: MemberRequest, version: LibraryVersion) -> HttpResponse:
    key, places = version.meant.id, 1 if request.POST.get("way") == "down" else -1
    return done(request, version, lambda content: editing.moved(content, key, places), key)


@require_POST
@door(access.get_step_or_404)
def delete(request: MemberRequest, version: LibraryVersion) -> HttpResponse:
    """Networks that have it are asked whether they let it go too."""
    key = version.meant.id
    return done(request, version, lambda content: editing.without(content, key))


def done(
    request: MemberRequest, version: LibraryVersion, how: Callable[[Content], Content], step: str = ""
) -> HttpResponse:
    with RefusalsTold(request):
        services.change(version=version, how=how, by=request.user)
    return back_to(version.routine, step)
