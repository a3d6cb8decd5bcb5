"""The doors of what a network suggests to the library, and of which network stands behind it: for its own writers only."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from networks.directory.models import Network
from networks.library.access import suggestions_readable_by
from networks.library.models import Suggestion
from networks.routines.access import versions_visible_to as versions
from networks.routines.access import visible_to, whole
from networks.routines.models import Routine, RoutineVersion
from networks.steps.content import Step
from networks.suggestions.models import Backing
from networks.versions.choices import VersionState
from portal.access.capabilities import Capability
from portal.access.decisions import networks_where
from portal.access.doors import one_or_404
from portal.accounts.models import User
from portal.notices.kinds import Line, still
from portal.tenancy.refusals import NotVisible


@dataclass(frozen=True)
class Heard:
    """A suggestion to the source of a routine, as a network hears of it."""

    suggestion: Suggestion
    routine: Routine

    @property
    def network(self) -> Network:
        return self.routine.network


def backings_visible_to(user: User) -> QuerySet[Backing]:
    """To those who write routines in the network; to no supervisor."""
    return Backing.objects.filter(network__in=networks_where(user, Capability.WRITE_ROUTINES))


def get_in_force_or_404(user: User, slug: str, routine_id: int) -> RoutineVersion:
    """What a suggestion can be made from: in force, and from the library."""
    found = versions(user).filter(state=VersionState.PUBLISHED).exclude(routine__source=None)
    return one_or_404(whole(found, slug, routine_id))


def get_step_or_404(user: User, slug: str, routine_id: int, step: str) -> RoutineVersion:
    """The same, with the step that is meant as `meant`."""
    version = get_in_force_or_404(user, slug, routine_id)
    found = version.wording.parts.get(step)
    if not isinstance(found, Step) or found.is_hidden:
        raise NotVisible
    version.meant = found
    return version


def get_heard_or_404(user: User, slug: str, routine_id: int, suggestion_id: int) -> Heard:
    """For those who write routines there."""
    mine = visible_to(user).filter(network__in=networks_where(user, Capability.WRITE_ROUTINES))
    routine = one_or_404(mine.filter(network__slug=slug, pk=routine_id).select_related("network"))
    found = suggestions_readable_by(user).filter(routine=routine.source_id or 0, pk=suggestion_id)
    return Heard(one_or_404(found), routine)


def get_backing_or_404(user: User, slug: str, routine_id: int, suggestion_id: int) -> Backing:
    found = backings_visible_to(user).filter(network__slug=slug, routine=routine_id, suggestion=suggestion_id)
    return one_or_404(found.select_related("network", "routine", "suggestion"))


def lines(user: User, backings: list[int]) -> dict[int, Line]:
    """Where, and nothing of what."""
    found = backings_visible_to(user).filter(pk__in=backings).select_related("network")
    return {one.pk: Line(_("The library has answered a suggestion"), one.network.name) for one in found}


still("suggestion_answered", backings_visible_to, lines)
