"""What a network may suggest, what it has suggested, and what others suggest to the same source."""

from dataclasses import dataclass, replace

from networks.library.access import suggestions_readable_by
from networks.library.models import Suggestion
from networks.library.queries import Compared, adoptable, beside
from networks.routines.models import RoutineVersion
from networks.steps.choices import START
from networks.steps.content import Content, Head, Step
from networks.suggestions.access import backings_visible_to
from networks.suggestions.models import Backing
from networks.versions.shown import NAMES, value_said
from portal.accounts.models import User


@dataclass(frozen=True)
class Seen:
    """One suggestion on the network's page; `backing` where the network stands behind it."""

    suggestion: Suggestion
    fields: list[Compared]
    backing: Backing | None


def source_of(version: RoutineVersion) -> Content:
    """What the library says now; nothing where it has nothing in force."""
    source = version.routine.source
    found = adoptable(source.key) if source else None
    return found.wording if found else Content(Head(title=""))


def seen(user: User, version: RoutineVersion) -> list[Seen]:
    """Its own with their answers, and the open ones of others, which are nobody's by name."""
    source = source_of(version)
    backed = {one.suggestion_id: one for one in backings_visible_to(user).filter(network=version.network_id)}
    found = suggestions_readable_by(user).filter(routine=version.routine.source_id or 0).order_by("-made_on", "-pk")
    shown = [one for one in found if one.is_open or one.pk in backed]
    return [Seen(one, beside(one.step, source), backed.get(one.pk)) for one in shown]


def own_words(version: RoutineVersion) -> list[Step]:
    """The steps in force that say something else than the source: these first of all are worth suggesting."""
    source = source_of(version)
    return [step for step in version.wording.shown if leaving(step, source) != source.parts.get(step.id)]


def leaving(step: Step, source: Content) -> Step:
    """What of a step leaves the network beside its words: closed lists only. The rest stays as the source has it."""
    there = source.parts.get(step.id)
    base = there if isinstance(there, Step) else Step(id=step.id, title=step.title, role=step.role)
    known = step.deadline is None or step.deadline.after == START or step.deadline.after in source.parts
    return replace(
        base, title=step.title, text=step.text, points=step.points, question=step.question, role=step.role,
        helpers=step.helpers, mode=step.mode, deadline=step.deadline if known else base.deadline,
    )  # fmt: skip


def going(step: Step, source: Content) -> list[tuple[str, str]]:
    """What leaves with the words, in words."""
    names = ("role", "helpers", "mode", "deadline")
    return [(str(NAMES[name]), value_said(name, getattr(step, name), source)) for name in names]
