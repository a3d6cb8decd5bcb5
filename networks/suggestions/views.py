"""A network's suggestions to the source of a routine."""

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from networks.library.queries import beside
from networks.routines.access import may_write_version
from networks.routines.models import RoutineVersion
from networks.suggestions import access, queries, services
from networks.suggestions.access import Heard
from networks.suggestions.forms import SuggestForm
from networks.suggestions.models import Backing
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.ui.acting import acted
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page

LIST = "networks:suggestions:suggestions"


@require_safe
@door(access.get_in_force_or_404, may_write_version)
def suggestions(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    context = {
        "version": version,
        "seen": queries.seen(request.user, version),
        "steps": queries.own_words(version),
    }
    return work_page(request, "networks/suggestions/suggestions.html", version.network, context)


@form_page
@door(access.get_step_or_404, may_write_version)
def suggest(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    source = queries.source_of(version)
    step = queries.leaving(version.meant, source)
    form = SuggestForm(request.POST or None, step=step)
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        reason = words.pop("reason")
        if replace(step, **words) == source.parts.get(step.id):
            form.add_error(None, _("These are the words of the source. Change something to suggest it."))
        else:
            with RefusalsTold(request, form):
                services.suggest(routine=version.routine, step=replace(step, **words), reason=reason, by=request.user)
                messages.success(request, _("The suggestion is sent, without the name of your network."))
                return redirect(LIST, version.network.slug, version.routine_id)
    context = {
        "form": form,
        "version": version,
        "step": step,
        "fields": beside(step, source),
        "going": queries.going(step, source),
    }
    return work_page(request, "networks/suggestions/suggest.html", version.network, context)


@require_POST
@door(access.get_heard_or_404)
def agree(request: MemberRequest, heard: Heard) -> HttpResponse:
    act = partial(services.agree, routine=heard.routine, suggestion=heard.suggestion, by=request.user)
    return acted(request, act, to=back(heard.routine.pk, heard.network.slug), told=_("Your network agrees."))


@require_POST
@door(access.get_backing_or_404)
def take_back(request: MemberRequest, backing: Backing) -> HttpResponse:
    act = partial(services.take_back, backing=backing, by=request.user)
    return acted(request, act, to=back(backing.routine_id, backing.network.slug), told=_("It is taken back."))


def back(routine: int, slug: str) -> str:
    return reverse(LIST, args=[slug, routine])
