"""E-mail with a neutral face: never content, never a room's, a network's or a person's name (PR-5)."""

import json
from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from portal.accounts.models import User
from portal.accounts.sealing import seal, unseal

PATIENT = RetryStrategy(max_attempts=6, exponential_wait=4)


def send(kind: str, *, to: str, context: Mapping[str, str], language: str = "nb") -> None:
    """Queue one letter in the present transaction. What it holds rests sealed until it is sent."""
    letter = json.dumps({"to": to, **context})
    deliver.defer(kind=kind, language=language, letter=seal(letter, purpose="letter"))


def tell(user: User) -> None:
    tell_at(user.email, user.language)


def tell_at(to: str, language: str) -> None:
    """There is news: sign in to read it. What it is about stands inside only."""
    link = settings.ORIGIN + reverse("home")
    send("news", to=to, context={"link": link}, language=language or settings.LANGUAGE_CODE)


@app.task(name="deliver", queue="mail", retry=PATIENT, pass_context=False)
def deliver(*, kind: str, language: str, letter: str) -> None:
    """Send a letter that was queued. Its name comes from how it is sealed."""
    name = "".join(filter(str.isalnum, letter[:24]))
    post(kind, json.loads(unseal(letter, purpose="letter")), language=language, name=name)


def post(kind: str, context: Mapping[str, str], *, language: str, name: str) -> None:
    """Send `notices/<kind>.{subject,body}.txt` now. The Message-ID is made of `name`: a repeat is recognised.

    With `stop`, an address that wishes no more such letters, mail programs offer it as one click (RFC 8058).
    """
    with translation.override(language):
        subject = render_to_string(f"notices/{kind}.subject.txt", context).strip()
        body = render_to_string(f"notices/{kind}.body.txt", context)
    headers = {"Message-ID": f"<{name}@utveier>"}
    if stop := context.get("stop"):
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    EmailMessage(subject=subject, body=body, to=[context["to"]], headers=headers).send()
