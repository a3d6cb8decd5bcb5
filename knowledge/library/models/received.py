"""Files from outside, written anew: what is kept is what could be read as a picture, a film or captions, and no more."""

import io
from typing import Any

import av
from av.error import FFmpegError
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

DEMUXERS = {"webm": "matroska", "mp4": "mov"}  # said, or FFmpeg would follow a playlist to other files
CODECS = {"webm": {"vp8", "vp9", "av1", "opus", "vorbis"}, "mp4": {"h264", "av1", "aac", "opus"}}
LARGEST_FILM = 200 * 1024 * 1024  # bytes


def film(file: Any) -> "tuple[ContentFile[bytes], int]":
    """One picture and one sound, in a new container; and the length in whole seconds. Raises ValidationError."""
    if file.size > LARGEST_FILM:
        raise ValidationError(_("The film is larger than 200 MB. Make it smaller before you upload it."))
    ending = file.name.rsplit(".", 1)[-1].lower()
    written = io.BytesIO()
    try:
        with av.open(file, format=DEMUXERS[ending], options={"protocol_whitelist": ""}) as source:
            seconds = copied(source, written, ending)
    except (FFmpegError, ValueError, KeyError, IndexError) as error:
        raise ValidationError(_("This is no film we can read. Use WebM or MP4.")) from error
    return ContentFile(written.getvalue(), name=file.name), seconds


def copied(source: Any, written: io.BytesIO, ending: str) -> int:
    streams = [*source.streams.video[:1], *source.streams.audio[:1]]
    if not source.streams.video or not {s.codec_context.name for s in streams} <= CODECS[ending]:
        raise ValueError(ending)
    next(source.decode(video=0))  # it can be seen, not only copied
    source.seek(0)
    with av.open(written, "w", format=ending) as sink:
        copies = {stream.index: sink.add_stream_from_template(stream) for stream in streams}
        for packet in source.demux(streams):
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                sink.mux(packet)
    return round((source.duration or 0) / av.time_base)


def captions(file: Any) -> "ContentFile[bytes]":
    """Text in UTF-8 that begins as WebVTT and has at least one line with times. Raises ValidationError."""
    try:
        text = file.read(1024 * 1024).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("The captions are not in UTF-8. Save them again as WebVTT in UTF-8.")) from error
    if not text.startswith("WEBVTT") or "-->" not in text:
        raise ValidationError(
            _("These are no WebVTT captions: the first line must be WEBVTT, and each line needs its times.")
        )
    return ContentFile(text.encode(), name=file.name)
