"""How much a new version of the library changes, and who publishes it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

OWNER = "RVTS"


class Significance(TextChoices):
    """Who should look again. A small change alerts nobody."""

    SMALL = "small", _("Small: wording")
    MEDIUM = "medium", _("Medium: something is done differently")
    MAJOR = "major", _("Major: who is told or who answers has changed")
