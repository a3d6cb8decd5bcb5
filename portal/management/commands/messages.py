from typing import Any

from django.core.management.base import BaseCommand

from portal.ui.translations import collect, compile_all


class Command(BaseCommand):
    help = "Brings the catalogues in portal/locale up to what the code and the templates say."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for language, (texts, without) in collect().items():
            self.stdout.write(f"{language}: {texts} texts, {without} without a translation")
        compile_all()
