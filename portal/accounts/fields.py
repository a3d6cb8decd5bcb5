"""Form fields of our own, where what a person writes stands beside the words of others."""

import unicodedata
from typing import Any

from django import forms

JOINERS = {"\u200c", "\u200d"}  # some scripts need them between two letters


def visible(text: str) -> str:
    """What can be seen of it. A mark of direction would turn the words around it, on every page that shows them."""
    return "".join(sign for sign in text if sign in JOINERS or unicodedata.category(sign) != "Cf")


class Line(forms.CharField):
    """One line that others will read: no breaks, no signs for machines. A NUL is left for Django to refuse."""

    def to_python(self, value: Any) -> str:
        words = " ".join(visible(super().to_python(value) or "").split())
        line = "".join(sign for sign in words if sign == "\0" or unicodedata.category(sign) != "Cc")
        return line if line.strip("".join(JOINERS)) else ""
