"""Offices across networks: RVTS supervisor, knowledge editor, platform operator. Runs as portal_maint."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from knowledge.library.services import let_edit
from networks.directory.models import Region
from portal.access.models import Office
from portal.accounts.models import User


class Command(BaseCommand):
    help = "Gives an office, or changes its end or region. An end of today is the last day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("office", choices=Office.Kind.values)
        parser.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--region", default="", help="nord, midt, vest, sor or ost; for a supervisor")

    def handle(self, *args: Any, email: str, office: str, **options: Any) -> None:
        until, region = options["until"], options["region"]
        user = User.objects.at(email)
        if user is None:
            raise CommandError(f"{email} has no account. Open one with `manage.py founder`, or by an invitation.")
        check(office, until, region)
        appoint(user, office, until=until, region=region)
        end = f"until {until}" if until else "without an end date"
        self.stdout.write(f"{user.email} is {Office.Kind(office).label} {end}.")


def check(office: str, until: date | None, region: str) -> None:
    if until is not None and until < timezone.localdate():
        raise CommandError(f"{until} has passed. Give today's date to end an office.")
    known = list(Region.objects.order_by("slug").values_list("slug", flat=True))
    if region and (office != Office.Kind.SUPERVISOR or region not in known):
        raise CommandError(f"--region is for a supervisor, and one of {', '.join(known)}.")


@transaction.atomic
def appoint(user: User, office: str, *, until: date | None, region: str) -> None:
    today = timezone.localdate()
    running = Office.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), user=user, kind=office)
    if not running.update(ends_on=until, region=region):
        Office.objects.create(user=user, kind=office, region=region, starts_on=today, ends_on=until)
    if office == Office.Kind.EDITOR:
        let_edit(user=user)
