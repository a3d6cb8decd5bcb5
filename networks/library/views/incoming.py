"""What comes to the supervisors' desk from the networks: suggestions without a sender, and numbers of who uses what."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from networks.library import access, queries, services
from networks.library.forms import AnswerForm
from networks.library.models import Suggestion
from networks.library.views.writing import back_to
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.accounts.models import User
from portal.tenancy.refusals import NotVisible
from portal.ui.telling import RefusalsTold


@require_safe
@door(access.get_desk_or_404)
def suggestions(request: MemberRequest, by: User) -> HttpResponse:
    return render(request, "networks/library/suggestions.html", {"suggestions": queries.suggestions(by)})


@form_page
@door(access.get_suggestion_or_404)
def answer(request: MemberRequest, suggestion: Suggestion) -> HttpResponse:
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            services.answer(suggestion=suggestion, **form.cleaned_data, by=request.user)
            messages.success(request, _("It is answered. The networks behind it are told."))
            return redirect("routine_library:answer", suggestion.pk)
    one = next((each for each in queries.suggestions(request.user) if each.suggestion == suggestion), None)
    if one is None:  # taken back while it was answered
        raise NotVisible
    context = {"form": form, "one": one}
    return render(request, "networks/library/answer.html", context)


@require_POST
@door(access.get_suggestion_or_404)
def take_in(request: MemberRequest, suggestion: Suggestion) -> HttpResponse:
    with RefusalsTold(request):
        services.take_in(suggestion=suggestion, by=request.user)
        messages.success(request, _("The words are in the draft."))
        return back_to(suggestion.routine, suggestion.key)
    return redirect("routine_library:answer", suggestion.pk)


@require_safe
@door(access.get_desk_or_404)
def adoption(request: MemberRequest, by: User) -> HttpResponse:
    return render(request, "networks/library/adoption.html", {"lines": queries.adoption()})
