from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LanguageForm(TextChoices):
    """Which of the two written Norwegians a text is in."""

    BOKMAAL = "nb", _("Norwegian Bokmål")
    NYNORSK = "nn", _("Norwegian Nynorsk")


class SourceKind(TextChoices):
    """The kinds of knowledge a text rests on."""

    RESEARCH = "research", _("Research")
    PRACTICE = "practice", _("Practice")
    EXPERIENCE = "experience", _("User experience")
    LAW = "law", _("Law and guidance")


class Centre(TextChoices):
    """The five regional centres. The values are those of the regions in networks.directory."""

    NORTH = "nord", "RVTS Nord"
    MIDDLE = "midt", "RVTS Midt"
    WEST = "vest", "RVTS Vest"
    SOUTH = "sor", "RVTS Sør"
    EAST = "ost", "RVTS Øst"


class Significance(TextChoices):
    """How much a change matters to those who have used the text."""

    TYPO = "typo", _("A correction")
    MEDIUM = "medium", _("A change worth knowing")
    MAJOR = "major", _("A change of what one should do")


class FactKind(TextChoices):
    """What goes stale without anybody noticing (PR-39, PR-40)."""

    LAW = "law", _("Legal text")
    PHONE = "phone", _("Phone number")
    DEADLINE = "deadline", _("Deadline")
