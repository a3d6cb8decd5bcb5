from typing import Any

from django.core.management.base import BaseCommand

from portal.config.database import prepare_deployment


class Command(BaseCommand):
    help = "Makes roles, database and tables in a deployment. Runs once per release, with the administrator's address."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_deployment()
