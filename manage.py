#!/usr/bin/env python3
"""The only entry: `up`, `test`, and every Django command."""

import os
import sys

from portal import bootstrap

ROLES = {
    **dict.fromkeys(("migrate", "makemigrations", "sqlmigrate", "showmigrations"), "owner"),
    **dict.fromkeys(("appoint", "verify_audit"), "maint"),
}
WORKER_SECONDS = "300"  # a job may take what a page may not
BEFORE_THE_SETTINGS = {"up", "test", "lock", "provision"}  # they make what the settings need, or need none


def main() -> None:
    bootstrap.enter_environment(sys.argv)
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 circular
    from django.core.management import execute_from_command_line, load_command_class  # noqa: PLC0415 circular

    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in BEFORE_THE_SETTINGS:
        load_command_class("portal", command).run_from_argv(sys.argv)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
    if command == "bench":
        measure_apart()
    if command == "worker":
        os.environ.setdefault("PORTAL_STATEMENT_SECONDS", WORKER_SECONDS)
    if command in ROLES:
        os.environ.setdefault("PORTAL_DB_ROLE", ROLES[command])
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        bootstrap.stop(str(error))


def measure_apart() -> None:
    """The benchmark has a data folder, keys and databases of its own."""
    from portal.config import keys  # noqa: PLC0415 circular

    folder = bootstrap.ROOT / ".portal" / "bench"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys.make(folder, has_data=(folder / "postgres").exists())
    os.environ |= {"PORTAL_DATA": str(folder), "PORTAL_DEMO": "1", "PORTAL_DB_NAME": "portal"}


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
