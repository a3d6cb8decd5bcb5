"""Fjordby in the demo: a card beside its routine, and who holds the functions that it names. One is still missing."""

from datetime import timedelta

from django.utils import timezone

from networks.directory.models import Network
from networks.functions import services as functions
from networks.library.queries import adoptable
from networks.membership.models import Membership
from networks.routines import services
from networks.steps.editing import reworded
from portal.accounts.models import User
from portal.config.demo_routines import opened, put_in_force

CARD, STEP = "kort-trussel-mot-skole", "samle-dere"
WORDS = "Møt opp i møterommet fjordkanari. Sett en dato for å lære av det."
# Function → whose, and where she is reached: numbers that nobody has.
HOLDERS = (
    ("police_contact", "contact", "400 00 101"),
    ("radicalisation_contact", "contact", "400 00 101"),
    ("school", "member", "400 00 102"),
    ("child_welfare", "mona.vik", "400 00 103"),
    ("health", "ase.lund", "400 00 104"),
    ("correctional", "arne.dale", "400 00 105"),
    ("school", "deputy", "+47 400 00 106"),
)


def lay_functions(network: Network, by: User) -> None:
    """Acting as the network's coordinator. Of a principal nobody has thought yet."""
    people = {
        member.user.email.partition("@")[0]: member
        for member in Membership.objects.live().filter(network=network).select_related("user")
    }
    for function, who, phone in HOLDERS:
        functions.name(network=network, function=function, membership=people[who], phone=phone, by=by)


def lay_card(network: Network, by: User, reader: User) -> None:
    source = adoptable(CARD)
    if source is None:  # a portal without the library that comes with it
        return
    routine = services.adopt(network=network, version=source, by=by)
    services.change(version=opened(routine.pk), how=lambda content: reworded(content, STEP, text=WORDS), by=by)
    review = timezone.localdate() + timedelta(days=330)
    services.send(version=opened(routine.pk), reader=reader, note="Som i biblioteket", review_on=review, by=by)
    put_in_force(opened(routine.pk), reader)
