"""A browser without a screen: it asks, sends, and sends again with the same key, as the page's script does."""

import http.client
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.urls import reverse

from networks.discussion.models import Topic

TOKEN = "a" * 32  # what is sent twice: in a cookie, which no other site can set, and in the form
PATIENCE = 30.0  # seconds until one answer must have come
AGAIN = 0.1  # seconds before the same is sent again
GIVEN_UP = 120.0  # seconds after which a message that nobody took counts as lost
OK, FAILED = 200, 500


class NoAnswer(Exception):
    """The connection was refused, or cut before the answer was whole."""


@dataclass
class Sent:
    """One message as its writer knows it."""

    client_id: UUID
    body: str
    number: int | None = None  # as it was acknowledged
    tries: int = 0
    seconds: float = 0  # until it was
    numbers: list[int] = field(default_factory=list)  # of every answer that came


@dataclass(frozen=True)
class Browser:
    port: int
    cookie: str

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """The status and what came. A connection of its own each time: one kept from before may have been closed."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = None if form is None else urlencode(form | {"csrfmiddlewaretoken": TOKEN})
        try:
            line.request("GET" if form is None else "POST", path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(str(error)) from error
        finally:
            line.close()

    def send(self, topic: Topic, message: Sent) -> bool:
        """Once. Whether it was acknowledged; a refusal is a mistake of the measurement and raises."""
        message.tries += 1
        form = {"body": message.body, "client_id": str(message.client_id)}
        try:
            status, told = self.ask(say_path(topic), form)
        except NoAnswer:
            return False
        if status >= FAILED:
            return False
        if status != OK:
            raise RuntimeError(f"A message was refused with {status}: {told.decode(errors='replace')[:300]}")
        message.number = int(json.loads(told)["number"])
        message.numbers.append(message.number)
        return True

    def deliver(self, topic: Topic, body: str) -> Sent:
        """Until it is acknowledged."""
        message, begun = Sent(uuid4(), body), time.monotonic()
        while not self.send(topic, message) and time.monotonic() - begun < GIVEN_UP:
            time.sleep(AGAIN)
        message.seconds = time.monotonic() - begun
        return message

    def after(self, topic: Topic, event: int) -> tuple[int, list[dict[str, object]]]:
        """Where the topic stands, and what has happened since."""
        status, told = self.ask(f"{topic_path(topic)}nytt/?etter={event}")
        if status != OK:
            raise NoAnswer(str(status))
        found = json.loads(told)
        return int(found["head"]), list(found["frames"])


def topic_path(topic: Topic) -> str:
    return reverse("networks:discussion:topic", args=["fjordby", topic.room_id, topic.pk])


def say_path(topic: Topic) -> str:
    return reverse("networks:discussion:say", args=["fjordby", topic.room_id, topic.pk])
