"""What Wagtail's own forms lack."""

from typing import Any

from wagtail.images.forms import BaseImageForm

from portal.files import pictures


class PictureForm(BaseImageForm):
    """Every picture is written anew on its way in, from whichever page of the tool."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return pictures.picture(file) if "file" in self.changed_data else file
