from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a hit is. The order is that of the filter on the page."""

    ARTICLE = "article", _("Articles")
    TOOL = "tool", _("Tools and measures")
    FILM = "film", _("Films")
    QUESTION = "question", _("Questions")
    NEWS = "news", _("News")
    PLACE = "place", _("Municipalities and centres")
    ABOUT = "about", _("About the site")


ONE = {
    Kind.ARTICLE: _("Article"), Kind.TOOL: _("Tool or measure"), Kind.FILM: _("Film"), Kind.QUESTION: _("Question"),
    Kind.NEWS: _("News"), Kind.PLACE: _("Who answers"), Kind.ABOUT: _("About the site"),
}  # fmt: skip


class Phase(TextChoices):
    """When a tool is used."""

    BEFORE = "before", _("Before a concern")
    DURING = "during", _("While it is handled")
    AFTER = "after", _("Afterwards")


class Part(TextChoices):
    """The three parts of the site, by the first word of their addresses."""

    UNDERSTAND = "fenomenkunnskap", _("Understand")
    TOGETHER = "nettverk-og-veiledning", _("Work together")
    TOOLS = "ressurser", _("Tools")
