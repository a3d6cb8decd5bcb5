"""The life of a version, and what stands in its way."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.tenancy.refusals import explain


class VersionState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("With a second reader")
    PUBLISHED = "published", _("In force")
    SUPERSEDED = "superseded", _("Replaced by a newer one")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (VersionState.DRAFT, VersionState.IN_REVIEW)
LASTING_STATES = (VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.WITHDRAWN)
REVIEW_YEARS = 2  # at most, before it must be read again
NOTE = 400  # characters of what the writer says of it, and of what its reader answers


explain(
    {
        "changed_meanwhile": _(
            "Somebody has changed this since you opened it. Look at it as it stands now, and try again."
        ),
        "not_a_draft": _("Only a draft can be changed. Start a new version first."),
        "not_in_review": _("This version does not wait for a second reader any more."),
        "needs_another_reader": _("Somebody other than the one who wrote it must read it."),
        "routine_has_problems": _("The steps do not fit together yet. What is wrong stands on the page."),
    }
)
