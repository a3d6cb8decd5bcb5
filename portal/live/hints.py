"""The hint: that something happened in a conversation, and its number. Never what (architecture.md 8).

By NOTIFY it commits with the row it tells about, or not at all. With REDIS_URL it goes by Redis after the commit, for a
deployment that says more in a second than NOTIFY carries; if Redis is away, nothing is lost, only late.
"""

import logging
import time
from functools import partial

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connection, transaction

logger = logging.getLogger(__name__)
CHANNEL = GROUP = "live"
REST = 5  # seconds in which Redis is left alone after it did not answer
rests_until = 0.0


def hint(conversation: int, event: int) -> None:
    """Told to every live process once the present transaction has committed."""
    if settings.REDIS_URL:
        transaction.on_commit(partial(by_redis, conversation, event), robust=True)
    else:
        by_notify(conversation, event)


def by_notify(conversation: int, event: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"said {conversation} {event}"])


def by_redis(conversation: int, event: int) -> None:
    """One attempt, of a second at most; then Redis rests, so that whoever writes is not kept waiting."""
    global rests_until  # noqa: PLW0603 the breaker of this process
    if time.monotonic() < rests_until:
        return
    try:
        told = {"type": "hint", "conversation": conversation, "event": event}
        async_to_sync(get_channel_layer().group_send)(GROUP, told)
    except Exception as error:  # noqa: BLE001 whatever Redis does, the message is kept already
        rests_until = time.monotonic() + REST
        logger.warning("Redis did not take a hint (%s); it rests for %s seconds.", type(error).__name__, REST)
