import sys

from django.core.management.base import BaseCommand

from portal.config import checks


class Command(BaseCommand):
    help = "Proves everything: lint, types, import contracts, migrations, tests and browser tests."

    def run_from_argv(self, argv: list[str]) -> None:
        """Every argument is pytest's, so Django's own parser must not see them."""
        sys.exit(1 if checks.test(argv[2:]) else 0)
