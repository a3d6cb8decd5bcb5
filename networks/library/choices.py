"""How much a new version of the library changes, who publishes it, and what comes of what networks suggest."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.tenancy.refusals import explain

OWNER = "RVTS"


class Significance(TextChoices):
    """Who should look again. A small change alerts nobody."""

    SMALL = "small", _("Small: wording")
    MEDIUM = "medium", _("Medium: something is done differently")
    MAJOR = "major", _("Major: who is told or who answers has changed")


class Answer(TextChoices):
    OPEN = "open", _("Waits for an answer")
    TAKEN = "taken", _("Goes into the next version")
    DECLINED = "declined", _("Is not taken in")


RESERVED = {"", "skriv"}  # addresses of the desk's own
LONGEST_KEY = 60
SENT = ("title", "text", "points", "question", "role", "helpers", "mode", "deadline")  # of a step, in a suggestion
SUGGESTED = 400  # characters, of a reason and of an answer
FEWEST = 3  # networks: fewer are not counted out, as a number so small could be a name

explain(
    {
        "suggestion_answered": _("This suggestion is answered already."),
        "suggestion_not_taken": _("Answer first that it goes into the next version."),
        "no_such_original": _(
            "There is nothing to translate under that id, or it is in this language already. Look at «variant_of»."
        ),
        "other_steps": _(
            "The steps are others than in the text it translates. They must have the same ids, in the same order."
        ),
        "routine_exists": _("Another routine is called so already. Choose another name."),
    }
)
