"""How a wording reads: roles, deadlines, conditions and articles in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from networks.steps.choices import START, YES, Exit, Mode, Responsible
from networks.steps.content import Condition, Content, Deadline, Step
from networks.steps.difference import Piece

Articles = Mapping[str, tuple[str, str]]  # stable id → title and address


@dataclass(frozen=True)
class ShownStep:
    step: Step
    number: int  # among the steps in use; 0 where it is put aside
    role: str
    helpers: str
    mode: str
    deadline: str
    condition: str
    exits: tuple[str, ...]
    articles: tuple[tuple[str, str], ...]


def shown(content: Content, articles: Articles) -> list[ShownStep]:
    numbers = {step.id: number for number, step in enumerate(content.shown, 1)}
    return [
        ShownStep(
            step,
            numbers.get(step.id, 0),
            role_name(step.role),
            ", ".join(role_name(role) for role in step.helpers),
            mode_name(step.mode),
            deadline_said(step.deadline, content),
            condition_said(step, content),
            step.exits,
            tuple(articles[link] for link in step.links if link in articles),
        )
        for step in content.steps
    ]


def role_name(role: str) -> str:
    return str(Responsible(role).label)


def mode_name(mode: str) -> str:
    return str(Mode(mode).label) if mode else ""


def deadline_said(deadline: Deadline | None, content: Content) -> str:
    if deadline is None:
        return ""
    if deadline.working:
        days = ngettext("%(n)s working day", "%(n)s working days", deadline.days) % {"n": deadline.days}
    else:
        days = ngettext("%(n)s day", "%(n)s days", deadline.days) % {"n": deadline.days}
    if deadline.after == START:
        return _("%(days)s after the start") % {"days": days}
    return _("%(days)s after «%(step)s»") % {"days": days, "step": title_of(deadline.after, content)}


def condition_said(step: Step, content: Content) -> str:
    if step.only_if is None:
        return ""
    return _("Only where the answer to «%(step)s» is %(answer)s") % {
        "step": asked_by(step.only_if.step, content),
        "answer": yes(step.only_if.answer == YES),
    }


def asked_by(key: str, content: Content) -> str:
    part = content.parts.get(key)
    return part.question if isinstance(part, Step) and part.question else title_of(key, content)


def title_of(key: str, content: Content) -> str:
    part = content.parts.get(key)
    return part.title if part else key


def value_said(field: str, value: Any, content: Content) -> str:
    """Any field of a step or a head as a text, for comparing."""
    return SAID[field](value, content) if field in SAID else str(value) or _("nothing")


def links_said(links: Iterable[str], articles: Articles) -> str:
    """By the titles of the articles; one that is no longer public has none."""
    gone = _("an article that has been taken down")
    return "\n".join(articles[link][0] if link in articles else gone for link in links) or _("none")


def answer_said(condition: Condition | None, content: Content) -> str:
    return f"{title_of(condition.step, content)}: {yes(condition.answer == YES)}" if condition else _("none")


def marked(pieces: Iterable[Piece]) -> SafeString:
    """What is gone struck out, and what is new underlined, for the eye and the ear. A page has a hundred pieces, so each is
    escaped as `format_html` does it, without asking first what it is.
    """
    return SafeString("".join(MARKS[piece.kind].format(escape(apart(piece))) for piece in pieces))


def apart(piece: Piece) -> str:
    """Lines that are gone stand above what has come in their place."""
    is_lines = piece.kind == "gone" and "\n" in piece.text.rstrip()
    return f"{piece.text.rstrip()}\n" if is_lines else piece.text


def yes(value: object) -> str:
    return _("yes") if value else _("no")


def listed(names: Iterable[str]) -> str:
    return ", ".join(names) or _("none")


MARKS = {"": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
SAID: dict[str, Callable[[Any, Content], str]] = {
    "role": lambda value, content: role_name(value),
    "mode": lambda value, content: mode_name(value) or _("none"),
    "helpers": lambda value, content: listed(role_name(role) for role in value),
    "exits": lambda value, content: listed(str(Exit(one).label) for one in value),
    "points": lambda value, content: "\n".join(value) or _("none"),
    "sources": lambda value, content: "\n".join(value) or _("none"),
    "deadline": lambda value, content: deadline_said(value, content) or _("none"),
    "required": lambda value, content: yes(value),
    "two_sign": lambda value, content: yes(value),
    "only_if": answer_said,
}


NAMES = {
    "title": gettext_lazy("Heading"),
    "text": gettext_lazy("What is done"),
    "purpose": gettext_lazy("When it is used"),
    "sources": gettext_lazy("Sources"),
    "role": gettext_lazy("Responsible"),
    "helpers": gettext_lazy("Contribute"),
    "mode": gettext_lazy("Footing"),
    "deadline": gettext_lazy("Deadline"),
    "points": gettext_lazy("To tick"),
    "links": gettext_lazy("Articles"),
    "exits": gettext_lazy("Ways out"),
    "question": gettext_lazy("Question"),
    "only_if": gettext_lazy("Condition"),
    "required": gettext_lazy("Must be done"),
    "two_sign": gettext_lazy("Signed by two"),
    "hidden": gettext_lazy("Put aside because"),
    "place": gettext_lazy("Place in the order"),
}
