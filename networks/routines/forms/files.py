"""A routine from another network, as a file or as its text: parsed and checked, never saved."""

from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.steps.exchange import MOST_BYTES, Document
from networks.steps.fields import DocumentField


class FileForm(forms.Form):
    """The text of a file that cannot be read stands in the field after, to be mended there."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json"}),
        help_text=_("YAML, at most 200 kB. It goes before what stands below."),
    )
    text = DocumentField(
        label=_("Or paste the text of the file"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    document: Document

    def clean_file(self) -> "File[bytes] | None":
        file: File[bytes] | None = self.cleaned_data["file"]
        if file:
            self.data = {**self.data, "text": text_of(file)}  # the next field reads it
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            if given["text"] is None:
                raise forms.ValidationError(gettext("Choose a file or paste its text first."))
            self.document = given["text"]
        return given


def text_of(file: "File[bytes]") -> str:
    if (file.size or 0) > MOST_BYTES:
        raise forms.ValidationError(gettext("The file is larger than any routine. At most 200 kB are read."))
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise forms.ValidationError(NO_TEXT) from error
    if "\0" in text:
        raise forms.ValidationError(NO_TEXT)
    return text


NO_TEXT = _("This file is no text in UTF-8. Ask for the file as it was taken out, or save it anew as a text in UTF-8.")
