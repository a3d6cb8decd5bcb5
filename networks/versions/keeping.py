"""Keeping a version while it is written. Who, when and whether it may be is the database's to say (0026_routines.sql)."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from networks.steps.content import Content
from networks.steps.rules import problems
from networks.versions.choices import VersionState
from networks.versions.models import OPEN, Version
from portal.tenancy.functions import translated
from portal.tenancy.refusals import Refused

Kept = TypeVar("Kept", bound=Version)


def begin(version: Kept, content: Content) -> Kept:
    """Save `version`, which says what it is a version of, as a draft; the one on its way already where there is one."""
    version.content, version.changed_at = content.as_data(), timezone.now()
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError:
        return all_of(version).get(OPEN, routine=version.routine)  # type: ignore[attr-defined] # each kind says of what
    version.refresh_from_db()
    return version


def all_of(version: Kept) -> QuerySet[Kept]:
    return QuerySet(type(version))


def update(version: Version, **told: object) -> None:
    """In one statement, so that of two who change the same wording the second is told. Raises Refused("changed_meanwhile")."""
    mine = all_of(version).filter(pk=version.pk, changed_at=version.changed_at)
    if not mine.update(**told):
        raise Refused("changed_meanwhile")
    version.refresh_from_db()
    vars(version).pop("wording", None)


def edit(version: Version, change: Callable[[Content], Content]) -> None:
    """Change the wording of a draft. Raises Refused: not_a_draft, changed_meanwhile."""
    if not version.is_draft:
        raise Refused("not_a_draft")
    update(version, content=change(version.wording).as_data())


def demand_seen(version: Version, seen: str) -> None:
    """A second reader's word is on what her page showed. Raises Refused("changed_meanwhile") where it is another by now."""
    if seen != version.seen_as:
        raise Refused("changed_meanwhile")


def send(version: Version, **told: object) -> None:
    """To a second reader. Raises Refused: not_a_draft, routine_has_problems, changed_meanwhile."""
    if not version.is_draft:
        raise Refused("not_a_draft")
    if problems(version.wording):
        raise Refused("routine_has_problems")
    update(version, state=VersionState.IN_REVIEW, sent_at=timezone.now(), remark="", **told)


def discard(version: Version) -> None:
    """For good. Raises Refused("not_a_draft"): what somebody reads is taken back first, which the database holds to."""
    try:
        with transaction.atomic():
            all_of(version).filter(pk=version.pk).delete()
    except ProgrammingError as error:
        raise translated(error) from error


def take_back(version: Version) -> None:
    """From its second reader. Raises Refused: not_in_review, changed_meanwhile."""
    if not version.is_in_review:
        raise Refused("not_in_review")
    update(version, state=VersionState.DRAFT)
