"""Who sees a report: whoever made it, and those who answer for the network or for the author's organisation."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from networks.directory import access as directory
from networks.discussion.access import may_flag
from networks.discussion.models import Message
from networks.reports.models import Report
from portal.access.capabilities import Capability
from portal.access.decisions import networks_where
from portal.access.doors import one_or_404, rule
from portal.accounts.models import User
from portal.notices.kinds import Line, still
from portal.tenancy.context import acting_user_id
from portal.tenancy.functions import call, call_rows


def reports_visible_to(user: User) -> QuerySet[Report]:
    """Hers, and those shown to her. The author of the message sees none: nobody answers for her own words."""
    if acting_user_id() != user.pk:
        raise RuntimeError(f"Asked about user {user.pk} while acting as {acting_user_id()}.")
    return Report.objects.filter(pk__in=call_rows("my_reports"), network__in=directory.visible_to(user))


def get_report_or_404(user: User, slug: str, report_id: int) -> Report:
    found = reports_visible_to(user).filter(network__slug=slug, pk=report_id)
    return one_or_404(found.select_related("network", "reported_by", "answered_by"))


@rule(lambda reader, message: _("What is hidden is not reported, nor one's own words."))
def may_report(user: User, message: Message) -> bool:
    return may_flag(user, message) and message.is_shown and message.author_id != user.pk


@rule(lambda reader, report: _("Those it is reported to answer it. You are told when they have."))
def may_answer(user: User, report: Report) -> bool:
    """Whether it is shown to her, however far it has come. The database asks again when she answers."""
    return bool(call("may_answer_report", report=report.pk))


def still_there(user: User) -> QuerySet[Report]:
    """For the bell, which asks on every page: of her networks, and the policy says which of those."""
    return Report.objects.filter(network__in=networks_where(user, Capability.READ_NETWORK))


def shown_lines(user: User, reports: list[int]) -> dict[int, Line]:
    found = reports_visible_to(user).filter(pk__in=reports).select_related("network")
    return {one.pk: Line(told(one), one.network.name) for one in found}


def told(report: Report) -> str:
    if report.is_graded:
        return _("Somebody wrote something that may be security-graded. It is locked.")
    return _("A message is reported to you")


def answered_lines(user: User, reports: list[int]) -> dict[int, Line]:
    found = reports_visible_to(user).filter(pk__in=reports).select_related("network")
    return {one.pk: Line(_("What you reported is answered"), one.network.name) for one in found}


still("report", still_there, shown_lines)
still("report_answered", still_there, answered_lines)
