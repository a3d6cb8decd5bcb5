"""What is done with a message that should not stand. The database's functions decide; these call them, log and tell."""

from collections.abc import Collection

from django.db import transaction

from networks.discussion import services as discussion
from networks.discussion.models import Message
from networks.reports.choices import MOST_REPORTS, Ground
from networks.reports.models import Report
from portal.accounts.models import User
from portal.live.hints import hint
from portal.notices.telling import note as notice
from portal.tenancy.functions import call_record


def report(*, message: Message, ground: str, note: str, by: User) -> Report:
    """Show one message to the coordinator and deputy, and tell its room so, not by whom.

    Raises Refused: message_gone, nobody_to_tell, already_reported, too_many_reports; NotAllowed.
    """
    with transaction.atomic():
        return _report(message, ground, note)


def lock(*, message: Message, by: User) -> Report:
    """Security-graded: from this moment nobody reads it, and those who answer for its author's organisation are told (PR-15).

    Raises Refused("message_gone"), NotAllowed.
    """
    with transaction.atomic():
        discussion.lock(message=message, by=by)
        return _report(message, Ground.GRADED, "")


def _report(message: Message, ground: str, note: str) -> Report:
    """The database tells the log that there is a report, not whose: the message's author may read the log."""
    made = call_record("report", message=message.pk, ground=ground, note=note, most=MOST_REPORTS)
    assert made is not None  # noqa: S101 the function always answers
    found = Report.objects.select_related("network").get(pk=made["id"])
    _tell(found, "report", made["readers"])
    hint(message.topic_id, made["event"])
    return found


def answer(*, report: Report, outcome: str, answer: str, by: User) -> None:
    """Say what came of it. From now on the message is shown to nobody outside its room.

    Raises Refused("report_over"), NotAllowed.
    """
    with transaction.atomic():
        done = call_record("answer_report", report=report.pk, outcome=outcome, answer=answer)
        assert done is not None  # noqa: S101 the function always answers
        for made_by, number in done["reports"]:
            _tell(Report.objects.select_related("network").get(pk=number), "report_answered", [made_by])
        hint(done["topic"], done["event"])


def _tell(report: Report, kind: str, people: Collection[int]) -> None:
    if people:
        notice(
            people=people,
            network_id=report.network_id,
            kind=kind,
            subject_id=report.pk,
            address=report.get_absolute_url(),
            key=f"{kind}:{report.pk}",
        )
