"""How each service of suggestions to the library is called."""

from collections.abc import Callable
from functools import partial
from typing import Any

from networks.directory.models import Network
from networks.library import services as library
from networks.library.models import Suggestion
from networks.library.queries import adoptable
from networks.routines import services as routines
from networks.routines.models import Routine
from networks.suggestions import services
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.contracts import things_suggestions as things
from tests.contracts.things import backing, membership, routine
from tests.contracts.things_routines import REVIEW, open_of, supervisor

Call = Callable[[], Any]


def suggest(network: Network, by: User) -> Call:
    return partial(services.suggest, routine=routine(network, by), step=things.OTHER, reason=things.REASON, by=by)


def agree(network: Network, by: User) -> Call:
    """With what another network suggests to the same source."""
    made = routine(network, by)
    held = elsewhere(made)
    return partial(services.agree, routine=made, suggestion=held, by=by)


def elsewhere(here: Routine) -> Suggestion:
    """From the neighbours, who have adopted what `here` comes from."""
    who = User.objects.get(email="outsider-coordinator@demo.invalid")
    with acting_as(who.pk):
        network = Network.objects.get(slug="skogdal-og-elvestad")
        reader = membership(network, who, "reader").user
        source = adoptable(here.source.key if here.source else "")
        assert source
        theirs = routines.adopt(network=network, version=source, by=who)
        version = open_of(theirs)
        routines.send(version=version, reader=reader, note="New", review_on=REVIEW, by=who)
    with acting_as(reader.pk):
        routines.publish(version=version, by=reader)
    with acting_as(who.pk):
        return things.backing(theirs, who).suggestion


def answer(network: Network, by: User) -> Call:
    held, who = backing(network, by).suggestion_id, supervisor()

    def acting() -> None:
        with acting_as(who.pk):
            library.answer(suggestion=Suggestion.objects.get(pk=held), state="taken", answer="", by=who)

    return acting


def take_in(network: Network, by: User) -> Call:
    answer(network, by)()
    who, held = supervisor(), Suggestion.objects.latest("pk")

    def acting() -> None:
        with acting_as(who.pk):
            library.take_in(suggestion=Suggestion.objects.get(pk=held.pk), by=who)

    return acting


EXAMPLES: dict[str, Callable[[Network, User], Call]] = {
    "networks.suggestions.services.suggest": suggest,
    "networks.suggestions.services.agree": agree,
    "networks.suggestions.services.take_back": lambda network, by: partial(
        services.take_back, backing=backing(network, by), by=by
    ),
    "networks.library.services.answer": answer,
    "networks.library.services.take_in": take_in,
}
NO_ENTRY = {"networks.library.services.answer", "networks.library.services.take_in"}  # the library is of no network
