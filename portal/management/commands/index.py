from typing import Any

from django.core.management.base import BaseCommand

from portal.config.findable import lay_everything


class Command(BaseCommand):
    help = "Makes everything the public may read findable anew: municipalities and published pages."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{lay_everything()} things can be found.")
