"""What stands in a network's year, answered for by somebody who is none of the cast; one that is done; a calendar."""

from datetime import timedelta

from django.utils import timezone

from networks.directory.models import Network
from networks.membership.models import Membership
from networks.readiness import services
from networks.readiness.models import CalendarFeed, ReadinessDone, ReadinessItem
from portal.accounts.models import User


def item(network: Network, by: User, owner: Membership, canary: str, what: str = "Soon") -> ReadinessItem:
    title = f"{what} {canary}"
    found = ReadinessItem.objects.filter(network=network, title=title).select_related("network").first()
    soon = timezone.localdate() + timedelta(days=10)
    return found or services.add(
        network=network, kind="own", title=title, due_on=soon, every=12, owner_id=owner.pk, by=by
    )


def done(network: Network, by: User, owner: Membership, canary: str) -> ReadinessDone:
    held = item(network, by, owner, canary, what="Done")
    if not held.done_entries.exists():
        services.do(item=held, note=f"Noted {canary}", by=by)
    return held.done_entries.get()


def feed(network: Network, by: User) -> tuple[CalendarFeed, str]:
    """Hers, made anew, and its token."""
    token = services.make_feed(network=network, by=by)
    return CalendarFeed.objects.get(network=network, user=by), token
