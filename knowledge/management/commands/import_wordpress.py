from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from knowledge.search.choices import Part
from knowledge.wordpress.services import import_wordpress
from portal.tenancy.refusals import Refused


class Command(BaseCommand):
    help = "Reads a WordPress export (WXR) into drafts, and says what could not be mapped. All of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the export; pictures are looked for beside it")
        parser.add_argument("--part", choices=Part.values, default=Part.TOOLS.value, help="where its pages are laid")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            report = import_wordpress(file=file, part=options["part"])
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{len(report.laid)} drafts laid in.")
        for sentence in report.left:
            self.stdout.write(f"Left out: {sentence}")
        for title, lost in report.lost.items():
            for what in lost:
                self.stdout.write(f"Not mapped in «{title}»: {what}")
