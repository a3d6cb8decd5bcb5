"""Adopting, adapting and publishing a network's routines, and keeping them in step with their source."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from networks.directory.models import Network
from networks.library.models import LibraryVersion
from networks.library.queries import forms_of
from networks.routines.choices import LESSON_DAYS, MOST_LESSONS, MOST_ROUTINES, Shelf
from networks.routines.models import Lesson, Routine, RoutineVersion
from networks.routines.queries.lineage import Lineage, document_of, lineage_of, origin
from networks.routines.queries.lists import name_of
from networks.routines.queries.news import OF, comparison, decisions_of
from networks.steps.choices import BOKMAL
from networks.steps.content import Content, Head
from networks.steps.exchange import Document, Unreadable, read, write
from networks.steps.merge import Decision, merged
from networks.versions import keeping
from portal.accounts.models import User
from portal.audit.services import record
from portal.notices import telling as notices
from portal.tenancy.functions import call, call_rows
from portal.tenancy.refusals import Refused


def adopt(*, network: Network, version: LibraryVersion, by: User) -> Routine:
    """A draft that says what the library says, and stays linked to it. Raises Refused: already_adopted, too_many_routines."""
    source = version.routine
    made = Routine(network=network, kind=source.kind, language=source.language, source=source)
    with transaction.atomic():
        routine = _laid(made, version.wording, base=version, by=by)
        record(network.pk, "routine.adopted", routine, label=version.title, number=version.number, by=by)
    return routine


def write_new(*, network: Network, kind: str, title: str, language: str = BOKMAL, by: User) -> Routine:
    """A routine of the network's own, as an empty draft. Raises Refused("too_many_routines")."""
    with transaction.atomic():
        made = Routine(network=network, kind=kind, language=language)
        routine = _laid(made, Content(Head(title=title)), base=None, by=by)
        record(network.pk, "routine.begun", routine, label=title, by=by)
    return routine


def read_in(*, network: Network, document: Document, by: User) -> Routine:
    """What a file says, as a draft; linked to the library's routine it was built on, where that is known.

    Raises Refused: already_adopted, too_many_routines.
    """
    found, title = origin(document), document.content.head.title
    made = Routine(network=network, kind=document.kind, language=document.language, source=found.source)
    with transaction.atomic():
        routine = _laid(made, document.content, base=found.base, lineage=lineage_of(document), by=by)
        record(network.pk, "routine.read_in", routine, label=title, by=by)
    return routine


def take_out(*, version: RoutineVersion, by: User) -> str:
    """A version as a file. What leaves the network is written down. Raises Refused("more_than_a_file")."""
    with transaction.atomic():
        text = write(document_of(version))
        _read_back(text)
        _note("routine.taken_out", version, number=version.number, by=by)
    return text


def _read_back(text: str) -> None:
    """So that nobody carries a file that no network can take in."""
    try:
        read(text)
    except Unreadable as error:
        raise Refused("more_than_a_file") from error


def _laid(
    routine: Routine, content: Content, *, base: LibraryVersion | None, by: User, lineage: Lineage = ()
) -> Routine:
    network = routine.network
    if network.routines.filter(shelf=Shelf.IN_USE).count() >= MOST_ROUTINES:
        raise Refused("too_many_routines")
    _refuse_other_form(routine)
    routine.made_at, routine.made_by = timezone.now(), by
    try:
        with transaction.atomic():
            routine.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("already_adopted") from error
    keeping.begin(RoutineVersion(network=network, routine=routine, base=base, lineage=list(lineage)), content)
    return routine


def _refuse_other_form(routine: Routine) -> None:
    """Two forms of one text would be one routine twice."""
    if routine.source and routine.network.routines.filter(shelf=Shelf.IN_USE, source__in=forms_of(routine.source)):
        raise Refused("already_adopted")


def start_version(*, routine: Routine, by: User) -> RoutineVersion:
    """The draft of the next version: the one on its way, or one that says what the last one says."""
    last = routine.versions.exclude(number=None).order_by("-number").first()
    begun = RoutineVersion(network=routine.network, routine=routine)
    if last:
        begun.base, begun.lineage = last.base, last.lineage
    return keeping.begin(begun, last.wording if last else Content(Head(title="")))


def change(*, version: RoutineVersion, how: Callable[[Content], Content], by: User) -> None:
    """Raises Refused: not_a_draft, changed_meanwhile."""
    keeping.edit(version, how)


def look_at_news(*, version: RoutineVersion, news: LibraryVersion, by: User) -> None:
    """Hold a newer version of the source beside the draft. Raises Refused: not_a_draft, nothing_new, changed_meanwhile."""
    if not version.is_draft:
        raise Refused("not_a_draft")
    if news.routine_id != version.routine.source_id or news.pk == version.base_id:
        raise Refused("nothing_new")
    keeping.update(version, taking=news, decisions={})


def decide(*, version: RoutineVersion, decided: Mapping[str, Decision], by: User) -> None:
    """Keep what has been decided so far, of the wording as it stands; that waits. Raises Refused: nothing_new, not_a_draft, changed_meanwhile."""
    if version.taking is None:
        raise Refused("nothing_new")
    if not version.is_draft:
        raise Refused("not_a_draft")
    seen = comparison(version)
    of = {item.id: seen.stamp(item) for item in seen.items if item.id in decided}
    told = {part: _plain(decided[part]) | {OF: stamp} for part, stamp in of.items()}
    keeping.update(version, decisions=version.decisions | told)


def _plain(decision: Decision) -> dict[str, Any]:
    return {name: value for name, value in asdict(decision).items() if value}


