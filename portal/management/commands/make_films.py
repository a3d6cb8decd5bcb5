from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.config.demo_library import DATA
from portal.config.film_making import make


class Command(BaseCommand):
    help = "Draws and narrates the demo's films anew from their scripts. Needs espeak-ng; takes some minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=DATA / "films", help="where the films are laid")

    def handle(self, *args: Any, **options: Any) -> None:
        for script in sorted((DATA / "films").glob("*.toml")):
            try:
                made = make(script, options["to"])
            except RuntimeError as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{made.slug}: {made.seconds:.0f} s, {made.sizes}")
