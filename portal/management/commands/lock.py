from django.core.management.base import BaseCommand

from portal.config import locks


class Command(BaseCommand):
    help = "Makes the locks in requirements/ anew. Arguments go to uv, such as --upgrade."

    def run_from_argv(self, argv: list[str]) -> None:
        locks.lock(argv[2:])
