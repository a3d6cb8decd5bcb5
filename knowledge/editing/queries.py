"""What the editors must look at: what waits to be read, and what no longer can be trusted unseen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Revision

from knowledge.editing.models import ReadingState, open_readings, page_of
from knowledge.library.choices import Centre
from knowledge.library.models import Fact, NewsList, Person, Questions, RegionalContact, Section
from knowledge.library.models.facts import CHECKED_FOR
from knowledge.library.models.publishing import OutsideReading, Votes, writers
from knowledge.library.models.text import Text
from knowledge.library.services import TEXTS
from portal.access.models import Office
from portal.accounts.models import User

SOON = timedelta(days=30)
HELD_UP = timedelta(minutes=15)  # the job that publishes goes every five
REMINDED = (30, 7, 0)  # days before, and the day itself; then once a week


@dataclass(frozen=True)
class Waiting:
    """A text that waits for a reader: by whom, until when, and whether this editor may be the one."""

    state: ReadingState
    page: Page
    centre: str
    mine: bool
    wrote: bool


def readings(user: User) -> list[Waiting]:
    found = ((state, page_of(state)) for state in open_readings())
    return [
        Waiting(state, page, Centre(task.reads_for(page)).label, task.may_read(user, page), user.pk in writers(page))
        for state, page in found
        for task in (state.task.specific,)
    ]


def outside() -> Iterable[OutsideReading]:
    return OutsideReading.objects.select_related("page", "asked_by", "revision").order_by("-asked_at")[:50]


def held_up(now: datetime) -> list[Any]:
    """Versions that should have gone out on a date that has passed; something in them forbids it (a film's consents)."""
    due = Revision.objects.filter(approved_go_live_at__lt=now - HELD_UP).order_by("approved_go_live_at")
    return [revision.as_object() for revision in due]


def votes() -> Iterable[Votes]:
    """What readers answer, the texts with most «no» first."""
    return Votes.objects.filter(page__live=True).select_related("page").order_by("-no", "yes")[:20]


def to_read_through(today: date) -> list[Text]:
    """Public texts whose date has come, or comes within thirty days; the oldest date first."""
    due = [text for model in TEXTS for text in model.objects.live().filter(review_by__lte=today + SOON)]
    return sorted(due, key=lambda text: text.review_by or today)


def stale_facts(today: date) -> list[Fact]:
    return list(Fact.objects.filter(checked_on__lt=today - CHECKED_FOR + SOON).order_by("checked_on"))


def stale_contacts(today: date) -> list[RegionalContact]:
    unchecked = Q(checked_on=None) | Q(checked_on__lt=today - CHECKED_FOR)
    return list(RegionalContact.objects.live().filter(unchecked).order_by("checked_on", "pk"))


def stale_twins() -> list[Text]:
    return [text for model in TEXTS for text in model.objects.exclude(variant_of=None) if text.is_stale()]


def ending_consents(today: date) -> list[Person]:
    """People in public films whose consent ends within sixty days."""
    return list(
        Person.objects.filter(films__film__live=True, agreed_until__lte=today + 2 * SOON)
        .distinct()
        .order_by("agreed_until")
    )


def reminded(today: date) -> Iterator[tuple[Text, list[User]]]:
    """A text whose date is thirty or seven days away, is today, or passed a whole number of weeks ago; and whom to tell.

    Its keeper, while she is an editor; else every editor of the centre that answers for it; else every editor.
    """
    editing = Office.objects.running().filter(kind=Office.Kind.EDITOR).select_related("user")
    everybody = [(office.user, office.region) for office in editing]
    for text in to_read_through(today):
        days = (text.review_by - today).days if text.review_by else 0
        if days in REMINDED or (days < 0 and days % 7 == 0):
            keeper = [user for user, _ in everybody if user.pk == text.keeper_id]
            centre = [user for user, region in everybody if region == text.centre]
            yield text, keeper or centre or [user for user, _ in everybody]


def today(user: User, day: date) -> dict[str, Any]:
    """For the tool's first page: what she may read now, what lapses, and where something new is begun."""
    return {
        "mine": [each for each in readings(user) if each.mine],
        "held_up": held_up(timezone.now()),
        "overdue": [text for text in to_read_through(day) if text.is_overdue(day)],
        "parts": list(Section.objects.order_by("path")),
        "beside": [*Questions.objects.all(), *NewsList.objects.all()],
    }
