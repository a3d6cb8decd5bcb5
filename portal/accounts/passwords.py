"""What length alone does not catch in a password of fifteen characters or more."""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_DIFFERENT = 5


class NotRepeated:
    """Refuses one common word said over again, and a handful of characters in a row."""

    def validate(self, password: str, user: Any = None) -> None:
        folded = password.lower().strip()
        if len(set(folded)) < FEWEST_DIFFERENT or is_common(shortest_period(folded)):
            raise ValidationError(_("This is too easy to guess. Put together some words of your own."), code="repeated")

    def get_help_text(self) -> str:
        return _("Not one word repeated.")


def shortest_period(text: str) -> str:
    """«abcabcabc» → «abc»; a text that does not repeat is its own period."""
    return text[: (text + text).index(text, 1)]


def is_common(word: str) -> bool:
    try:
        CommonPasswordValidator().validate(word)
    except ValidationError:
        return True
    return False
