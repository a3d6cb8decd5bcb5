"""The ground floor's tables, gathered for Django."""

from portal.access.models import Office
from portal.accounts.models import Session, User
from portal.audit.models import Cache, Entry
from portal.notices.models import Notice, NoticeChoice, PushSubscription

__all__ = ["Cache", "Entry", "Notice", "NoticeChoice", "Office", "PushSubscription", "Session", "User"]
