"""What stands in a network's year, how often, and the words a calendar outside may show of it."""

from collections.abc import Mapping

from django.db.models import IntegerChoices, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.tenancy.refusals import explain


class Kind(TextChoices):
    REVIEW = "review", _("Review the routines")
    MEMBERS = "members", _("Confirm the members again")
    DRILL = "drill", _("Drill for twenty minutes")
    STATUS = "status", _("Report to the police council how it stands")
    CONTACTS = "contacts", _("Check the contact list")
    OWN = "own", _("Something of your own")


class Every(IntegerChoices):
    """In months."""

    YEAR = 12, _("Once a year")
    HALF_YEAR = 6, _("Twice a year")
    QUARTER = 3, _("Four times a year")


class State(TextChoices):
    OVERDUE = "overdue", pgettext_lazy("in the year", "Overdue")
    SOON = "soon", pgettext_lazy("in the year", "Soon")
    AHEAD = "ahead", pgettext_lazy("in the year", "Ahead")
    DONE = "done", pgettext_lazy("in the year", "Done")


# What stands in a calendar outside the house: a passer-by learns that something is due, and of nothing what it is about.
OUTSIDE: Mapping[str, str | Promise] = {
    Kind.REVIEW: pgettext_lazy("in a calendar", "Review"),
    Kind.MEMBERS: pgettext_lazy("in a calendar", "Confirmation"),
    Kind.DRILL: pgettext_lazy("in a calendar", "Drill"),
    Kind.STATUS: pgettext_lazy("in a calendar", "Report"),
    Kind.CONTACTS: pgettext_lazy("in a calendar", "Check"),
    Kind.OWN: pgettext_lazy("in a calendar", "Own item"),
}
# A year to begin with: kind, month, day. Five items, none of them in July.
STANDARD = (
    (Kind.STATUS, 2, 1),
    (Kind.DRILL, 4, 15),
    (Kind.REVIEW, 6, 1),
    (Kind.CONTACTS, 9, 1),
    (Kind.MEMBERS, 12, 1),
)
MOST_ITEMS = 40  # of one network
SOON_DAYS = 14
FURTHEST_YEARS = 2
TITLE, NOTE = 80, 200

explain(
    {
        "year_already_set": _("There is something in the year already. Add to it, or change what stands there."),
        "too_many_items": _("A year can hold forty items. Remove some first."),
        "day_passed": _("That day has passed. Choose today or a day to come."),
        "day_too_far": _("That is more than two years ahead. Choose the next day it should be done."),
        "owner_not_member": _("Whoever answers for it must be a member here, and able to read the routines."),
        "needs_a_title": _("Write what it is, in a few words."),
        "done_today": _("It is noted as done today already."),
        "too_early": _("It is done for this term. The next one can be noted when half the time until it has passed."),
    }
)
