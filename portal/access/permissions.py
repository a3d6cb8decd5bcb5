"""Names for Django's own question `user.has_perm("networks.view_network", network)`."""

from collections.abc import Callable
from typing import Any

from portal.accounts.models import User

May = Callable[[User, Any], bool]
PERMISSIONS: dict[str, May] = {}


def answers(permission: str, may: May) -> None:
    """Let a slice's rule answer a permission; called once at the foot of its access.py."""
    PERMISSIONS[permission] = may
