import argparse
from typing import Any

from django.core.management.base import BaseCommand

from portal.config import worker
from portal.config.attached import end_with_parent


class Command(BaseCommand):
    help = "Does the queued jobs and keeps the endings, until it is stopped."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--attached", action="store_true", help="end when standard input closes")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["attached"]:
            end_with_parent()
        worker.work()
