"""Where a routine comes from, as files carry it from network to network.

What a file says of its origin is somebody's word: it is shown as text, and looked up by id in the library, never trusted
to be true. A wrong word costs nothing but a comparison that shows more, or less, than is new.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from networks.library.models import LibraryRoutine, LibraryVersion
from networks.library.queries import ancestors
from networks.routines.models import RoutineVersion
from networks.steps.exchange import MOST_ANCESTORS, Ancestor, Document
from networks.versions.choices import VersionState
from portal.accounts.fields import one_line

Lineage = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Origin:
    """The library's routine, and the newest of its versions that are known to be taken in."""

    source: LibraryRoutine | None = None
    base: LibraryVersion | None = None


def origin(document: Document) -> Origin:
    """The nearest that the library has, the file itself first. Where its version is not known here, the last before it;
    where none is said, none: then all that differs is news."""
    chain = tuple(chain_of(document))
    known = published(document.kind, (one.id for one in chain))
    key = next((one.id for one in chain if one.id in known), "")
    if not key:
        return Origin()
    source = known[key][0].routine
    said = next((one.version for one in chain if one.id == key and one.version and one.owner in ("", source.owner)), 0)
    return Origin(source, next((version for version in known[key] if (version.number or 0) <= said), None))


def chain_of(document: Document) -> Iterator[Ancestor]:
    yield Ancestor(document.id, document.version or 0, document.owner)
    yield from document.lineage


def published(kind: str, keys: Iterator[str]) -> dict[str, list[LibraryVersion]]:
    """Id → the versions of that kind that are or have been in force, the newest first. One query."""
    lasting = (VersionState.PUBLISHED, VersionState.SUPERSEDED)
    found = LibraryVersion.objects.filter(state__in=lasting, routine__kind=kind)
    known: dict[str, list[LibraryVersion]] = {}
    for version in found.filter(routine__key__in=set(keys)).select_related("routine").order_by("-number"):
        known.setdefault(version.routine.key, []).append(version)
    return known


def lineage_of(document: Document) -> Lineage:
    """As a new routine keeps it: the file's own, and the file. Who is not named is left out."""
    named = (replace(one, owner=one_line(one.owner)) for one in chain_of(document) if one.version)
    return [asdict(one) for one in named if one.owner][:MOST_ANCESTORS]


def document_of(version: RoutineVersion) -> Document:
    """To be carried to another network. Without anybody's name; what is put aside goes along, with why."""
    routine, source = version.routine, version.routine.source
    key = source.key if source else own_key(version)
    lineage, owner = tuple(before(version)), version.network.name
    original = source.variant_of.key if source and source.variant_of else ""
    return Document(key, routine.kind, routine.language, version.wording, version.number, lineage, owner, original)


def own_key(version: RoutineVersion) -> str:
    """Of what the library does not have: the same for all its versions, whatever it or the network is called later."""
    return f"rutine-{version.network_id}-{version.routine_id}"


def before(version: RoutineVersion) -> list[Ancestor]:
    """The library's version whose news it has, where that is not told of already; then what it was taken in from."""
    told, base = [Ancestor(**one) for one in version.lineage], version.base
    built_on = [Ancestor(base.routine.key, base.number or 1, base.routine.owner), *ancestors(base)] if base else []
    return [*(one for one in built_on if one not in told), *told][:MOST_ANCESTORS]
