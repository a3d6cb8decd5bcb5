"""A message is reported where it stands, and answered by those it is shown to."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.discussion import access as discussion
from networks.discussion.models import Message
from networks.reports import access, queries, services
from networks.reports.choices import Ground
from networks.reports.forms import AnswerForm, ReportForm
from networks.reports.models import Report
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.ui.acting import acted
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page

PAIR = 2  # in a room of so few, everybody knows by whom


@form_page
@door(discussion.get_message_or_404, access.may_report)
def make(request: MemberRequest, message: Message) -> HttpResponse:
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            services.report(message=message, **form.cleaned_data, by=request.user)
            messages.success(request, _("The message is reported. You are told when somebody has answered."))
            return redirect(message)
    room, readers = message.topic.room, _(" and ").join(queries.readers(message, Ground.PERSON))
    pair = len(discussion.people_in(room)) == PAIR
    context = {"message": message, "room": room, "form": form, "readers": readers, "pair": pair}
    return work_page(request, "networks/reports/make.html", room.network, context)


@require_POST
@door(discussion.get_message_or_404, discussion.may_flag)
def lock(request: MemberRequest, message: Message) -> HttpResponse:
    act = partial(services.lock, message=message, by=request.user)
    return acted(
        request, act, to=message.get_absolute_url(), told=_("The message is locked. Nobody reads it any more.")
    )


@require_safe
@door(directory.get_or_404, discussion.may_talk)
def reports(request: MemberRequest, network: Network) -> HttpResponse:
    context = {"reports": queries.reports(request.user, network)}
    return work_page(request, "networks/reports/reports.html", network, context)


@require_safe
@door(access.get_report_or_404)
def report(request: MemberRequest, report: Report) -> HttpResponse:
    """Read by whoever made it, and by those it is shown to."""
    form = AnswerForm(report=report) if report.is_open and access.may_answer(request.user, report) else None
    return report_page(request, report, form)


def report_page(request: MemberRequest, report: Report, form: AnswerForm | None) -> HttpResponse:
    context = {"report": report, "shown": queries.shown(report), "form": form}
    return work_page(request, "networks/reports/report.html", report.network, context)


@require_POST
@door(access.get_report_or_404, access.may_answer)
def answer(request: MemberRequest, report: Report) -> HttpResponse:
    form = AnswerForm(request.POST, report=report)
    if form.is_valid():
        with RefusalsTold(request, form):
            services.answer(report=report, **form.cleaned_data, by=request.user)
            messages.success(request, _("It is answered. The message is no longer shown outside its room."))
            return redirect("networks:reports:reports", report.network.slug)
    return report_page(request, report, form)
