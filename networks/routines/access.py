"""The doors of a network's routines. What is in force is for all who read routines there; a draft for those who write
them, and for the second reader it was sent to.
"""

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from networks.directory.access import who_could
from networks.directory.models import Network
from networks.routines.models import Lesson, Routine, RoutineVersion
from networks.steps.content import Step
from networks.versions.choices import LASTING_STATES, OPEN_STATES, VersionState
from portal.access.capabilities import Capability
from portal.access.decisions import can, networks_where
from portal.access.doors import one_or_404, rule
from portal.access.permissions import answers
from portal.accounts.models import User
from portal.notices.kinds import Line, still
from portal.tenancy.refusals import NotVisible


def visible_to(user: User) -> QuerySet[Routine]:
    return Routine.objects.filter(network__in=networks_where(user, Capability.READ_ROUTINES))


def versions_visible_to(user: User) -> QuerySet[RoutineVersion]:
    shown = (
        Q(state__in=LASTING_STATES) | Q(network__in=networks_where(user, Capability.WRITE_ROUTINES)) | Q(reader=user)
    )
    return RoutineVersion.objects.filter(shown, network__in=networks_where(user, Capability.READ_ROUTINES))


def get_or_404(user: User, slug: str, routine_id: int) -> Routine:
    """One that has a version she may see: what is only being written is not there for others."""
    found = visible_to(user).filter(network__slug=slug, pk=routine_id)
    return one_or_404(
        found.filter(pk__in=versions_visible_to(user).order_by().values("routine")).select_related("network", "source")
    )


def get_version_or_404(user: User, slug: str, routine_id: int, number: int) -> RoutineVersion:
    return one_or_404(whole(versions_visible_to(user).filter(number=number), slug, routine_id))


def get_draft_or_404(user: User, slug: str, routine_id: int) -> RoutineVersion:
    """The one version on its way, with its reader or not."""
    return one_or_404(whole(versions_visible_to(user).exclude(state__in=LASTING_STATES), slug, routine_id))


def get_step_or_404(user: User, slug: str, routine_id: int, step: str) -> RoutineVersion:
    """The version on its way, with the step of it that is meant as `meant`."""
    version = get_draft_or_404(user, slug, routine_id)
    found = version.wording.parts.get(step)
    if not isinstance(found, Step):
        raise NotVisible
    version.meant = found
    return version


def lessons_visible_to(user: User) -> QuerySet[Lesson]:
    """To those who write routines, and one's own."""
    found = Lesson.objects.filter(Q(network__in=networks_where(user, Capability.WRITE_ROUTINES)) | Q(author=user))
    return found.filter(network__in=networks_where(user, Capability.READ_NETWORK))


def get_lesson_or_404(user: User, slug: str, routine_id: int, lesson_id: int) -> Lesson:
    found = lessons_visible_to(user).filter(network__slug=slug, routine=routine_id, pk=lesson_id)
    return one_or_404(found.select_related("network", "routine"))


def get_news_or_404(user: User, slug: str, routine_id: int) -> RoutineVersion:
    """A draft in which news from the source are being looked at."""
    found = versions_visible_to(user).filter(state__in=OPEN_STATES, taking__isnull=False)
    return one_or_404(
        of_routine(found, slug, routine_id).select_related("network", "routine__source", "base", "taking")
    )


def of_routine(found: QuerySet[RoutineVersion], slug: str, routine_id: int) -> QuerySet[RoutineVersion]:
    return found.filter(network__slug=slug, routine=routine_id)


def whole(found: QuerySet[RoutineVersion], slug: str, routine_id: int) -> QuerySet[RoutineVersion]:
    """With its people and what it is built on."""
    return of_routine(found, slug, routine_id).select_related(
        "network", "routine__source", "base__routine", "taking", "written_by", "reader", "read_by"
    )


@rule(who_could(Capability.READ_ROUTINES))
def may_read(user: User, network: Network) -> bool:
    return can(user, Capability.READ_ROUTINES, network.pk)


@rule(who_could(Capability.WRITE_ROUTINES))
def may_write(user: User, network: Network) -> bool:
    return can(user, Capability.WRITE_ROUTINES, network.pk)


