"""The library as everybody reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from knowledge.links.queries import Reference, keys_of, resolve
from networks.library.access import Reader, versions_readable_by
from networks.library.models import LibraryRoutine, LibraryVersion
from networks.steps.choices import Kind
from networks.steps.content import Content
from networks.steps.exchange import Ancestor, Document, write
from networks.versions.choices import VersionState
from networks.versions.shown import Articles, ShownStep, shown
from portal.accounts.models import User


@dataclass(frozen=True)
class Shelf:
    """What is in force, by kind, in the order of their titles."""

    routines: list[LibraryVersion]
    cards: list[LibraryVersion]


def shelf() -> Shelf:
    """One query."""
    found = sorted(LibraryVersion.objects.in_force().select_related("routine"), key=lambda version: version.title)
    cards = [version for version in found if version.routine.kind == Kind.CARD]
    return Shelf([version for version in found if version.routine.kind != Kind.CARD], cards)


def adoptable(key: str) -> LibraryVersion | None:
    """What is in force under that id."""
    return LibraryVersion.objects.in_force().filter(routine__key=key).select_related("routine").first()


def in_force(routine: LibraryRoutine) -> LibraryVersion | None:
    return (
        LibraryVersion.objects.in_force().filter(routine=routine).select_related("routine", "based_on__routine").first()
    )


def published(user: Reader, routine: LibraryRoutine) -> list[LibraryVersion]:
    """All that have been in force, the newest first."""
    found = versions_readable_by(user).filter(routine=routine).exclude(number=None)
    return list(found.exclude(state__in=(VersionState.DRAFT, VersionState.IN_REVIEW)).order_by("-number"))


def steps_of(content: Content) -> list[ShownStep]:
    """As they are read, with their articles. One query where there are any."""
    return shown(content, articles(link for step in content.steps for link in step.links))


def articles(links: Iterable[str]) -> Articles:
    """Of the articles that are public now; what has been taken down is left out. One query, two where some are named."""
    return {link: (found.title, found.address) for link, found in references(links).items()}


def references(links: Iterable[str]) -> dict[str, Reference]:
    """Link → the article, as `articles`."""
    keys = keyed(links)
    found = resolve(keys.values()) if keys else {}
    return {link: found[key] for link, key in keys.items() if key in found}


def keyed(links: Iterable[str]) -> dict[str, UUID]:
    """Link → the key it means: an id is one, a name is asked for. One query where some are named."""
    wanted = set(links)
    keys = {link: key for link in wanted if (key := key_of(link))}
    if named := wanted - keys.keys():
        keys |= keys_of(named)
    return keys


def key_of(link: str) -> UUID | None:
    try:
        return UUID(link)
    except ValueError:
        return None


def linked(said: str) -> str:
    """The stable id of the article somebody means by its id or its address; empty where there is none."""
    key = key_of(said) or keys_of([name := said.rstrip("/").rsplit("/", 1)[-1]]).get(name)
    return str(key) if key and resolve([key]) else ""


def drafts(user: User) -> list[LibraryVersion]:
    """What is on its way, for those who write the library."""
    found = versions_readable_by(user).filter(state__in=(VersionState.DRAFT, VersionState.IN_REVIEW))
    return list(found.select_related("routine", "written_by").order_by("-changed_at"))


def due() -> list[LibraryVersion]:
    """What is in force and should have been read again, the longest ago first."""
    return list(LibraryVersion.objects.due().select_related("routine").order_by("review_on"))


def file_of(user: User, key: str) -> str:
    """What somebody begins the next version with: the draft, or what is in force; empty where there is neither."""
    found = [version for version in drafts(user) if version.routine.key == key]
    version = found[0] if found else adoptable(key)
    return write(document(version)) if version else ""


def document(version: LibraryVersion) -> Document:
    """To be carried elsewhere as a file."""
    routine = version.routine
    return Document(
        routine.key, routine.kind, routine.language, version.wording, version.number, tuple(ancestors(version))
    )


def ancestors(version: LibraryVersion) -> list[Ancestor]:
    """What it was built on, the nearest first."""
    found, before = [], version.based_on
    while before is not None:
        found.append(Ancestor(before.routine.key, before.number or 1, before.routine.owner))
        before = before.based_on
    return found
