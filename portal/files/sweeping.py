"""Files that no row leads to any more: their message was deleted, their room has ended, or what stored them was undone."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from portal.tenancy.functions import call_rows

FOLDER = "rooms"
GRACE = timedelta(hours=1)  # what has just been stored may not have been committed yet
AT_ONCE = 500


def sweep() -> int:
    """Removes them; returns how many."""
    names = stored()
    return sum(remove(names[first : first + AT_ONCE]) for first in range(0, len(names), AT_ONCE))


def stored() -> list[str]:
    if not default_storage.exists(FOLDER):
        return []
    before = timezone.now() - GRACE
    every = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    return [name for name in every if default_storage.get_modified_time(name) < before]


def remove(names: list[str]) -> int:
    unused = set(names) - set(call_rows("files_in_use", names=names))
    for name in unused:
        default_storage.delete(name)
    return len(unused)
