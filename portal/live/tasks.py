"""Work that goes on beside what began it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

KEPT: set[asyncio.Task[None]] = set()


def keep(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """A task that lives until it is done: the loop itself holds it only weakly."""
    task = asyncio.ensure_future(work)
    KEPT.add(task)
    task.add_done_callback(KEPT.discard)
    return task
