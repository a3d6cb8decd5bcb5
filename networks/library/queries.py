"""The library as everybody reads it."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.safestring import SafeString

from knowledge.links.queries import Reference, keys_of, resolve
from networks.directory.queries.tiles import Tile, tiles
from networks.library.access import Reader, suggestions_readable_by, versions_readable_by
from networks.library.choices import FEWEST, SENT
from networks.library.models import LibraryRoutine, LibraryVersion, Suggestion
from networks.steps.choices import BOKMAL, NYNORSK
from networks.steps.content import Content, Head, Step
from networks.steps.difference import difference
from networks.steps.exchange import Ancestor, Document, write
from networks.versions.articles import key_of
from networks.versions.choices import VersionState
from networks.versions.shown import NAMES, Articles, ShownStep, marked, shown, value_said
from portal.accounts.models import User
from portal.tenancy.functions import call_rows


@dataclass(frozen=True)
class Offer:
    """A routine in each language in which it is in force, the reader's first; and which of them a network has taken."""

    forms: list[LibraryVersion]
    taken: LibraryVersion | None = None

    @property
    def shown(self) -> LibraryVersion:
        return self.taken or self.forms[0]

    @property
    def others(self) -> list[LibraryVersion]:
        return [form for form in self.forms if form != self.shown]


@dataclass(frozen=True)
class Shelf:
    """What is in force, by kind, in the order of their titles."""

    routines: list[Offer]
    cards: list[Offer]


def shelf(language: str, *, taken: Collection[int] = ()) -> Shelf:
    """Each routine once, in her language where it is, else as it was written. One query."""
    forms: dict[int, list[LibraryVersion]] = {}
    for version in in_force_by_title():
        forms.setdefault(version.routine.root_id, []).append(version)
    found = [offer(each, language, taken) for each in forms.values()]
    found.sort(key=lambda one: one.shown.title)
    cards = [one for one in found if one.shown.routine.is_card]
    return Shelf([one for one in found if not one.shown.routine.is_card], cards)


def in_force_by_title() -> list[LibraryVersion]:
    return sorted(LibraryVersion.objects.in_force().select_related("routine"), key=lambda version: version.title)


def offer(forms: list[LibraryVersion], language: str, taken: Collection[int]) -> Offer:
    wanted = (language if language == NYNORSK else BOKMAL, BOKMAL)
    ordered = sorted(forms, key=lambda form: [form.routine.language != one for one in wanted])
    return Offer(ordered, next((form for form in ordered if form.routine_id in taken), None))


def forms_of(routine: LibraryRoutine) -> list[int]:
    """The ids of a routine and of what translates it, whichever of them is asked."""
    found = LibraryRoutine.objects.filter(Q(pk=routine.root_id) | Q(variant_of=routine.root_id))
    return list(found.values_list("pk", flat=True))


def twins(routine: LibraryRoutine) -> list[LibraryRoutine]:
    """The same text in other languages, where it is in force. One query."""
    same = Q(pk=routine.root_id) | Q(variant_of=routine.root_id)
    found = LibraryRoutine.objects.filter(same, versions__state=VersionState.PUBLISHED).exclude(pk=routine.pk)
    return list(found.order_by("language"))


def adoptable(key: str) -> LibraryVersion | None:
    """What is in force under that id."""
    if "\0" in key:  # of no id, and nothing the database could be asked
        return None
    return LibraryVersion.objects.in_force().filter(routine__key=key).select_related("routine").first()


def in_force(routine: LibraryRoutine) -> LibraryVersion | None:
    return (
        LibraryVersion.objects.in_force().filter(routine=routine).select_related("routine", "based_on__routine").first()
    )


def newer_original(version: LibraryVersion) -> LibraryVersion | None:
    """What it translates, where that has come in a newer version since."""
    if version.routine.variant_of_id is None or not version.is_published:
        return None
    originals = LibraryVersion.objects.in_force().filter(routine=version.routine.variant_of_id)
    return originals.filter(published_at__gt=version.published_at).select_related("routine").first()


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


def drafts(user: User) -> list[LibraryVersion]:
    """What is on its way, for those who write the library."""
    found = versions_readable_by(user).filter(state__in=(VersionState.DRAFT, VersionState.IN_REVIEW))
    return list(found.select_related("routine", "written_by").order_by("-changed_at"))


def due() -> list[LibraryVersion]:
    """What is in force and should have been read again, the longest ago first."""
    return list(LibraryVersion.objects.due().select_related("routine").order_by("review_on"))


@dataclass(frozen=True)
class Standing:
    """What is in force, at the desk. `is_behind`: what it translates has come in a newer version since."""

    version: LibraryVersion
    is_behind: bool


