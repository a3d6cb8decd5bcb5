"""A room that nobody who answers for the network is in: the mentor keeps it, the member and the supervisor take part."""

from collections.abc import Callable

import pytest

from networks.directory.models import Network
from networks.discussion import services as discussion
from networks.discussion.choices import Part
from networks.discussion.models import Room
from networks.entry import services as entry
from networks.membership.models import Membership
from networks.reports import queries, services
from networks.reports.access import reports_visible_to
from networks.reports.models import Report
from tests.networks.discussion.conftest import Acting, Persona, Say, place_of, room, say, topic

__all__ = ["place_of", "room", "say", "topic"]
Make = Callable[..., Report]
CANARY = "fjordkanari"


@pytest.fixture
def apart(acting: Acting, persona: Persona, room: Room) -> Room:
    """The coordinator and the contact have left the room: the supervisor and the member are in it, and the mentor."""
    with acting("coordinator") as by:
        discussion.place(room=room, person_id=persona("mentor").pk, part=Part.KEEPER, whole=True, by=by)
    for who in ("coordinator", "contact"):
        with acting(who) as by:
            discussion.end_placement(placement=room.placements.get(user=by, ended_at=None), by=by)
    return room


@pytest.fixture
def made(acting: Acting, apart: Room, say: Say) -> Make:
    """made(): the mentor reports what the member said."""

    def report(body: str = f"Stygt sagt, {CANARY}", *, who: str = "mentor", by: str = "member") -> Report:
        said = say(body, who=by)
        with acting(who) as user:
            return services.report(message=said, ground="tone", note="Jeg ble lei meg", by=user)

    return report


@pytest.fixture
def school_contact(acting: Acting, persona: Persona, fjordby: Network) -> str:
    """Somebody comes who answers for the member's organisation."""
    with acting("coordinator") as by:
        school = Membership.objects.get(network=fjordby, user=persona("member")).organisation_id
        told = {"email": persona("stranger").email, "role": "contact", "function": "Rektor"}
        token = entry.invite(network=fjordby, organisation_id=school, **told, by=by)
    with acting("stranger") as by:
        entry.accept(token=token, by=by)
    return "stranger"


def shown_to(acting: Acting, who: str, report: Report) -> str | None:
    with acting(who) as user:
        found = reports_visible_to(user).filter(pk=report.pk).first()
        shown = queries.shown(found) if found else None
        return shown.text if shown else None
