"""What people may hand each other: a few kinds, each looked into, and nothing believed that the sender says of it.

Pictures are written anew. Documents are kept as they are, so they are only ever served to be saved, in a sandbox. An
office document is a zip: what would burst when unpacked, holds macros or reaches out of its folder is refused.
"""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.fields import visible
from portal.files.pictures import measured, picture

LARGEST = 25 * 1024 * 1024  # bytes of one file
UNPACKED, RATIO, MEMBERS = 200 * 1024 * 1024, 100, 2000
KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain; charset=utf-8",
}
MARKS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
ACCEPTED = ",".join(f".{ending}" for ending in (*KINDS, "jpeg"))
NAMED = 100  # characters of a name that are kept


@dataclass(frozen=True)
class Received:
    """A file that may be kept: what it is called, what it is, and its bytes."""

    name: str
    ending: str
    content: bytes
    width: int = 0
    height: int = 0

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def receive(file: Any) -> Received:
    """Raises ValidationError with a sentence that names the file."""
    if file.size > LARGEST:
        raise refused(file, _("is larger than 25 MB."))
    content = file.read()
    file.seek(0)
    ending = what_it_is(content)
    if ending == "txt" and not file.name.lower().endswith(".txt"):
        ending = ""  # much is text: only what is sent as text is taken for it
    if ending in {"png", "jpg", "webp"}:
        return redrawn(file, ending)
    if not ending:
        raise refused(
            file,
            _("is of a kind that cannot be shared here. Use PDF, JPEG, PNG, WebP, Word, Excel, ODT or plain text."),
        )
    return Received(called(file.name, ending), ending, content)


def redrawn(file: Any, ending: str) -> Received:
    try:
        content = picture(file).read()
    except ValidationError as error:
        told = {"name": called(file.name, ""), "why": error.messages[0]}
        raise ValidationError(_("«%(name)s»: %(why)s"), params=told) from error
    return Received(called(file.name, ending), ending, content, *measured(content))


def refused(file: Any, why: Any) -> ValidationError:
    return ValidationError(_("«%(name)s» %(why)s"), params={"name": called(file.name, ""), "why": why})


def called(name: str, ending: str) -> str:
    """The name without folders, signs for machines or an ending that says something else."""
    plain = "".join(sign for sign in visible(name.replace("\\", "/").rsplit("/", 1)[-1]) if sign.isprintable())
    stem = plain.rsplit(".", 1)[0].strip(" .") or "fil"
    return f"{stem[:NAMED]}.{ending}" if ending else plain[:NAMED]


def what_it_is(content: bytes) -> str:
    """By its bytes alone; empty for everything that is not on the list."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PK\x03\x04"):
        return office(content)
    return "txt" if is_text(content) else ""


def office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ""
    names = {member.filename for member in members}
    if not is_harmless(members) or any("vbaproject" in name.lower() for name in names):
        return ""
    return next((ending for ending, mark in MARKS.items() if mark in names), "")


def is_harmless(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    inside = all(not name_leads_out(member.filename) and not is_link(member) for member in members)
    return len(members) <= MEMBERS and unpacked <= UNPACKED and unpacked / packed <= RATIO and inside


def name_leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")


def is_link(member: zipfile.ZipInfo) -> bool:
    return (member.external_attr >> 16) & 0o170000 == 0o120000


def is_text(content: bytes) -> bool:
    """UTF-8 without signs for machines, and nothing a browser could take for a page."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    head = text[:1024].lstrip().lower()
    return bool(text) and "\0" not in text and not head.startswith(("<!doctype", "<html", "<svg", "<?xml", "<script"))
