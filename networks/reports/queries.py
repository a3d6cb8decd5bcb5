"""What is reported, and the one message a report shows."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.safestring import SafeString

from networks.directory.models import Network
from networks.discussion.models import Message
from networks.reports.access import reports_visible_to
from networks.reports.models import Report
from portal.accounts.models import User
from portal.tenancy.functions import call_record, call_rows


def reports(user: User, network: Network) -> QuerySet[Report]:
    """Those that wait first, then the latest."""
    found = reports_visible_to(user).filter(network=network).select_related("network", "reported_by", "answered_by")
    return found.order_by(F("answered_at").desc(nulls_first=True), "-reported_at", "-pk")


def readers(message: Message, ground: str) -> list[str]:
    """The names of those a message would be shown to if the acting person reported it."""
    return call_rows("would_read_report", message=message.pk, ground=ground)


@dataclass(frozen=True)
class Shown:
    """The message as the person it is reported to reads it; `text` is empty where she may not."""

    author: str
    agency: str
    at: datetime
    state: str
    files: int
    text: SafeString


def shown(report: Report) -> Shown | None:
    """None to whoever made the report: she reads the message in its room."""
    told = call_record("reported_message", report=report.pk)
    if told is None:
        return None
    at = datetime.fromisoformat(told["at"])
    text = SafeString(told["html"])  # written by portal.ui.markup
    return Shown(told["author"], told["agency"] or "RVTS", at, told["state"], told["files"], text)
