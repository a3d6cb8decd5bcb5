from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.config import bench_isolation, bench_pages
from portal.config.bench_data import SCALES, build, sizes


class Command(BaseCommand):
    help = "Measures, in databases of its own: pages beside a bare view, or statements with the policies and without."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("pages", "isolation"))

    def handle(self, *args: Any, **options: Any) -> None:
        server = build()
        try:
            for scale in SCALES:
                self.stdout.write(f"{scale.name}: {sizes(server, scale)}")
            missed = self.pages() if options["what"] == "pages" else self.isolation()
        finally:
            server.stop()
        if missed:
            raise CommandError("\n".join(missed))

    def pages(self) -> list[str]:
        found = bench_pages.measure()
        self.stdout.write("\n".join(bench_pages.report(found)))
        return bench_pages.misses(found)

    def isolation(self) -> list[str]:
        found = bench_isolation.measure()
        self.stdout.write("\n".join(bench_isolation.report(found)))
        return bench_isolation.misses(found)
