"""Where a network's routine stands."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.tenancy.refusals import explain


class Shelf(TextChoices):
    IN_USE = "in_use", _("In use")
    PUT_AWAY = "put_away", _("Put away")


MOST_ROUTINES = 60  # of one network
LESSON = 400  # characters
MOST_LESSONS = 20  # of one step, before those who write the routine must read them
LOOKS_BACK = timedelta(days=30)  # for changed articles: so long may the nights be missed without one being untold
LESSON_DAYS = 730  # a lesson is kept no longer, read or not

explain(
    {
        "already_adopted": _(
            "Your network has this routine in use already. Change that one, or first put it away, or discard it if it is only a draft."
        ),
        "more_than_a_file": _(
            "A file holds from 1 to 100 steps, and at most 200 kB. This version does not fit in one."
        ),
        "not_in_library": _("That routine is not in the library any more. Choose another one."),
        "too_many_routines": _("A network can have sixty routines. Put some away first."),
        "reader_cannot_read": _("The second reader must be a member of the network, and not the one who sends it."),
        "not_your_reading": _("Somebody else is asked to read this version."),
        "decide_first": _("The news from the source are not decided yet. Every change needs a choice first."),
        "too_many_lessons": _(
            "Twenty notes on this step wait to be read. Ask those who write the routine to read them."
        ),
        "nothing_new": _("The source has nothing new since your last look."),
        "only_own_steps_go": _(
            "Only a step of your own can be deleted. One from the source is put aside, with a reason."
        ),
    }
)
