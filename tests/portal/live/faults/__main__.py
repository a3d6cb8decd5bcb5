"""The faults of the live discussion in full size, one after the other, each on a database of its own.

`python -m tests.portal.live.faults` runs all of them in about ten minutes, with names only those. Everything stands on
this machine. Leaves with 1 where a target is missed.
"""

import os
import sys
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings_test")
django.setup()

from tests import database  # noqa: E402 the settings come first
from tests.conftest import SERVER  # noqa: E402 the same
from tests.portal.live.faults import crowds, lines, losses, silence  # noqa: E402 the same
from tests.portal.live.faults.outcome import Outcome  # noqa: E402 the same

FAULTS: dict[str, Callable[[], Outcome]] = {
    "kill": losses.kill,
    "cut": losses.cut,
    "cut_database": losses.cut_database,
    "writers": crowds.writers,
    "redis_stopped": silence.redis_stopped,
    "redis_frozen": silence.redis_frozen,
    "redis_flushed": silence.redis_flushed,
    "listen_cut": silence.listen_cut,
    "connections": lines.connections,
    "connections_kept": lines.connections_kept,
}


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in FAULTS]:
        print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(FAULTS)}.")  # noqa: T201 its whole purpose
        return 2
    SERVER.start()
    try:
        os.environ["PORTAL_TEST_TEMPLATE"] = database.build_template(SERVER)
        return int(sum(map(missed, names or FAULTS)) > 0)
    finally:
        if not os.environ.get("PORTAL_TEST_KEEP"):
            SERVER.stop()


def missed(name: str) -> bool:
    outcome = FAULTS[name]()
    print(outcome.line(name), flush=True)  # noqa: T201 its whole purpose
    return bool(outcome.missed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
