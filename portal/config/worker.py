"""The worker: jobs from the queue in PostgreSQL, as portal_app, each on a connection that is known to live."""

from typing import Any

from django.db import close_old_connections
from procrastinate.contrib.django import app
from procrastinate.middleware import SyncCallNext

from portal.config.guarding import refuse_to_start

CONCURRENCY = 2
FAREWELL = 10  # seconds for the jobs under way when the worker is stopped


def work() -> None:
    """The queue is read on connections of the worker's own. Tasks keep Django's: what they defer, commits with them."""
    refuse_to_start()
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined] # Django's connector
    worker.run_worker(
        name="jobs",
        concurrency=CONCURRENCY,
        shutdown_graceful_timeout=FAREWELL,
        delete_jobs="successful",
        task_middleware=[with_living_connection],
    )


def with_living_connection(call_next: SyncCallNext, *context: Any) -> Any:
    """No request ends here, so nobody else would notice a connection that died or grew old."""
    close_old_connections()
    try:
        return call_next()
    finally:
        close_old_connections()