def take_in(*, version: RoutineVersion, by: User) -> None:
    """Merge by what was decided, and build on the news from now on.

    Raises Refused: nothing_new, decide_first, not_a_draft, changed_meanwhile.
    """
    if version.taking is None:
        raise Refused("nothing_new")
    seen = comparison(version)
    decided = decisions_of(version, seen)
    if any(item.is_open and item.id not in decided for item in seen.items):
        raise Refused("decide_first")
    with transaction.atomic():
        taken = version.taking
        keeping.edit(version, lambda wording: merged(seen, decided))
        keeping.update(version, base=taken, taking=None, decisions={})
        record(
            version.network_id,
            "routine.news_taken_in",
            version.routine,
            label=version.title,
            number=taken.number,
            by=by,
        )


def send(*, version: RoutineVersion, reader: User, note: str, review_on: date, by: User) -> None:
    """To a second reader. Raises Refused: decide_first, reader_cannot_read, not_a_draft, routine_has_problems, changed_meanwhile."""
    if version.taking_id is not None:
        raise Refused("decide_first")
    if reader.pk not in call_rows("readers_of_routine", version=version.pk):
        raise Refused("reader_cannot_read")
    with transaction.atomic():
        keeping.send(version, reader=reader, note=note, review_on=review_on)
        _note("routine.sent", version, by=by)
        _ask(version, reader)


def _ask(version: RoutineVersion, reader: User) -> None:
    notices.note(
        people=[reader.pk],
        network_id=version.network_id,
        kind="routine_to_read",
        subject_id=version.pk,
        address=reverse("networks:routines:read", args=[version.network.slug, version.routine_id]),
        key=f"read-{version.pk}-{version.changed_at.isoformat()}",
    )


def take_back(*, version: RoutineVersion, by: User) -> None:
    """Raises Refused: not_in_review, changed_meanwhile."""
    with transaction.atomic():
        keeping.take_back(version)
        _note("routine.taken_back", version, by=by)


def discard(*, version: RoutineVersion, by: User) -> None:
    """The draft, and the routine with it where nothing of it was ever published. Raises Refused("not_a_draft")."""
    with transaction.atomic():
        _note("routine.discarded", version, by=by)
        keeping.discard(version)
        if not version.routine.versions.exists():
            version.routine.delete()


def publish(*, version: RoutineVersion, by: User) -> int:
    """By its second reader; returns the number. Raises Refused: not_in_review, not_your_reading, needs_another_reader,
    changed_meanwhile; NotAllowed."""
    with transaction.atomic():
        number: int = call("publish_routine", version=version.pk, seen=version.changed_at)
        _note("routine.published", version, number=number, by=by)
        _answer("routine_in_force", version, by)
    return number


def send_back(*, version: RoutineVersion, remark: str, by: User) -> None:
    """Raises Refused: not_in_review, not_your_reading, needs_another_reader, changed_meanwhile; NotAllowed."""
    with transaction.atomic():
        call("send_back_routine", version=version.pk, seen=version.changed_at, remark=remark)
        _note("routine.sent_back", version, by=by)
        _answer("routine_came_back", version, by)


def _answer(kind: str, version: RoutineVersion, by: User) -> None:
    """Those who wrote in it are told that it has been read."""
    notices.note(
        people=[writer for writer in version.hands if writer != by.pk],
        network_id=version.network_id,
        kind=kind,
        subject_id=version.routine_id,
        address=reverse("networks:routines:routine", args=[version.network.slug, version.routine_id]),
        key=f"answer-{version.pk}-{version.sent_at}",
    )


def put_away(*, routine: Routine, by: User) -> None:
    """It is no longer in use; its versions stay. Twice is once."""
    with transaction.atomic():
        Routine.objects.filter(pk=routine.pk).update(shelf=Shelf.PUT_AWAY)
        record(routine.network_id, "routine.put_away", routine, label=name_of(routine), by=by)


def take_up(*, routine: Routine, by: User) -> None:
    """It is in use again. Raises Refused("already_adopted") where the same source, or its other form, has been adopted anew."""
    with transaction.atomic():
        if routine.shelf != Shelf.IN_USE:
            _refuse_other_form(routine)
        try:
            with transaction.atomic():
                Routine.objects.filter(pk=routine.pk).update(shelf=Shelf.IN_USE)
        except IntegrityError as error:
            raise Refused("already_adopted") from error
        record(routine.network_id, "routine.taken_up", routine, label=name_of(routine), by=by)


def _note(action: str, version: RoutineVersion, *, by: User, **told: Any) -> None:
    record(version.network_id, action, version.routine, label=version.title, by=by, **told)


def note_lesson(*, routine: Routine, key: str, title: str, text: str, is_exercise: bool, by: User) -> Lesson:
    """What was learnt of one step, for those who write the routine. Raises Refused("too_many_lessons")."""
    if routine.lessons.filter(key=key, author=by).count() >= MOST_LESSONS:
        raise Refused("too_many_lessons")
    today = timezone.localdate()
    made = Lesson(network_id=routine.network_id, routine=routine, key=key, title=title, text=text, author=by)
    made.is_exercise, made.noted_on, made.ends_on = is_exercise, today, today + timedelta(days=LESSON_DAYS)
    made.save(force_insert=True)  # not in the log: it would name whoever is promised that her name is not read
    return made


def forget_lesson(*, lesson: Lesson, by: User) -> None:
    """Read and used, or taken back by whoever noted it."""
    with transaction.atomic():
        if lesson.author_id != by.pk:
            record(lesson.network_id, "routine.lesson_used", lesson.routine, label=lesson.title, by=by)
        lesson.delete()
