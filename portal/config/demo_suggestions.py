"""What the demo's networks suggest to the library. Nothing here is one network's own: the supervisors read it."""

from dataclasses import replace

from networks.directory.models import Network
from networks.library.models import Suggestion
from networks.routines.models import RoutineVersion
from networks.steps.content import Step
from networks.suggestions import services
from networks.suggestions.queries import leaving, source_of
from portal.accounts.models import User
from portal.config.demo_routines import ADOPTED, STEP

REASON = "Da er det klart for alle hvem som tar den første samtalen, og ingen venter på hverandre."
SUGGESTED = {
    "fjordby": "Drøft det uten navn, og bestem hvem som tar samtalen før dere går fra hverandre.",
    "skogdal-og-elvestad": "Ring den andre kommunen først når personen bor i to kommuner, og bli enige om hvem som følger opp.",
}


def lay_suggestions(network: Network, by: User) -> None:
    """Acting as the coordinator. Two networks suggest the same step in words of their own; the third agrees with both."""
    found = RoutineVersion.objects.filter(network=network, routine__source__key=ADOPTED, state="published")
    version = found.select_related("routine__source").first()
    step = version.wording.parts.get(STEP) if version else None
    if version is None or not isinstance(step, Step):  # a portal without the library that comes with it
        return
    if text := SUGGESTED.get(network.slug):
        told = replace(leaving(step, source_of(version)), text=text)
        services.suggest(routine=version.routine, step=told, reason=REASON, by=by)
    else:
        for one in Suggestion.objects.filter(routine=version.routine.source):
            services.agree(routine=version.routine, suggestion=one, by=by)
