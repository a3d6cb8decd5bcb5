"""Why a message is reported, and what comes of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.tenancy.refusals import explain

MOST_REPORTS = 10  # of one person in an hour: each shows something outside the room


class Ground(TextChoices):
    """A closed list. The last is given by locking a message, and shows its text to nobody."""

    PERSON = "person", _("It says more about a person than is needed")
    TONE = "tone", _("It speaks badly of somebody")
    ELSEWHERE = "elsewhere", _("It does not belong in this network")
    GRADED = "graded", _("It may be security-graded")


class Outcome(TextChoices):
    LEFT = "left", _("It can stand as it is")
    TALKED = "talked", _("I have talked with the author")
    HIDDEN = "hidden", _("It is hidden until the author has written it anew")
    CLEARED = "cleared", _("It was not graded, and is shown again")
    ERASED = "erased", _("It was graded, and is deleted here")


OPEN_GROUNDS = [(ground, ground.label) for ground in Ground if ground != Ground.GRADED]
AFTER_GRADED = (Outcome.CLEARED, Outcome.ERASED)
AFTER_OTHERS = (Outcome.LEFT, Outcome.TALKED, Outcome.HIDDEN)

explain(
    {
        "nobody_to_tell": _(
            "Nobody else here answers for the network. You can hide it yourself, or talk to the supervisor from RVTS."
        ),
        "already_reported": _("You have reported this message already. You are told when somebody has answered."),
        "too_many_reports": _("You have reported ten messages in an hour. Talk to the coordinator directly."),
        "report_over": _("This report is answered already, or has lapsed."),
    }
)
