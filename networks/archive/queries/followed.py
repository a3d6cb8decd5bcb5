"""The routines that were followed in a room: as data of its package, and on paper."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from networks.archive.queries.moments import at, day, moment, the_day
from networks.discussion.models import Room
from networks.runs import access
from networks.runs.choices import RunState, StepState
from networks.runs.models import Run, RunEvent, RunStep
from networks.runs.queries.timeline import said
from networks.steps.choices import YES
from networks.versions.shown import role_name, yes
from portal.accounts.models import User

Told = Mapping[str, Any]


def followed(user: User, room: Room) -> list[dict[str, Any]]:
    """Those she may read, in the order they were begun."""
    steps = access.steps_visible_to(user).select_related("version", "person", "signed_by", "ended_by")
    events = access.events_visible_to(user).select_related("user", "person")
    found = access.visible_to(user).filter(room=room).select_related("topic", "version", "started_by", "ended_by")
    with_all = found.prefetch_related(Prefetch("steps", steps), Prefetch("events", events))
    return [run_told(run) for run in with_all.order_by("started_at", "pk")]


def run_told(run: Run) -> dict[str, Any]:
    return {
        "number": run.pk,
        "topic": {"number": run.topic_id, "title": run.topic.title},
        "routine": {"title": run.version.title, "version": run.version.number},
        "exercise": run.is_exercise,
        "state": run.state,
        "started_at": moment(run.started_at),
        "started_by": run.started_by.name,
        "ended_at": moment(run.ended_at),
        "ended_by": name(run.ended_by),
        "outcome": run.outcome,
        "steps": [step_told(step) for step in run.steps.all()],
        "events": [event_told(event) for event in run.events.all()],
    }


def name(person: User | None) -> str | None:
    return person.name if person else None


def step_told(step: RunStep) -> dict[str, Any]:
    """With the words of the version it stood in; what was ticked, by its words too."""
    wording = step.wording
    return {
        "number": step.number,
        "title": wording.title,
        "text": wording.text,
        "role": wording.role,
        "state": step.state,
        "person": name(step.person),
        "due_on": the_day(step.due_on),
        "ticked": [wording.points[place] for place in step.ticked if place < len(wording.points)],
        "question": wording.question,
        "answer": step.answer,
        "reason": step.reason,
        "signed_by": name(step.signed_by),
        "ended_by": name(step.ended_by),
        "ended_on": the_day(step.ended_on),
    }


def event_told(event: RunEvent) -> dict[str, Any]:
    return {
        "at": moment(event.done_at),
        "by": event.user.name,
        "deed": event.deed,
        "step": event.title,
        "person": name(event.person),
        "day": the_day(event.day_on),
    }


# On paper


def on_paper(run: Told) -> dict[str, Any]:
    rows = [
        [str(step["number"]), step["title"], role_name(step["role"]), how(step), "\n".join(about(step))]
        for step in run["steps"]
    ]
    columns = [_("No."), _("Step"), _("Responsible"), _("How it is"), _("What is said of it")]
    return {
        "title": _("Routine: %(title)s, version %(version)s") % run["routine"],
        "about": list(opening(run)),
        "steps": {"columns": columns, "widths": [1, 6, 4, 5, 7], "rows": rows},
        "done": {"title": _("What was done"), "lines": [f"{at(one['at'])}: {line(one)}" for one in run["events"]]},
    }


def opening(run: Told) -> Iterable[str]:
    if run["exercise"]:
        yield _("This was an exercise.")
    yield _("Followed in the topic «%(title)s».") % run["topic"]
    yield _("Started %(at)s by %(who)s.") % {"at": at(run["started_at"]), "who": run["started_by"]}
    if run["ended_at"]:
        ended = {"state": RunState(run["state"]).label, "at": at(run["ended_at"]), "who": run["ended_by"]}
        yield _("%(state)s %(at)s by %(who)s.") % ended if run["ended_by"] else "{state} {at}.".format(**ended)
    if run["outcome"]:
        yield run["outcome"]


def how(step: Told) -> str:
    """Done by whom and when, or who answers for it and until when."""
    on = day(step["ended_on"]) if step["ended_on"] else ""
    due = _("within %(day)s") % {"day": day(step["due_on"])} if step["due_on"] else ""
    who = step["ended_by"] or step["person"]
    return ", ".join(filter(None, (str(StepState(step["state"]).label), who, on or due)))


def about(step: Told) -> Iterable[str]:
    yield from step["ticked"]
    if step["answer"]:
        yield f"{step['question']} {yes(step['answer'] == YES)}"
    if step["signed_by"] and step["signed_by"] != step["ended_by"]:
        yield _("Signed first by %(who)s") % {"who": step["signed_by"]}
    if step["reason"]:
        yield step["reason"]


def line(event: Told) -> str:
    on = day(event["day"]) if event["day"] else ""
    return said(event["deed"], who=event["by"], step=event["step"], person=event["person"] or "", on=on)
