"""What the database holds of what was sent, asked past all policies."""

from collections import Counter
from collections.abc import Sequence

from networks.discussion.models import Topic
from tests.portal.live.faults.browser import Sent
from tests.portal.live.faults.outcome import Outcome
from tests.portal.live.faults.web import Web

SAID = "SELECT client_id::text, number, event, body FROM networks_message WHERE topic_id = %s AND number > 1"
FOUND = "SELECT number FROM networks_message WHERE topic_id = %s AND client_id = %s"
ALL = "SELECT event, number, html FROM networks_message WHERE topic_id = %s ORDER BY event"


def compare(outcome: Outcome, web: Web, topic: Topic, sent: Sequence[Sent]) -> None:
    """Acknowledged is what is there under its key, its number and with its text; each once, and nothing else."""
    rows = web.asked(SAID, topic.pk)
    there = {(client_id, number, body) for client_id, number, _, body in rows}
    lost = [one for one in sent if (str(one.client_id), one.number, one.body) not in there]
    outcome.most("lost", len(lost), 0)
    outcome.most("twice", max(repeated(column) for column in zip(*rows, strict=True)), 0)
    outcome.most("nobody sent", len({row[0] for row in rows} - {str(one.client_id) for one in sent}), 0)


def repeated(column: Sequence[object]) -> int:
    return len(column) - len(Counter(column))


def number_of(web: Web, topic: Topic, message: Sent) -> int | None:
    found = web.asked(FOUND, topic.pk, message.client_id)
    return found[0][0] if found else None


def sequence(web: Web, topic: Topic) -> list[tuple[int, int, str]]:
    return [tuple(row) for row in web.asked(ALL, topic.pk)]
