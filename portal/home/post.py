"""The demo's letter box: what the file mail backend has laid in the folder, so that a newcomer can open her letter."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import islice

from django.conf import settings
from django.urls import reverse

from portal.accounts.personas import PERSONAS

LATEST = 20
BETWEEN = b"\n" + b"-" * 79 + b"\n"  # what Django's file backend writes after each letter
FICTIONAL = PERSONAS[0].email.partition("@")[2]


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str
    laid_at: datetime

    @property
    def is_of_the_demo(self) -> bool:
        """To a fictional person, or an invitation. Whatever else lies there is nobody's to read."""
        invitation = settings.ORIGIN + reverse("networks:entry:invitation", args=["x"]).removesuffix("x/")
        return self.to.endswith(f"@{FICTIONAL}") or invitation in self.text


def letters() -> list[Letter]:
    """The latest of the demo's letters, newest first."""
    files = sorted(settings.MAIL_FOLDER.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    found = (
        letter(data, datetime.fromtimestamp(file.stat().st_mtime, UTC))
        for file in files
        for data in reversed(file.read_bytes().split(BETWEEN))
        if data.strip()
    )
    return list(islice((one for one in found if one.is_of_the_demo), LATEST))


def letter(data: bytes, laid_at: datetime) -> Letter:
    message = email.message_from_bytes(data, EmailMessage, policy=email.policy.default)
    body = message.get_body(("plain",))
    return Letter(message["To"] or "", message["Subject"] or "", body.get_content() if body else "", laid_at)
