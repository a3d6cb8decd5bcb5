"""What a network's routines look like on their pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse

from networks.directory.models import Network
from networks.discussion.access import rooms_of
from networks.library.models import LibraryVersion
from networks.membership.models import Membership
from networks.routines import access
from networks.routines.choices import Shelf
from networks.routines.models import Lesson, Routine, RoutineVersion
from networks.versions.choices import VersionState
from portal.access.roles import Role
from portal.accounts.models import User
from portal.tenancy.functions import call_rows


@dataclass(frozen=True)
class Line:
    """A routine on the list: what is in force, what is on its way, and whether its source has news."""

    routine: Routine
    in_force: RoutineVersion | None
    draft: RoutineVersion | None
    news: int | None  # the number of the source's newer version
    waits_for_me: bool  # as its second reader

    @property
    def title(self) -> str:
        version = self.in_force or self.draft
        return version.title if version else ""

    @property
    def address(self) -> str:
        """Where it is read, or waits for her to read it; where only a draft is, there."""
        is_in_force = self.in_force and not self.waits_for_me
        view = "networks:routines:routine" if is_in_force else "networks:routines:draft"
        return reverse(view, args=[self.routine.network.slug, self.routine.pk])


def lines(user: User, network: Network, *, shelf: str = Shelf.IN_USE) -> list[Line]:
    """Two queries, whatever their number."""
    versions = access.versions_visible_to(user).exclude(state__in=(VersionState.SUPERSEDED, VersionState.WITHDRAWN))
    newest = LibraryVersion.objects.in_force().filter(routine=OuterRef("source"))
    found = access.visible_to(user).filter(network=network, shelf=shelf).select_related("source", "network")
    found = found.annotate(newest=Subquery(newest.values("pk")), newest_number=Subquery(newest.values("number")))
    routines = found.prefetch_related(Prefetch("versions", versions.select_related("reader"), to_attr="shown"))
    return sorted((line for routine in routines if (line := line_of(routine, user))), key=lambda line: line.title)


@dataclass(frozen=True)
class Going:
    """A routine that is followed in one of her rooms."""

    run: int
    title: str
    topic: str
    is_exercise: bool


def under_way(user: User, network: Network) -> list[Going]:
    """Only what is followed where she is herself. One query."""
    found = access.visible_to(user).filter(network=network, runs__state="running", runs__room__in=rooms_of(user))
    told = found.values_list("runs__pk", "runs__version__content__title", "runs__topic__title", "runs__is_exercise")
    return [Going(*row) for row in told.order_by("-runs__pk")]


def line_of(routine: Routine, user: User) -> Line | None:
    """None where nothing of it may be seen yet."""
    shown: list[RoutineVersion] = routine.shown  # type: ignore[attr-defined]
    in_force = next((version for version in shown if version.is_published), None)
    draft = next((version for version in shown if version.is_open), None)
    if not (in_force or draft):
        return None
    built_on = draft or in_force
    newest: int | None = routine.newest  # type: ignore[attr-defined]
    has_news = newest is not None and built_on is not None and newest != built_on.base_id
    news: int | None = routine.newest_number if has_news else None  # type: ignore[attr-defined]
    return Line(routine, in_force, draft, news, bool(draft and access.may_read_second(user, draft)))


def news_of(version: RoutineVersion) -> LibraryVersion | None:
    """The source's version in force, where it is another than the one this is built on."""
    if version.routine.source_id is None:
        return None
    newest = LibraryVersion.objects.in_force().filter(routine=version.routine.source_id)
    return newest.exclude(pk=version.base_id or 0).select_related("routine").first()


def in_force(user: User, routine: Routine) -> RoutineVersion | None:
    found = access.versions_visible_to(user).filter(routine=routine, state=VersionState.PUBLISHED)
    return found.select_related("base__routine", "read_by", "written_by").first()


def on_its_way(user: User, routine: Routine) -> RoutineVersion | None:
    found = access.versions_visible_to(user).filter(
        routine=routine, state__in=(VersionState.DRAFT, VersionState.IN_REVIEW)
    )
    return found.select_related("reader", "routine__source", "base").first()


def earlier(user: User, routine: Routine) -> QuerySet[RoutineVersion]:
    return (
        access.versions_visible_to(user)
        .filter(routine=routine)
        .exclude(number=None)
        .select_related("read_by")
        .order_by("-number")
    )


def own_steps(version: RoutineVersion) -> frozenset[str]:
    """Those the network wrote itself: the source never had them."""
    return frozenset(version.wording.order) - frozenset(version.base.wording.order if version.base else ())


def reworded_steps(version: RoutineVersion) -> frozenset[str]:
    """Those that say something else here than at the source."""
    there = version.base.wording.parts if version.base else {}
    return frozenset(step.id for step in version.wording.shown if there.get(step.id, step) != step)


def sources(user: User, network: Network) -> list[int]:
    """The library's routines that are in use here."""
    found = access.visible_to(user).filter(network=network, shelf=Shelf.IN_USE).exclude(source=None)
    return list(found.values_list("source", flat=True))


def lessons(user: User, routine: Routine, *, step: str = "") -> QuerySet[Lesson]:
    """What was learnt of its steps and is not used yet; of one of them, or of all."""
    found = access.lessons_visible_to(user).filter(routine=routine)
    return found.filter(key=step) if step else found


def readers(version: RoutineVersion) -> list[Membership]:
    """Who may be asked to read it, in the order of their names."""
    able = call_rows("readers_of_routine", version=version.pk)
    return list(Membership.objects.live().filter(network=version.network_id, user__in=able).with_people())


LEADING = (Role.DEPUTY, Role.COORDINATOR)


def leading(readers: Iterable[Membership]) -> int | None:
    """Whom to propose where nobody has read it before: whoever leads the network beside the one who wrote it."""
    return next((one.user_id for one in readers if one.role in LEADING), None)


def reader_said(one: Membership) -> str:
    role = [one.get_role_display().lower()] if one.role in LEADING else []
    return " · ".join([one.user.name, *role, one.organisation.name])


def name_of(routine: Routine) -> str:
    """What its latest version is called."""
    last = routine.versions.order_by("pk").last()
    return last.title if last else ""
