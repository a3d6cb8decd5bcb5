"""The ground floor's tables, gathered for Django."""

from portal.access.models import Office
from portal.accounts.models import Session, User
from portal.audit.models import Cache, Entry

__all__ = ["Cache", "Entry", "Office", "Session", "User"]
