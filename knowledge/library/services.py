"""What happens when the editors publish or take down something, and their rights. What they write, Wagtail logs."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, ReferenceIndex, Revision

from knowledge.library.choices import Significance
from knowledge.library.models import (
    Article,
    Change,
    Edition,
    Film,
    NewsItem,
    Person,
    Plain,
    Question,
    RegionalContact,
    Tool,
    Votes,
    pictures,
)  # fmt: skip
from knowledge.library.models.text import Text
from knowledge.search import services as search
from knowledge.search.choices import Kind
from knowledge.search.models import Topic
from portal.accounts.models import User

logger = logging.getLogger(__name__)
EDITORS = "Kunnskapsredaktører"
VERBS = ("add", "change", "delete", "view")
ON_PICTURES = ("add_image", "change_image", "choose_image")
ON_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
SNIPPETS = ("source", "topic", "fact", "person")
TEXTS: tuple[type[Text], ...] = (Article, Tool, Film, Question, NewsItem, Plain)
KINDS: dict[type[Page], Kind] = {
    Article: Kind.ARTICLE, Tool: Kind.TOOL, Film: Kind.FILM, Question: Kind.QUESTION, NewsItem: Kind.NEWS,
    Plain: Kind.ABOUT, RegionalContact: Kind.PLACE,
}  # fmt: skip


def let_edit(*, user: User) -> None:
    """Rights in the tool. They count only while her office as editor runs (access.is_editor)."""
    user.groups.add(editors())


def editors() -> Group:
    """The group whose rights reach every public page, and what they point at."""
    group, made = Group.objects.get_or_create(name=EDITORS)
    names = [f"{verb}_{model}" for verb in VERBS for model in SNIPPETS]
    held = Permission.objects.filter(content_type__app_label="knowledge", codename__in=names)
    group.permissions.set([*held, Permission.objects.get(codename="access_admin")])
    if made:
        root = Page.objects.get(depth=1)
        for right in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ON_PAGES):
            GroupPagePermission.objects.create(group=group, page=root, permission=right)
        for right in Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=ON_PICTURES):
            GroupCollectionPermission.objects.create(
                group=group, collection=Collection.get_first_root_node(), permission=right
            )
    return group


def hold(page_id: int) -> None:
    """Nobody else writes on the page until this request is over.

    The tool saves while one types. A save that was on its way when the text was sent to be read must meet the lock that
    sending sets, or what is approved is no longer what is latest. A reader's vote, which only points at the page, need
    not wait.
    """
    Page.objects.select_for_update(no_key=True).filter(pk=page_id).first()


def show(page: Page, revision: Revision | None = None) -> None:
    """Published, or moved while public: the search and the list of changes follow in the same transaction."""
    page = page.specific
    if page.live and (found := findable(page)):
        search.lay(found)
        make_pictures(page)
    if revision is not None and isinstance(page, Text):
        note_change(page, revision)


def make_pictures(page: Page) -> None:
    if isinstance(page, Film) and page.still:
        pictures.make(page.still, pictures.STILL)
    for block in getattr(page, "body", ()):
        if block.block_type == "picture":
            pictures.make(block.value, pictures.WIDE)


def show_again(*, topic: Topic) -> None:
    """A topic has another name: every public text about it is found by that one."""
    for model in TEXTS:
        for page in model.objects.live().filter(topics=topic):
            show(page)


def redraw(*, picture: Image) -> None:
    """Another file, or another part of it: its sizes are made anew for the public pages that show it."""
    used = ReferenceIndex.get_references_to(picture).values_list("object_id", flat=True)
    for page in Page.objects.live().filter(pk__in=[int(pk) for pk in used if pk.isdigit()]).specific():
        make_pictures(page)
    Edition.turn()


def note_change(page: Text, revision: Revision) -> None:
    """The first publication matters; a later one as much as its editor said."""
    first = not Change.objects.filter(page=page).exists()
    significance = Significance.MAJOR if first else Significance(page.significance)
    Change.objects.get_or_create(
        revision=revision,
        defaults={
            "page": page, "significance": significance, "note": "" if first else page.change_note,
            "published_at": page.last_published_at or timezone.now(),
        },
    )  # fmt: skip


def count_vote(*, page: Page, helpful: bool) -> None:
    Votes.objects.get_or_create(page=page)
    Votes.objects.filter(page=page).update(**{(name := "yes" if helpful else "no"): F(name) + 1})


def hide(page: Page) -> None:
    """Taken down or deleted."""
    search.take_away(key_of(page))


def key_of(page: Page) -> str:
    """What other parts of the portal know the page by. It stays when the page moves."""
    return f"page:{page.translation_key}"


def findable(page: Page) -> search.Findable | None:
    kind = KINDS.get(type(page))
    if kind is None:
        return None
    return search.Findable(
        key=key_of(page), kind=kind, title=page.title, address=page.address, lead=page.lead, text=page.plain(),
        part=part_of(page), phases=getattr(page, "phases", ()), **about(page),
    )  # fmt: skip


def part_of(page: Page) -> str:
    """The slug of the part or the list it stands in."""
    return str(page.url_path.split("/")[2])


def about(page: Page) -> dict[str, Any]:
    """A text is also found by its topics in both written forms, and by the words its editors added."""
    if not isinstance(page, Text):
        return {}
    topics = list(page.topics.all())
    names = [name for topic in topics for name in (topic.name_nb, topic.name_nn)]
    return {
        "named": " ".join([*names, page.search_words]),
        "topics": [topic.slug for topic in topics],
        "language_form": page.language_form,
    }


def publish_due(now: datetime) -> int:
    """Each in a transaction of its own: a text that cannot be published stops no other. Returns how many went out or in."""
    done = 0
    for revision in Revision.objects.filter(approved_go_live_at__lte=now):
        done += tried(revision.publish)
    for page in Page.objects.live().filter(expire_at__lte=now).specific():
        done += tried(partial(page.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled"))
    return done


def tried(act: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            act()
    except ValidationError:
        logger.warning("A text could not be published on its date.", exc_info=True)
        return False
    return True


def keep_consents() -> int:
    """Take down every film with somebody who no longer agrees to be shown; returns how many."""
    gone = Person.objects.not_agreeing(timezone.localdate())
    films: Iterable[Film] = Film.objects.live().filter(people__person__in=gone).distinct()
    return sum(1 for film in films if film.unpublish() is None)
