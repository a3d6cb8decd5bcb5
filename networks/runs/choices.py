"""How a run of a routine stands, and what may stand in its way."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from networks.steps.choices import NO, YES
from portal.tenancy.refusals import explain


class RunState(TextChoices):
    RUNNING = "running", _("Under way")
    FINISHED = "finished", _("Finished")
    STOPPED = "stopped", _("Stopped")


class StepState(TextChoices):
    OPEN = "open", _("Not done")
    SIGNED = "signed", _("Signed by one")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")


class Deed(TextChoices):
    """What the timeline tells. Its sentences stand in queries/timeline.py."""

    STARTED = "started"
    ASSIGNED = "assigned"
    SIGNED = "signed"
    DONE = "done"
    SKIPPED = "skipped"
    REOPENED = "reopened"
    MOVED = "moved"
    PULLED = "pulled"
    TICKED = "ticked"
    UNTICKED = "unticked"
    FINISHED = "finished"
    STOPPED = "stopped"


OVER = (StepState.DONE, StepState.SKIPPED)
ANSWERS = [(YES, _("Yes")), (NO, _("No"))]
REASON = 300  # characters

explain(
    {
        "run_over": _("This has been ended meanwhile. It can still be read."),
        "run_under_way": _("A routine is already being followed in this topic. End it first, or choose another topic."),
        "routine_not_in_force": _("This routine is not in force any more. Choose another one."),
        "step_over": _("Somebody has ended this step meanwhile. Look at it as it stands now."),
        "step_not_over": _("Somebody has taken up this step again meanwhile. Look at it as it stands now."),
        "needs_another_signature": _("You have signed already. Somebody else must sign too."),
        "needs_answer": _("Answer the question first."),
        "needs_reason": _("This step cannot be skipped without a reason."),
        "not_in_the_room": _("Only somebody in the room can answer for a step. Place them there first."),
        "due_before_start": _("Choose a day from today on, and within a year."),
        "steps_left": _("Steps that must be done are left. Do them, skip them with a reason, or stop instead."),
        "nothing_to_take": _("This step says the same in the version in force."),
    }
)
