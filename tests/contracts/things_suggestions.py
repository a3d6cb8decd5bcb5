"""A suggestion to the source of a network's routine: nothing in it is the network's alone."""

from dataclasses import replace

from networks.routines.models import Routine
from networks.steps.content import Step
from networks.suggestions import services
from networks.suggestions.models import Backing
from portal.accounts.models import User
from tests.contracts.things_routines import STEP

WORDS = Step(id=STEP, title="Begynn med å lytte", text="Spør hva som er viktigst nå.", role="coordinator")
OTHER = replace(WORDS, id="andre")  # for which nothing is suggested yet
REASON = "Da tar samtalen kortere tid."


def backing(routine: Routine, by: User, step: Step = WORDS) -> Backing:
    """Of a suggestion that the network made, once."""
    mine = Backing.objects.filter(routine=routine, is_maker=True).select_related("network", "routine", "suggestion")
    found = mine.filter(suggestion__key=step.id, suggestion__state="open").first()
    if found is None:
        services.suggest(routine=routine, step=step, reason=REASON, by=by)
        found = mine.get(suggestion__key=step.id, suggestion__state="open")
    return found
