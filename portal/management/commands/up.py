import argparse
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from portal.bootstrap import ROOT
from portal.config.up import Wish, up

HIGHEST = 65535


def port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST:
        raise argparse.ArgumentTypeError(f"{text} is no port; give a number from 1 to {HIGHEST}")
    return int(text)


class Command(BaseCommand):
    help = "Starts the portal on this machine: environment, database, demo, pages and jobs, until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        folder = os.environ.get("PORTAL_DATA") or ROOT / ".portal" / "data"
        parser.add_argument("--port", type=port, default=8000, help="the port on 127.0.0.1 (default 8000)")
        parser.add_argument("--data", type=Path, default=folder, metavar="DIR", help="where the data lies")
        parser.add_argument("--no-demo", action="store_true", help="without the fictional people and networks")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["data"]).expanduser().resolve()
        up(Wish(folder=folder, port=options["port"], demo=not options["no_demo"]))
