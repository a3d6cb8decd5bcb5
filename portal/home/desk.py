"""What waits for those who write the library of routines. It belongs to no network, so it stands on My day alone."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.library import access
from portal.accounts.models import User
from portal.home.waiting import Waiting


def at_the_desk(user: User) -> list[Waiting]:
    """A colleague's text that she may put in force. One query."""
    keys = list(access.waiting_readings(user).order_by("sent_at", "pk").values_list("routine__key", flat=True))
    if not keys:
        return []
    heading = ngettext(
        "A routine of the library waits for a second reader",
        "%(count)s routines of the library wait for a second reader",
        len(keys),
    ) % {"count": len(keys)}
    alone = len(keys) == 1
    to = reverse("routine_library:draft", args=keys) if alone else reverse("routine_library:write")
    text = _("You have not written in it, so you can put it in force.") if alone else _("You have not written in them.")
    return [Waiting(heading, text, _("Read it") if alone else _("See them"), to, "path")]
