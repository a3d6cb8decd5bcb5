"""How many statements it takes to say something, to say it again, to open a topic, and to see what is new anywhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client, override_settings

from networks.discussion.models import Topic
from networks.discussion.queries.talk import unread
from portal.accounts.models import User
from portal.config.bench_live_data import HALL
from portal.config.bench_pages import FILES
from portal.tenancy.context import acting_as

COORDINATOR = "coordinator@demo.invalid"
# Of all statements; where something is sent again, of those beside the session, the person, who acts, and the savepoint.
MOST = {"topic page": 8, "send": 12, "send again": 3, "what is new": 3}
FRAME = 5
DONE = 200

Statements = dict[str, list[str]]


@dataclass
class Asked:
    """The statements that were sent, savepoints and the context included."""

    statements: list[str] = field(default_factory=list)

    def note(self, execute: Callable[..., Any], statement: Any, *rest: Any) -> Any:
        self.statements.append(statement if isinstance(statement, str) else statement.as_string(None))
        return execute(statement, *rest)


def asked(act: Callable[[], object]) -> list[str]:
    found = Asked()
    with connection.execute_wrapper(found.note):
        act()
    return found.statements


def measure() -> Statements:
    """As the coordinator, who is in a room of each of her networks."""
    with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=FILES):
        client = Client(headers={"Accept": "application/json"})
        client.post("/demo/sign-in/", {"persona": "coordinator"})
        page = page_of_topic()
        measured(client, page)  # the first time something is always read that stays
        return measured(client, page)


def measured(client: Client, page: str) -> Statements:
    said = {"body": "Noe nytt.", "client_id": str(uuid4())}
    by = User.objects.get(email=COORDINATOR)

    def overview() -> None:
        with acting_as(by.pk):
            if len({new.network_id for new in unread()}) != HALL.networks:
                raise RuntimeError("There is not something new in each of her networks.")

    return {
        "topic page": asked(lambda: answered(client.get(page))),
        "send": asked(lambda: answered(client.post(f"{page}si/", said))),
        "send again": asked(lambda: answered(client.post(f"{page}si/", said))),
        "what is new": asked(overview),
    }


def counted(found: Statements) -> dict[str, int]:
    return {what: len(sent) - (FRAME if what == "send again" else 0) for what, sent in found.items()}


def answered(answer: HttpResponseBase) -> None:
    if answer.status_code != DONE:
        raise RuntimeError(f"A page of the benchmark answered {answer.status_code}.")


def page_of_topic() -> str:
    """The one in the room with few people, fifty messages long."""
    with acting_as(User.objects.get(email=COORDINATOR).pk):
        return Topic.objects.select_related("room__network").get(room__name="Kroken").get_absolute_url()
