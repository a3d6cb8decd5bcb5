"""The two ways a door says no, and the one way a rule does."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import Promise

SENTENCES: dict[str, str | Promise] = {}


class NotVisible(Http404):
    """What one may not see is answered exactly like what does not exist."""


class NotAllowed(PermissionDenied):
    """Visible, but not hers to do. Carries the sentence that says who could."""


class Refused(Exception):
    """A rule stands in the way; `key` names it, and the slice whose rule it is has said the sentence."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.key])


def explain(sentences: Mapping[str, str | Promise]) -> None:
    """Each slice says, in its choices.py, what to tell whoever meets its rules."""
    SENTENCES.update(sentences)
