"""The way between routines and the knowledge base, both ways. The knowledge base never learns who asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse

from knowledge.links.queries import Changed, Reference, changed_since
from networks.library.queries import keyed, references
from networks.routines import access
from networks.routines.choices import LOOKS_BACK, Shelf
from networks.routines.models import RoutineVersion
from networks.steps.content import Content, Step
from networks.versions.articles import key_of
from networks.versions.choices import VersionState
from networks.versions.shown import ShownStep, shown
from portal.accounts.models import User
from portal.tenancy.functions import call_rows


@dataclass(frozen=True)
class Place:
    """A step, by its number among those in use."""

    number: int
    step: Step


@dataclass(frozen=True)
class Stale:
    """A link that is not as it was: its article has changed, or is not there for everybody to read."""

    link: str
    article: Reference | None
    changes: tuple[Changed, ...]  # the newest first
    places: tuple[Place, ...]

    @property
    def name(self) -> str:
        """What was written, where somebody can read it: an id says nothing."""
        return "" if key_of(self.link) else self.link


@dataclass(frozen=True)
class Linked:
    """A wording with its articles, and which of them should be looked at again."""

    steps: list[ShownStep]
    stale: list[Stale]


def linked(version: RoutineVersion) -> Linked:
    """At most four queries, and none where nothing is linked. What has been replaced is read as it was."""
    content = version.wording
    found = references(link for step in content.steps for link in step.links)
    steps = shown(content, {link: (article.title, article.address) for link, article in found.items()})
    return Linked(steps, stale(version, found) if version.is_open or version.is_published else [])


def stale(version: RoutineVersion, found: dict[str, Reference]) -> list[Stale]:
    """In the order of the steps. What is put aside is not asked about."""
    places = places_of(version.wording)
    keys = [found[link].key for link in places if link in found]
    changes = changed_since(settled_at(version), keys=keys) if keys else []
    told = [Stale(link, found.get(link), of(changes, found.get(link)), at) for link, at in places.items()]
    return [one for one in told if one.article is None or one.changes]


def of(changes: Iterable[Changed], article: Reference | None) -> tuple[Changed, ...]:
    return tuple(change for change in changes if article and change.key == article.key)


def places_of(content: Content) -> dict[str, tuple[Place, ...]]:
    """Link → where it stands."""
    found: dict[str, tuple[Place, ...]] = {}
    for number, step in enumerate(content.shown, 1):
        for link in dict.fromkeys(step.links):
            found[link] = (*found.get(link, ()), Place(number, step))
    return found


def settled_at(version: RoutineVersion) -> datetime:
    """Since when the network has said nothing new of it: what is in force, or that it was begun."""
    if version.published_at:
        return version.published_at
    in_force = RoutineVersion.objects.filter(routine=version.routine_id, state=VersionState.PUBLISHED)
    return in_force.values_list("published_at", flat=True).first() or version.routine.made_at


@dataclass(frozen=True)
class Use:
    """A step of a routine in force that points to an article."""

    routine: str
    network: str
    number: int
    address: str


def uses(user: User, links: Iterable[str]) -> list[Use]:
    """Where she reads routines: those that point to an article by any of these links. One query."""
    wanted = frozenset(links)
    points = reduce(or_, (Q(content__steps__contains=[{"links": [link]}]) for link in sorted(wanted)))
    found = access.versions_visible_to(user).filter(points, state=VersionState.PUBLISHED, routine__shelf=Shelf.IN_USE)
    found = found.select_related("network").order_by("network__name", "routine")
    return [use for version in found for use in uses_in(version, wanted)]


def uses_in(version: RoutineVersion, links: frozenset[str]) -> list[Use]:
    at = reverse("networks:routines:routine", args=[version.network.slug, version.routine_id])
    return [
        Use(version.title, version.network.name, number, f"{at}#{step.id}")
        for number, step in enumerate(version.wording.shown, 1)
        if links & set(step.links)
    ]


def changed(now: datetime) -> dict[str, datetime]:
    """For the night: what routines in force point to and has lately changed, and when it last did. Three queries."""
    newest: dict[object, datetime] = {}
    for change in changed_since(now - LOOKS_BACK):
        newest[change.key] = max(change.at, newest.get(change.key, change.at))
    keys = keyed(call_rows("links_in_force")) if newest else {}
    return {link: newest[key] for link, key in keys.items() if key in newest}
