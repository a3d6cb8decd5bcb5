"""`user.has_perm` asks the same functions as the doors."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from portal.access.permissions import PERMISSIONS
from portal.accounts.models import User


class CapabilityBackend(BaseBackend):
    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        may = PERMISSIONS.get(perm)
        return may is not None and obj is not None and isinstance(user_obj, User) and may(user_obj, obj)
