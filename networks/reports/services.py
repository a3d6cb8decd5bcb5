"""What is done with a message that should not stand. The database's functions decide; these call them, log and tell."""

from collections.abc import Collection

from django.db import transaction

from networks.discussion import services as discussion
from networks.discussion.models import Message
from networks.reports.choices import MOST_REPORTS, Ground
from networks.reports.models import Report
from portal.accounts.models import User
from portal.audit.services import record
from portal.live.hints import hint
from portal.notices.telling import note as notice
from portal.tenancy.functions import call_record


def report(*, message: Message, ground: str, note: str, by: User) -> Report:
    """Show one message to the coordinator and deputy, and tell its room so, not by whom.

    Raises Refused: message_gone, nobody_to_tell, already_reported, too_many_reports; NotAllowed.
    """
    with transaction.atomic():
        made = _report(message, ground, note)
    assert made is not None  # noqa: S101 where nobody is to be told, it is refused
    return made


def lock(*, message: Message, by: User) -> Report | None:
    """Security-graded: from this moment nobody reads it, and those who answer for its author's organisation are told (PR-15).

    Returns what they are told by, or None where nobody is left to tell. Raises Refused("message_gone"), NotAllowed.
    """
    with transaction.atomic():
        discussion.lock(message=message, by=by)
        return _report(message, Ground.GRADED, "")


def _report(message: Message, ground: str, note: str) -> Report | None:
    """The log is told by the database that there is a report, not whose: its author may read the log."""
    made = call_record("report", message=message.pk, ground=ground, note=note, most=MOST_REPORTS)
    if made is None:
        return None
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
        record(report.network_id, "report.answered", report, ground=report.ground, outcome=outcome, by=by)
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
