"""Fjordby with a routine in force that asks for three functions, and people to name."""

from collections.abc import Callable
from typing import Any

import pytest

from networks.directory.models import Network
from networks.functions import services
from networks.functions.models import Holding
from networks.membership.models import Membership
from networks.routines import services as routines
from networks.routines.models import Routine, RoutineVersion
from networks.steps.content import Content, Deadline, Head, Step
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.contracts.things_routines import REVIEW, open_of

Acting = Callable[[str], Any]
Member = Callable[[str], Membership]
Name = Callable[..., Holding]
InForce = Callable[..., RoutineVersion]
STEPS = (
    Step(id="merk", title="Merk deg hva som skjedde", role="notices"),
    Step(id="ring", title="Ring politikontakten", role="police_contact", deadline=Deadline(2)),
    Step(id="helse", title="Spør helsetjenesten", role="health", points=("Finn en tid",)),
    Step(id="borte", title="Spør flyktningtjenesten", role="refugees", hidden="Ikke hos oss."),
    Step(id="folg", title="Følg opp", role="leads"),
    Step(id="lukk", title="Avslutt", role="coordinator"),
)


@pytest.fixture
def empty(acting: Acting, fjordby: Network) -> None:
    """What the demo has laid in is put away: the tests say themselves what is in force, and who is named."""
    with acting("coordinator") as by:
        for routine in Routine.objects.filter(network=fjordby):
            routines.put_away(routine=routine, by=by)
        Holding.objects.filter(network=fjordby).delete()


@pytest.fixture
def in_force(acting: Acting, fjordby: Network, empty: None) -> InForce:
    """in_force("Title", *steps): written by the coordinator, and put in force by the member."""

    def done(title: str, *steps: Step, kind: str = "routine", is_sent: bool = True) -> RoutineVersion:
        with acting("coordinator") as by:
            content = Content(Head(title=title, purpose="Når det trengs."), steps or STEPS)
            routine = routines.write_new(network=fjordby, kind=kind, title=title, by=by)
            routines.change(version=open_of(routine), how=lambda now: content, by=by)
            if not is_sent:
                return open_of(routine)
            reader = User.objects.get(email="member@demo.invalid")
            routines.send(version=open_of(routine), reader=reader, note="Ny", review_on=REVIEW, by=by)
            version = open_of(routine)
        with acting_as(reader.pk):
            routines.publish(version=version, by=reader)
            return RoutineVersion.objects.select_related("routine", "network").get(pk=version.pk)

    return done


@pytest.fixture
def member(acting: Acting, fjordby: Network) -> Member:
    """member("contact"): her membership in Fjordby."""

    def found(slug: str) -> Membership:
        with acting("coordinator"):
            people = Membership.objects.select_related("user", "organisation", "network")
            return people.get(network=fjordby, user__email=f"{slug}@demo.invalid")

    return found


@pytest.fixture
def name(acting: Acting, fjordby: Network, empty: None, member: Member) -> Name:
    """name("health", "ase.lund"): by the coordinator."""

    def named(function: str, who: str, phone: str = "") -> Holding:
        membership = member(who)
        with acting("coordinator") as by:
            made = services.name(network=fjordby, function=function, membership=membership, phone=phone, by=by)
            return Holding.objects.select_related("network", "membership__user").get(pk=made.pk)

    return named
