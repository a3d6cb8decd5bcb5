"""When somebody may be told. Hours are those of her clock, also when summer time begins or ends."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.notices.models import NoticeChoice

PAUSE = timedelta(hours=1)  # between two letters: ten mentions in an evening are not ten letters


def is_quiet(hour: int, begins: int, ends: int) -> bool:
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends


def awake(choice: NoticeChoice, moment: datetime) -> datetime:
    """The same moment, or the end of the quiet hours it lies in."""
    begins, ends = choice.quiet_from, choice.quiet_to
    here = timezone.localtime(moment)
    if begins is None or ends is None or not is_quiet(here.hour, begins, ends):
        return moment
    end = here.replace(hour=ends, minute=0, second=0, microsecond=0)
    return end if end > here else end + timedelta(days=1)
