"""How a person wishes to be told that there is news, and how long a notice is kept."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mail(TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, where there is news")
    NEVER = "never", _("Never; I look for myself")


HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
MORNING = 7
KEPT_DAYS = 90  # sec.keep_notices says the same
