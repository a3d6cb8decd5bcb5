from collections.abc import Callable
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.config import (
    bench_data,
    bench_isolation,
    bench_knowledge,
    bench_live,
    bench_live_data,
    bench_pages,
    bench_routines,
)  # fmt: skip

# What is measured → the scales, what fills a database, what says its size, and the measurement.
MEASURED: dict[str, tuple[Any, Callable[..., None], Callable[..., str], ModuleType]] = {
    "pages": (bench_data.SCALES, bench_data.fill, bench_data.sizes, bench_pages),
    "isolation": (bench_data.SCALES, bench_data.fill, bench_data.sizes, bench_isolation),
    "knowledge": (bench_knowledge.SHELVES, bench_knowledge.fill, bench_knowledge.sizes, bench_knowledge),
    "routines": ((bench_routines.SCALE,), bench_routines.fill, bench_data.sizes, bench_routines),
    "live": ((bench_live_data.HALL,), bench_live_data.fill, bench_live_data.sizes, bench_live),
}


class Command(BaseCommand):
    help = (
        "Measures, in databases of its own: pages beside a bare view, statements with the policies, the public pages, "
        "what a new version of a routine's source costs, the live connections beside a bare broadcast."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=tuple(MEASURED))

    def handle(self, *args: Any, **options: Any) -> None:
        scales, fill, sizes, bench = MEASURED[options["what"]]
        server = bench_data.build(scales, fill)
        try:
            for scale in scales:
                self.stdout.write(f"{scale.name}: {sizes(server, scale)}")
            found = bench.measure()
            self.stdout.write("\n".join(bench.report(found)))
        finally:
            server.stop()
        if missed := bench.misses(found):
            raise CommandError("\n".join(missed))
