"""The door of the editors' tool. What is published is everybody's; what is not, only theirs."""

from portal.access.models import Office
from portal.accounts.models import User


def is_editor(user: User) -> bool:
    """An office as knowledge editor that runs today. Asked on every request, so that it ends with its last day."""
    return Office.objects.running().filter(user=user, kind=Office.Kind.EDITOR).exists()
