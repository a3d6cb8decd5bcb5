"""What was done in a run, each in a sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.runs.choices import Deed
from networks.runs.models import RunEvent
from portal.ui.tags import day

SAID = {
    Deed.STARTED: gettext_lazy("%(who)s began"),
    Deed.SIGNED: gettext_lazy("%(who)s signed «%(step)s» as the first of two"),
    Deed.DONE: gettext_lazy("%(who)s did «%(step)s»"),
    Deed.SKIPPED: gettext_lazy("%(who)s skipped «%(step)s»"),
    Deed.REOPENED: gettext_lazy("%(who)s took up «%(step)s» again"),
    Deed.PULLED: gettext_lazy("%(who)s took «%(step)s» from the version in force"),
    Deed.TICKED: gettext_lazy("%(who)s ticked «%(step)s»"),
    Deed.UNTICKED: gettext_lazy("%(who)s took the tick off «%(step)s»"),
    Deed.FINISHED: gettext_lazy("%(who)s finished it"),
    Deed.STOPPED: gettext_lazy("%(who)s stopped it"),
}


@dataclass(frozen=True)
class Told:
    at: datetime
    sentence: str


def timeline(events: Iterable[RunEvent]) -> Iterator[Told]:
    return (Told(event.done_at, sentence(event)) for event in events)


def sentence(event: RunEvent) -> str:
    given_to = event.person.name if event.person else ""
    return said(event.deed, who=event.user.name, step=event.title, person=given_to, on=day(event.day_on))


def said(deed: str, *, who: str, step: str, person: str, on: str) -> str:
    """`person` and `on` are empty where nobody answers for the step any more, and where its deadline follows the routine."""
    told = {"who": who, "step": step, "person": person, "day": on}
    if deed == Deed.ASSIGNED:
        given, taken = _("%(who)s gave «%(step)s» to %(person)s"), _("%(who)s took everybody off «%(step)s»")
        return (given if person else taken) % told
    if deed == Deed.MOVED:
        moved = _("%(who)s set the deadline of «%(step)s» to %(day)s")
        return (moved if on else _("%(who)s let the deadline of «%(step)s» follow the routine")) % told
    return str(SAID[Deed(deed)]) % told
