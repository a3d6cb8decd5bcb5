from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LanguageForm(TextChoices):
    """Which of the two written Norwegians a text is in."""

    BOKMAAL = "nb", _("Norwegian Bokmål")
    NYNORSK = "nn", _("Norwegian Nynorsk")


class SourceKind(TextChoices):
    """The three kinds of knowledge an article rests on."""

    RESEARCH = "research", _("Research")
    PRACTICE = "practice", _("Practice")
    EXPERIENCE = "experience", _("User experience")
    LAW = "law", _("Law and guidance")
