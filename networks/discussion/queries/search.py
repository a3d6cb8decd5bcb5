"""Finding again what was said, among what one may read: Norwegian words in all their forms, or a part of a word."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector
from django.db.models import Q
from django.utils.html import escape
from django.utils.safestring import SafeString

from networks.directory.models import Network
from networks.discussion.access import messages_visible_to
from networks.discussion.choices import MessageState
from networks.discussion.models import Message
from portal.accounts.models import User

MOST, LONGEST = 50, 200
LANGUAGE = "norwegian"
BEGIN, END = "\ue000", "\ue001"  # round what was found; nobody writes these


@dataclass(frozen=True)
class Hit:
    author: str
    room: str
    topic: str
    at: datetime
    address: str
    excerpt: SafeString


def search(user: User, network: Network, words: str) -> list[Hit]:
    """The newest first. Nothing for no words."""
    asked = words.strip()[:LONGEST]
    if not asked:
        return []
    query = SearchQuery(asked, config=LANGUAGE, search_type="websearch")
    found = messages_visible_to(user).filter(network=network, state=MessageState.SHOWN)
    found = found.annotate(vector=SearchVector("topic__title", "body", config=LANGUAGE))
    found = found.filter(Q(vector=query) | Q(body__icontains=asked) | Q(topic__title__icontains=asked))
    marked = SearchHeadline("body", query, config=LANGUAGE, start_sel=BEGIN, stop_sel=END, max_words=30, min_words=15)
    shown = found.annotate(excerpt=marked).select_related("author", "topic__room__network")
    return [hit(message) for message in shown.order_by("-sent_at", "-pk")[:MOST]]


def hit(said: Message) -> Hit:
    excerpt: str = said.excerpt  # type: ignore[attr-defined] # annotated
    shown = SafeString(escape(excerpt).replace(BEGIN, "<mark>").replace(END, "</mark>"))
    address = f"{said.topic.get_absolute_url()}?for={said.number + 1}#m{said.number}"
    return Hit(said.author.name, said.topic.room.name, said.topic.title, said.sent_at, address, shown)
