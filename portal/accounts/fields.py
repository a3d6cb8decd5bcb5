"""Form fields of our own, where what a person writes stands beside the words of others."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext

JOINERS = {"\u200c", "\u200d"}  # some scripts need them between two letters


def visible(text: str) -> str:
    """What can be seen of it. A mark of direction would turn the words around it, on every page that shows them."""
    return "".join(sign for sign in text if sign in JOINERS or unicodedata.category(sign) != "Cf")


def one_line(text: str) -> str:
    """No breaks, no signs for machines. A NUL is left for whoever refuses it."""
    words = " ".join(visible(text).split())
    line = "".join(sign for sign in words if sign == "\0" or unicodedata.category(sign) != "Cc")
    return line if line.strip("".join(JOINERS)) else ""


class Line(forms.CharField):
    """One line that others will read."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class Lines(forms.CharField):
    """Several short texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.most, self.longest = most, longest

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple | list) else value

    def clean(self, value: Any) -> Any:
        lines = tuple(line.strip() for line in super().clean(value).splitlines() if line.strip())
        if len(lines) > self.most:
            raise forms.ValidationError(gettext("At most %(most)s lines.") % {"most": self.most})
        for line in lines:
            if len(line) > self.longest:
                told = {"line": line[:40], "most": self.longest}
                raise forms.ValidationError(gettext("«%(line)s…» is too long: at most %(most)s characters.") % told)
        return lines
