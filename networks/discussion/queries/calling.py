"""Whom «@» in a text means: somebody by her name, everybody of a role, or everybody in the room."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from networks.discussion.access import Person
from portal.access.roles import Role

EVERYBODY = _("everybody")  # read as «@everybody»
VISITORS = "RVTS"


@dataclass(frozen=True)
class Call:
    """What may stand after «@», and those in the room it means: one by her name, or a group."""

    words: str
    people: frozenset[int]
    is_group: bool = False

    def found_in(self, text: str) -> re.Pattern[str] | None:
        """The pattern of it, where the text holds it as words of their own: «post@alle.no» calls nobody."""
        pattern = re.compile(rf"(?<!\w)@{re.escape(self.words)}(?!\w)", re.IGNORECASE)
        return pattern if pattern.search(text) else None


def called_in(text: str, people: Sequence[Person]) -> list[Call]:
    """Longer words first, so that no name hides in another."""
    found = []
    for call in sorted(calls(people), key=lambda one: -len(one.words)):
        if pattern := call.found_in(text):
            text = pattern.sub("", text)
            found.append(call)
    return found


def calls(people: Sequence[Person]) -> list[Call]:
    """In every language of the portal: who writes, and who is meant, need not have the same."""
    everybody = frozenset(person.user_id for person in people)
    meant = [(label(role), held_by(people, role)) for role in roles(people)] + [(EVERYBODY, everybody)]
    by_group = [Call(words, who, is_group=True) for label, who in meant for words in in_every_language(label)]
    return [Call(person.name, frozenset({person.user_id})) for person in people] + by_group


def call_everybody(called: Iterable[Call], people: Sequence[Person], writer: int) -> bool:
    """Whether groups together reach everybody else, of more than one: as «@everybody» does, so do all the roles."""
    reached = frozenset().union(*(call.people for call in called if call.is_group))
    others = {person.user_id for person in people} - {writer}
    return len(others) > 1 and others <= reached


def groups(people: Sequence[Person], *, everybody: bool) -> list[str]:
    """What else than names is offered to who writes, in her language."""
    return [*([str(EVERYBODY)] if everybody else []), *(str(label(role)).lower() for role in roles(people))]


def roles(people: Iterable[Person]) -> list[str | None]:
    """Of those in the room, in the order of the list; None for guests."""
    held = {person.role for person in people}
    return [*(role for role in Role if role in held), *([None] if None in held else [])]


def held_by(people: Iterable[Person], role: str | None) -> frozenset[int]:
    return frozenset(person.user_id for person in people if person.role == role)


def label(role: str | None) -> str | Promise:
    return VISITORS if role is None else Role(role).label


def in_every_language(words: str | Promise) -> set[str]:
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(str(words).casefold())
    return found
