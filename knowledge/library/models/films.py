"""Films: never public without captions and transcript (PR-32), and only while everybody in them agrees to be shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from knowledge.library.models import pictures, received
from knowledge.library.models.blocks import FEATURES
from knowledge.library.models.facts import Person
from knowledge.library.models.text import LEAD, Text, TextForm, with_related, written

LINE = re.compile(r"^\[?(\d{1,2}):(\d{2})\]?\s+(.+)$")


@dataclass(frozen=True)
class Said:
    """A line of the transcript, and the second at which it is said."""

    second: int
    text: str

    @property
    def mark(self) -> str:
        return f"{self.second // 60}:{self.second % 60:02}"


class FilmForm(TextForm):
    """Writes the files anew as they come in, and measures the film itself."""

    def clean_video(self) -> Any:
        file = self.cleaned_data["video"]
        if "video" in self.changed_data and file:
            file, self.instance.seconds = received.film(file)
        return file

    def clean(self) -> dict[str, Any]:
        """Said in the form, before the film itself refuses."""
        cleaned = super().clean()
        lines = [
            form for form in self.formsets["people"].forms if form.is_valid() and not form.cleaned_data.get("DELETE")
        ]
        shown = [form.cleaned_data["person"].pk for form in lines if form.cleaned_data.get("person")]
        goes_out = "action-publish" in self.data or "action-submit" in self.data
        if goes_out and Person.objects.filter(pk__in=shown).not_agreeing(timezone.localdate()).exists():
            self.add_error(None, _("Somebody in the film has not agreed to be shown, or no longer does."))
        return cleaned

    def clean_captions(self) -> Any:
        file = self.cleaned_data["captions"]
        return received.captions(file) if "captions" in self.changed_data and file else file


class Film(Text):
    """A conversation with somebody who has done it."""

    lead = models.TextField(_("lead"), max_length=LEAD)
    video = models.FileField(
        _("film"), upload_to="films/", validators=[FileExtensionValidator(["webm", "mp4"])],
        help_text=_("WebM or MP4. It is written anew when it is received, without what the camera noted about itself."),
    )  # fmt: skip
    captions = models.FileField(
        _("captions"), upload_to="captions/", validators=[FileExtensionValidator(["vtt"])],
        help_text=_("WebVTT. Without captions the film cannot be published."),
    )  # fmt: skip
    transcript = models.TextField(
        _("transcript"),
        max_length=20_000,
        help_text=_("A line for each thing said, with its time first: 0:12 What is said. Without it the film cannot be published."),
    )  # fmt: skip
    still = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("still"),
    )
    description = models.TextField(
        _("what is seen"), max_length=600, help_text=_("For those who do not see the picture (audio description).")
    )
    seconds = models.PositiveIntegerField(_("length in seconds"), default=0, editable=False)
    more = RichTextField(_("more about it"), features=FEATURES, blank=True)

    template = "knowledge/library/film.html"
    base_form_class = FilmForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldRowPanel([FieldPanel("video"), FieldPanel("captions")]),
        FieldPanel("still"),
        FieldPanel("transcript"),
        FieldPanel("description"),
        InlinePanel("people", label=_("People"), min_num=1),
        FieldPanel("more"),
        *Text.about_panels,
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("transcript")]
    parent_page_types = ["knowledge.Section"]

    class Meta:
        verbose_name = _("film")

    @property
    def length(self) -> str:
        return f"{self.seconds // 60}:{self.seconds % 60:02}"

    @property
    def picture(self) -> Any:
        return pictures.shown(self.still, pictures.STILL)

    def lines(self) -> Iterator[Said]:
        for line in self.transcript.splitlines():
            if found := LINE.match(line.strip()):
                yield Said(int(found[1]) * 60 + int(found[2]), found[3])

    def clean(self) -> None:
        super().clean()
        unread = [line for line in self.transcript.splitlines() if line.strip() and not LINE.match(line.strip())]
        if unread:
            begun = _("Begin each line with its time, as in «0:12 …». This one has none: {line}")
            raise ValidationError({"transcript": begun.format(line=unread[0][:60])})

    def lacks(self) -> list[str]:
        """What must be there before anybody may see it, in words."""
        missing = [
            str(self._meta.get_field(name).verbose_name)
            for name in ("captions", "transcript")
            if not getattr(self, name)
        ]
        people = [line.person_id for line in self.people.all()]
        if not people or Person.objects.filter(pk__in=people).not_agreeing(timezone.localdate()).exists():
            missing.append(str(_("the consent of everybody in it")))
        return missing  # fmt: skip

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """However it is published – by hand, on a date, from an older version – this holds."""
        shown = kwargs.get("update_fields") is None or "live" in kwargs["update_fields"]
        if shown and self.live and (missing := self.lacks()):
            raise ValidationError(_("The film cannot be public without: {missing}.").format(missing=", ".join(missing)))
        return super().save(*args, **kwargs)

    def plain(self) -> str:
        return " ".join([self.lead, *(line.text for line in self.lines()), strip_tags(self.more)])

    def schema(self) -> dict[str, Any]:
        spoken = " ".join(line.text for line in self.lines())
        return super().schema() | {
            "@type": "VideoObject", "duration": f"PT{self.seconds}S", "transcript": spoken,
            "contentUrl": settings.ORIGIN + self.video.url, "uploadDate": written(self.first_published_at),
        }  # fmt: skip

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        people = [line.person for line in with_related(self.people.all(), "person")]
        return super().get_context(request, *args, **kwargs) | {"people": people, "lines": list(self.lines())}


class FilmPerson(Orderable):
    film = ParentalKey(Film, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="films", verbose_name=_("person"))

    panels = [FieldPanel("person")]

    class Meta(Orderable.Meta):
        constraints = (models.UniqueConstraint(fields=("film", "person"), name="person_once_in_a_film"),)