@rule(lambda reader, routine: who_could(Capability.WRITE_ROUTINES)(reader, routine.network))
def may_change(user: User, routine: Routine) -> bool:
    return may_write(user, routine.network)


@rule(lambda reader, version: who_could(Capability.WRITE_ROUTINES)(reader, version.network))
def may_write_version(user: User, version: RoutineVersion) -> bool:
    return may_write(user, version.network)


@rule(lambda reader, lesson: who_could(Capability.WRITE_ROUTINES)(reader, lesson.network))
def may_use_lesson(user: User, lesson: Lesson) -> bool:
    return lesson.author_id == user.pk or may_write(user, lesson.network)


@rule(lambda reader, version: asked_to_read(version))
def may_read_second(user: User, version: RoutineVersion) -> bool:
    return version.is_in_review and version.reader_id == user.pk


def asked_to_read(version: RoutineVersion) -> str:
    if version.is_in_review and version.reader:
        return _("%(who)s is asked to read this version.") % {"who": version.reader.name}
    return _("Nobody is asked to read this version.")


answers("networks.view_routine", lambda user, routine: may_read(user, routine.network))
answers("networks.change_routine", may_change)


def lines(user: User, routines: QuerySet[Routine], said: str) -> dict[int, Line]:
    """How a notice of each reads, by the name she knows it by: she may have several of a kind on her list."""
    last = versions_visible_to(user).filter(routine=OuterRef("pk")).order_by("-pk")
    found = routines.select_related("network").annotate(name=Subquery(last.values("content__title")[:1]))
    return {one.pk: Line(said % {"name": one.name}, one.network.name) for one in found}


def waiting_readings(user: User) -> QuerySet[RoutineVersion]:
    """What waits for her word as a second reader."""
    return versions_visible_to(user).filter(reader=user, state=VersionState.IN_REVIEW)


def lines_of_readings(user: User, versions: list[int]) -> dict[int, Line]:
    found = waiting_readings(user).filter(pk__in=versions).select_related("network")
    said = _("You are asked to read «%(name)s» before it is in force")
    return {version.pk: Line(said % {"name": version.title}, version.network.name) for version in found}


def lines_in_force(user: User, routines: list[int]) -> dict[int, Line]:
    """To those who wrote in it; when somebody else has read it."""
    return lines(user, visible_to(user).filter(pk__in=routines), _("«%(name)s», which you wrote in, is in force"))


def writable_by(user: User) -> QuerySet[Routine]:
    """Who may write no more has nothing that comes back to her."""
    return visible_to(user).filter(network__in=networks_where(user, Capability.WRITE_ROUTINES))


def lines_come_back(user: User, routines: list[int]) -> dict[int, Line]:
    """Until it is sent again, or discarded: then the database has read it for her."""
    drafts = versions_visible_to(user).filter(state=VersionState.DRAFT).order_by().values("routine")
    found = writable_by(user).filter(pk__in=routines).filter(pk__in=drafts)
    return lines(user, found, _("«%(name)s», which you wrote in, has come back to you"))


def lines_of_sources(user: User, routines: list[int]) -> dict[int, Line]:
    """To those who write: others may not know of it yet."""
    return lines(user, writable_by(user).filter(pk__in=routines), _("«%(name)s» has a newer version at its source"))


def lines_of_reviews(user: User, routines: list[int]) -> dict[int, Line]:
    return lines(user, visible_to(user).filter(pk__in=routines), _("«%(name)s» should be read again"))


def lines_of_articles(user: User, routines: list[int]) -> dict[int, Line]:
    said = _("An article that «%(name)s» points to has changed")
    return lines(user, visible_to(user).filter(pk__in=routines), said)


still("article_changed", visible_to, lines_of_articles)
still("routine_came_back", writable_by, lines_come_back)
still("routine_in_force", visible_to, lines_in_force)
still("routine_review", visible_to, lines_of_reviews)
still("source_news", writable_by, lines_of_sources)
still("routine_to_read", waiting_readings, lines_of_readings)
