"""A routine in force as it is read on paper: its steps, whom to call, and when it is read again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from networks.functions.queries import Held, Holder
from networks.routines.models import RoutineVersion
from networks.steps.choices import OF_A_RUN
from networks.steps.content import Step
from networks.versions.shown import ShownStep, role_name, shown

Told = Mapping[str, Any]


def card(version: RoutineVersion, held: Held) -> Told:
    """Of a version that comes with its routine. What is put aside is not on it."""
    steps = [step(one, held) for one in shown(version.wording, {}) if one.number]
    return {
        "key": f"r{version.routine_id}",
        "language": version.routine.language,
        "title": version.title,
        "kind": str(version.routine.get_kind_display()),
        "purpose": version.wording.head.purpose,
        "stamp": stamp(version),
        "steps": steps,
    }


def stamp(version: RoutineVersion) -> list[str]:
    told = [_("Version %(number)s") % {"number": version.number}]
    if version.in_force_on:
        told.append(_("In force from %(day)s") % {"day": day(version.in_force_on)})
    if version.review_on:
        told.append(_("To be read again by %(day)s") % {"day": day(version.review_on)})
    return told


def step(one: ShownStep, held: Held) -> Told:
    return {
        "number": str(one.number),
        "title": one.step.title,
        "role": one.role,
        "people": [person(holder) for holder in held.get(one.step.role, ())],
        "missing": missing(one.step, held),
        "text": one.step.text,
        "points": list(one.step.points),
        "about": list(about(one, held)),
    }


def missing(told: Step, held: Held) -> str:
    """Said where somebody could have been named."""
    return "" if told.role in held or told.role in OF_A_RUN else _("Nobody is named yet")


def about(one: ShownStep, held: Held) -> Iterable[str]:
    if one.deadline:
        yield _("Deadline: %(deadline)s, set by you") % {"deadline": one.deadline}
    if one.condition:
        yield one.condition
    if one.mode:
        yield _("Footing: %(mode)s") % {"mode": one.mode.lower()}
    if one.step.question:
        yield _("Ask when it is done: %(question)s") % {"question": one.step.question}
    if one.step.two_sign:
        yield _("Two must sign.")
    if one.step.helpers:
        yield _("Contribute: %(who)s") % {"who": ", ".join(helper(role, held) for role in one.step.helpers)}


def helper(role: str, held: Held) -> str:
    """With whoever is called first, where somebody is."""
    first = next(iter(held.get(role, ())), None)
    reached = " ".join(filter(None, (first.name, first.phone))) if first else ""
    return f"{role_name(role)} ({reached})" if reached else role_name(role)


def person(holder: Holder) -> Told:
    return {
        "name": holder.name,
        "agency": holder.agency,
        "phone": holder.phone,
        "email": holder.email,
        "note": "" if holder.is_first else _("stands in"),
    }


def exits() -> list[Told]:
    """Never gated, and the same on everything that is printed (PR-13)."""
    told = [
        (_("Danger to life: the police"), _("Danger to life"), "112"),
        (_("The police, not urgent"), _("Police"), "02800"),
        (_("PST, tips and advice"), "PST", "23 30 50 00"),
        (_("Helpline for children and young people"), _("Child welfare"), "116 111"),
    ]
    return [{"name": name, "short": short, "number": number} for name, short, number in told]


def day(value: date) -> str:
    """«27. november 2026», always with its year: paper is read in other years."""
    return formats.date_format(value, "j F Y" if get_language() == "en" else "j. F Y")
