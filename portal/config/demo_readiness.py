"""The year of each network in the demo: set up as proposed, one thing of its own, one done, one that is pressing."""

from datetime import timedelta

from django.utils import timezone

from networks.directory.models import Network
from networks.membership.models import Membership
from networks.readiness import services
from networks.readiness.choices import Every, Kind
from portal.accounts.models import User

OWN = {
    "fjordby": ("Samling i fjordkanari", "Godt oppmøte i fjordkanari. Begynn en halvtime før neste gang."),
    "skogdal-og-elvestad": ("Felles dag i skogkanari", "Begge kommunene var med i skogkanari."),
    "kystnettverket": ("Telefonrunde, kystkanari", "Alle svarte på kystkanari."),
}


def lay_year(network: Network, by: User, other: User) -> None:
    """Acting as the coordinator. What is due soon is another's, so that both have something on their day."""
    title, note = OWN[network.slug]
    theirs = Membership.objects.get(network=network, user=other, state="active").pk
    today = timezone.localdate()
    services.set_up(network=network, by=by)
    for due_on, owner in ((today, theirs), (today + timedelta(days=9), theirs)):
        item = services.add(
            network=network, kind=Kind.OWN if due_on == today else Kind.DRILL, title=title, due_on=due_on,
            every=Every.QUARTER, owner_id=owner, by=by,
        )  # fmt: skip
        if due_on == today:
            services.do(item=item, note=note, by=by)
