from typing import Any

from django.core.management.base import BaseCommand

from portal.config.demo import lay_demo


class Command(BaseCommand):
    help = "Lays in the fictional people and networks of the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("The demo was laid in." if lay_demo() else "The demo is already there.")
