"""What must hold between the steps of a content, wherever it came from: a file, an editor, a merge."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from networks.steps.choices import MOST_STEPS, START
from networks.steps.content import Content, Step
from networks.steps.deadlines import circle


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` of `step` cannot stand, and why, in a sentence."""

    step: str
    field: str
    reason: str


def problems(content: Content) -> list[Problem]:
    """In the order of the steps. None: it can be published."""
    return [*too_many(content), *doubles(content), *deadlines(content), *conditions(content)]


def too_many(content: Content) -> Iterator[Problem]:
    """As in a file, which nobody could read otherwise."""
    if len(content.steps) > MOST_STEPS:
        told = {"name": "steps", "limit": MOST_STEPS}
        reason = _("«%(name)s» is too much: at most %(limit)s.") % told
        yield Problem(content.order[MOST_STEPS], "id", reason)


def doubles(content: Content) -> Iterator[Problem]:
    seen: set[str] = set()
    for step in content.steps:
        if step.id in seen or step.id == START:
            yield Problem(
                step.id, "id", _("Two steps are called «%(id)s». Each needs an id of its own.") % {"id": step.id}
            )
        seen.add(step.id)


def deadlines(content: Content) -> Iterator[Problem]:
    known = {START, *content.order}
    for step in content.steps:
        if step.deadline and step.deadline.after not in known:
            told = {"step": step.title, "id": step.deadline.after}
            yield Problem(
                step.id, "deadline", _("The deadline of «%(step)s» counts from «%(id)s», which is not there.") % told
            )
    if around := circle(content.steps):
        names = [content.parts[step].title for step in around]
        told = {"steps": ", ".join(names)}
        yield Problem(around[0], "deadline", _("These deadlines wait for each other in a circle: %(steps)s.") % told)


def conditions(content: Content) -> Iterator[Problem]:
    before: dict[str, Step] = {}
    for step in content.steps:
        if step.only_if:
            told = {"step": step.title, "id": step.only_if.step}
            asks = before.get(step.only_if.step)
            if asks is None:
                sentence = _("«%(step)s» rests on the answer of «%(id)s», which is not an earlier step.")
                yield Problem(step.id, "only_if", sentence % told)
            elif not asks.question:
                sentence = _("«%(step)s» rests on the answer of «%(asks)s», which asks nothing.")
                yield Problem(step.id, "only_if", sentence % (told | {"asks": asks.title}))
        before[step.id] = step
