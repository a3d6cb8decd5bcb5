from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from networks.directory.models import Network
from portal.audit.services import Chain, verify


class Command(BaseCommand):
    help = "Reads every audit chain and names the first broken entry. Leaves with 1 when one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", metavar="SLUG", help="only this network")

    def handle(self, *args: Any, **options: Any) -> None:
        names = dict(Network.objects.values_list("pk", "slug"))
        chains = verify(self.chosen(names, options["network"]))
        for chain in chains:
            self.stdout.write(line(names.get(chain.network_id, f"network {chain.network_id}"), chain))
        if broken := sum(1 for chain in chains if chain.broken):
            raise CommandError(
                f"{broken} of {len(chains)} chains are broken. Keep the database as it is.", returncode=1
            )

    def chosen(self, names: dict[int, str], slug: str | None) -> int | None:
        if slug is None:
            return None
        found = next((pk for pk, name in names.items() if name == slug), None)
        if found is None:
            raise CommandError(f"There is no network {slug}.")
        return found


def line(name: str, chain: Chain) -> str:
    return f"{name}: broken at entry {chain.broken}" if chain.broken else f"{name}: ok, {chain.entries} entries"
