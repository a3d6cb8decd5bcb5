"""Writing the library: a draft, a second reader among the supervisors, and it is everybody's."""

from collections.abc import Callable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from networks.library.choices import LONGEST_KEY, OWNER, RESERVED, SENT, Answer
from networks.library.models import LibraryRoutine, LibraryVersion, Suggestion
from networks.membership.services import LATIN
from networks.steps import editing
from networks.steps.content import Content, Head, Step
from networks.steps.exchange import Document
from networks.versions import keeping
from networks.versions.choices import LASTING_STATES
from networks.versions.models import OPEN
from portal.accounts.models import User
from portal.notices.telling import tell_later
from portal.tenancy.functions import call
from portal.tenancy.refusals import Refused


def write(*, document: Document, by: User, seen: str | None = None) -> LibraryVersion:
    """What a file says, as the draft of a new routine, or of the next version of the one with that id.

    `seen` is what the page showed of the one on its way; where it was written without a page, nothing is asked.
    Raises Refused: not_a_draft where the version on its way is with its reader, changed_meanwhile, no_such_original,
    routine_exists where the id is an address of the desk's own.
    """
    with transaction.atomic():
        routine = LibraryRoutine.objects.filter(key=document.id).first() or _begun(document)
        before = routine.versions.filter(OPEN).first()
        if before and seen is not None:
            keeping.demand_seen(before, seen)
        version = keeping.begin(LibraryVersion(routine=routine), document.content)
        if version.wording != document.content:
            keeping.edit(version, lambda _before: document.content)
    return version


def _begun(document: Document) -> LibraryRoutine:
    named = {"kind": document.kind, "language": document.language, "owner": OWNER}
    original = _original(document) if document.variant_of else None
    if document.id in RESERVED:
        raise Refused("routine_exists")
    try:
        with transaction.atomic():
            return LibraryRoutine.objects.create(key=document.id, variant_of=original, **named)
    except IntegrityError as error:
        raise Refused("routine_exists") from error


def _original(document: Document) -> LibraryRoutine:
    """What it translates: a text of its own, of the same kind, that is not in this language already."""
    able = LibraryRoutine.objects.filter(kind=document.kind, variant_of=None).exclude(language=document.language)
    found = able.exclude(variants__language=document.language).filter(key=document.variant_of).first()
    if found is None:
        raise Refused("no_such_original")
    return found


def write_new(*, kind: str, language: str, title: str, by: User) -> LibraryVersion:
    """A new routine, as an empty draft. Its id comes from the title. Raises Refused("routine_exists") where another has it."""
    key = slugify(title.translate(LATIN).replace("_", " "))[:LONGEST_KEY].strip("-")
    document = Document(key, kind, language, Content(Head(title=title)))
    with transaction.atomic():
        return keeping.begin(LibraryVersion(routine=_begun(document)), document.content)


def start_version(*, routine: LibraryRoutine, by: User) -> LibraryVersion:
    """The draft of the next version: the one on its way, or one that says what is in force."""
    last = routine.versions.exclude(number=None).order_by("-number").first()
    return keeping.begin(LibraryVersion(routine=routine), last.wording if last else Content(Head(title="")))


def change(*, version: LibraryVersion, how: Callable[[Content], Content], by: User) -> None:
    """Raises Refused: not_a_draft, changed_meanwhile."""
    keeping.edit(version, how)


def send(*, version: LibraryVersion, note: str, significance: str, review_on: date, by: User) -> None:
    """To the other supervisors. Raises Refused: not_a_draft, routine_has_problems, changed_meanwhile, other_steps."""
    _refuse_other_steps(version)
    keeping.send(version, note=note, significance=significance, review_on=review_on)


def _refuse_other_steps(version: LibraryVersion) -> None:
    """A translation has the steps of some version of its original: what is compared later is found by them.

    Of one that has been in force: the translation names it, and would tell of what nobody may read yet.
    """
    versions = LibraryVersion.objects.filter(routine=version.routine.variant_of_id, state__in=LASTING_STATES)
    if version.routine.variant_of_id and all(version.wording.order != one.wording.order for one in versions):
        raise Refused("other_steps")


def take_back(*, version: LibraryVersion, by: User) -> None:
    """Raises Refused: not_in_review, changed_meanwhile."""
    keeping.take_back(version)


def discard(*, version: LibraryVersion, by: User) -> None:
    """Raises Refused("not_a_draft")."""
    keeping.discard(version)


def publish(*, version: LibraryVersion, by: User) -> int:
    """Returns its number. Those who write routines where it is in use are told. Raises Refused: not_in_review, changed_meanwhile, needs_another_reader; NotAllowed."""
    with transaction.atomic():
        number: int = call("publish_library", version=version.pk, seen=version.changed_at)
        tell_later(f"source:{version.pk}")
    return number


def send_back(*, version: LibraryVersion, remark: str, by: User) -> None:
    """Raises Refused: not_in_review, changed_meanwhile, needs_another_reader; NotAllowed."""
    with transaction.atomic():
        call("send_back_library", version=version.pk, seen=version.changed_at, remark=remark)


def answer(*, suggestion: Suggestion, state: str, answer: str, by: User) -> None:
    """Words that are taken go into the next version with `take_in`. The networks behind it are told. Raises Refused("suggestion_answered"); NotAllowed."""
    with transaction.atomic():
        call("answer_suggestion", suggestion=suggestion.pk, state=state, answer=answer)
        tell_later(f"suggestion:{suggestion.pk}")


def take_in(*, suggestion: Suggestion, by: User) -> LibraryVersion:
    """Its words into the draft of the next version, which is begun where there is none.

    Raises Refused: suggestion_not_taken, not_a_draft where that version is with its reader, changed_meanwhile.
    """
    if suggestion.state != Answer.TAKEN:
        raise Refused("suggestion_not_taken")
    with transaction.atomic():
        version = start_version(routine=suggestion.routine, by=by)
        keeping.edit(version, lambda content: _with_words(content, suggestion.step))
    return version


def _with_words(content: Content, step: Step) -> Content:
    """A step that is not there comes last."""
    if step.id in content.order:
        return editing.reworded(content, step.id, **{name: getattr(step, name) for name in SENT})
    return editing.added(content, step, after=content.order[-1] if content.order else "")
