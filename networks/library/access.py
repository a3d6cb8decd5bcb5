"""The doors of the library: everybody reads what is published, supervisors read and write what is on its way."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Q, QuerySet

from networks.library.models import LibraryRoutine, LibraryVersion, Suggestion
from networks.steps.content import Step
from networks.versions.choices import LASTING_STATES, VersionState
from portal.access.doors import one_or_404
from portal.access.models import Office
from portal.accounts.models import User
from portal.tenancy.functions import call_rows
from portal.tenancy.refusals import NotVisible

Reader = User | AnonymousUser


def versions_readable_by(user: Reader) -> QuerySet[LibraryVersion]:
    shown = Q(state__in=LASTING_STATES)
    return LibraryVersion.objects.all() if is_librarian(user) else LibraryVersion.objects.filter(shown)


def readable_by(user: Reader) -> QuerySet[LibraryRoutine]:
    """A routine nobody has published is not there, but for those who write it."""
    return LibraryRoutine.objects.filter(pk__in=versions_readable_by(user).order_by().values("routine"))


def get_or_404(user: Reader, key: str) -> LibraryRoutine:
    return one_or_404(readable_by(user).filter(key=key))


def get_version_or_404(user: Reader, key: str, number: int) -> LibraryVersion:
    found = versions_readable_by(user).filter(routine__key=key, number=number)
    return one_or_404(found.select_related("routine"))


def is_librarian(user: Reader) -> bool:
    return user.is_authenticated and office(user).exists()


def office(user: User) -> QuerySet[Office]:
    return Office.objects.running().filter(user=user, kind=Office.Kind.SUPERVISOR)


def waiting_readings(user: User) -> QuerySet[LibraryVersion]:
    """What waits for a second reader: any of those who write the library and have not written in it."""
    sent = LibraryVersion.objects.filter(Exists(office(user)), state=VersionState.IN_REVIEW)
    return sent.exclude(hands__contains=[user.pk])


def get_desk_or_404(user: User) -> User:
    """Where the library is written. It is not there for others."""
    if not is_librarian(user):
        raise NotVisible
    return user


def get_draft_or_404(user: User, key: str) -> LibraryVersion:
    """The one version on its way."""
    found = versions_readable_by(user).exclude(state__in=LASTING_STATES).filter(routine__key=key)
    return one_or_404(found.select_related("routine", "written_by"))


def get_step_or_404(user: User, key: str, step: str) -> LibraryVersion:
    """The version on its way, with the step of it that is meant as `meant`."""
    version = get_draft_or_404(user, key)
    found = version.wording.parts.get(step)
    if not isinstance(found, Step):
        raise NotVisible
    version.meant = found
    return version


def get_to_write_or_404(user: User, key: str) -> LibraryRoutine:
    """A routine of which the next version can be begun."""
    return get_or_404(get_desk_or_404(user), key)


def suggestions_readable_by(user: User) -> QuerySet[Suggestion]:
    """To supervisors, and to those who write routines where the same one has been adopted."""
    if is_librarian(user):
        return Suggestion.objects.all()
    return Suggestion.objects.filter(routine__in=call_rows("my_sources"))


def get_suggestion_or_404(user: User, suggestion_id: int) -> Suggestion:
    """At the desk, to be answered."""
    found = suggestions_readable_by(get_desk_or_404(user)).filter(pk=suggestion_id)
    return one_or_404(found.select_related("routine"))