def standing() -> list[Standing]:
    """By title. One query."""
    found = in_force_by_title()
    since = {version.routine_id: version.published_at for version in found}
    return [Standing(version, is_behind(version, since.get(version.routine.root_id))) for version in found]


def is_behind(version: LibraryVersion, original: datetime | None) -> bool:
    return bool(original and version.published_at and original > version.published_at)


def file_of(user: User, key: str) -> str:
    """What somebody begins the next version with: the draft, or what is in force; empty where there is neither."""
    found = [version for version in drafts(user) if version.routine.key == key]
    version = found[0] if found else adoptable(key)
    return write(document(version)) if version else ""


def seen_of(user: User, key: str) -> str:
    """What the page carries of the version on its way, so that nobody overwrites what she has not seen."""
    return next((version.seen_as for version in drafts(user) if version.routine.key == key), "")


def document(version: LibraryVersion) -> Document:
    """To be carried elsewhere as a file."""
    routine = version.routine
    lineage = tuple(ancestors(version))
    original = routine.variant_of.key if routine.variant_of else ""
    return Document(
        routine.key, routine.kind, routine.language, version.wording, version.number, lineage, routine.owner, original
    )


def ancestors(version: LibraryVersion) -> list[Ancestor]:
    """What it was built on, the nearest first."""
    found, before = [], version.based_on
    while before is not None:
        found.append(Ancestor(before.routine.key, before.number or 1, before.routine.owner))
        before = before.based_on
    return found


@dataclass(frozen=True)
class Compared:
    """One field of a step: as the source has it, and with what is suggested marked word by word."""

    name: str
    source: str
    words: SafeString


def beside(step: Step, source: Content) -> list[Compared]:
    """The fields of a step that are otherwise than at the source."""
    there = source.parts.get(step.id)
    before = there if isinstance(there, Step) else Step(id=step.id, title="", role=step.role)
    names = [name for name in SENT if getattr(step, name) != getattr(before, name)]
    return [compared(name, getattr(before, name), getattr(step, name), source) for name in names]


def compared(name: str, before: object, after: object, source: Content) -> Compared:
    old, new = (value_said(name, value, source) if value else "" for value in (before, after))
    return Compared(str(NAMES[name]), old, marked(difference(old, new)))


@dataclass(frozen=True)
class Incoming:
    """A suggestion at the desk: what it changes, and how many networks agree beside the one that made it."""

    suggestion: Suggestion
    title: str  # of the routine
    fields: list[Compared]
    agreeing: int


def suggestions(user: User) -> list[Incoming]:
    """Those that wait first, the most agreed with before others; then what was answered, the latest first."""
    counted = dict(json.loads(row) for row in call_rows("agreements"))
    titles = {version.routine_id: version for version in LibraryVersion.objects.in_force()}
    found = suggestions_readable_by(user).select_related("routine")
    lines = [incoming(one, titles.get(one.routine_id), counted.get(one.pk, 0)) for one in found]
    return sorted(lines, key=lambda line: (not line.suggestion.is_open, -line.agreeing, -line.suggestion.pk))


def incoming(suggestion: Suggestion, version: LibraryVersion | None, agreeing: int) -> Incoming:
    source = version.wording if version else Content(Head(title=suggestion.routine.key))
    return Incoming(suggestion, source.head.title, beside(suggestion.step, source), agreeing)


def open_suggestions(user: User, source: int) -> int:
    """To one routine of the library, as far as she may know of them."""
    return suggestions_readable_by(user).filter(routine=source, state="open").count()


@dataclass
class Use:
    """One routine of the library, in numbers of networks. None: fewer than three. A version or a county with so few is
    not named, and neither is the smallest of the others where the rest would tell of it."""

    version: LibraryVersion
    networks: int | None = 0
    versions: list[tuple[str, int]] = field(default_factory=list)
    counties: list[tuple[str, int]] = field(default_factory=list)

    @property
    def tiles(self) -> list[Tile]:
        return tiles(dict(self.counties))


def adoption() -> list[Use]:
    """What is in force, the most used first."""
    uses = {version.routine_id: Use(version) for version in shelf_order()}
    for routine, by, name, count in (json.loads(row) for row in call_rows("adoption", fewest=FEWEST)):
        if use := uses.get(routine):
            match by:
                case "all":
                    use.networks = count
                case "version":
                    use.versions.append((name, count))
                case _:
                    use.counties.append((name, count))
    return sorted(uses.values(), key=lambda use: -(FEWEST - 1 if use.networks is None else use.networks))


def shelf_order() -> list[LibraryVersion]:
    """Each form by itself: networks use one of them."""
    return sorted(in_force_by_title(), key=lambda version: version.routine.is_card)
