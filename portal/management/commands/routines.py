from typing import Any

from django.core.management.base import BaseCommand

from portal.config.shipped import lay_routines


class Command(BaseCommand):
    help = "Lays in the routines that come with the portal, where the library does not have them yet."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{lay_routines()} routines were laid in.")
