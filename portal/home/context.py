"""What a page of any slice may ask for and few do. Nothing is read before a template uses it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from networks.directory import access as directory
from networks.directory.models import Network
from networks.readiness.queries.year import Year, at_a_glance
from portal.accounts.models import User
from portal.home.desk import at_the_desk
from portal.home.waiting import Waiting, waiting
from portal.notices.queries import unread

SHOWN = 3
MORNING_ENDS, EVENING_BEGINS = 10, 18  # hours


@dataclass
class Waits:
    """What waits: the first, up to three more, and the rest."""

    user: User
    slug: str = ""

    @cached_property
    def things(self) -> list[Waiting]:
        return waiting(self.user, self.slug) if self.slug else [*at_the_desk(self.user), *waiting(self.user)]

    @property
    def count(self) -> int:
        return len(self.things)

    @property
    def first(self) -> Waiting | None:
        return self.things[0] if self.things else None

    @property
    def also(self) -> list[Waiting]:
        return self.things[1 : self.room + 1]

    @property
    def others(self) -> int:
        return max(self.count - 1, 0)

    @property
    def rest(self) -> list[Waiting]:
        return self.things[self.room + 1 :]

    @property
    def room(self) -> int:
        """Of one thing alone a fold would take as much."""
        return SHOWN + (self.others == SHOWN + 1)


def waits(request: HttpRequest) -> dict[str, Any]:
    """`waits` on a page of a network means in that network; elsewhere in all of them."""

    def look() -> Waits:
        parts = request.resolver_match.kwargs if request.resolver_match else {}
        return Waits(request.user, parts.get("slug", ""))  # type: ignore[arg-type] # only private pages ask

    return {
        "waits": SimpleLazyObject(look),
        "year_ahead": SimpleLazyObject(partial(ahead, request)),
        "unread_notices": partial(at_the_bell, request),  # asked where a template names it
        "uses": SimpleLazyObject(lambda: own_networks(request.user)),
        "greeting": SimpleLazyObject(lambda: greeting(request, timezone.now())),
    }


def ahead(request: HttpRequest) -> Year:
    """Of the network the page is about; only its front page asks."""
    parts = request.resolver_match.kwargs if request.resolver_match else {}
    return at_a_glance(request.user, parts.get("slug", ""), timezone.localdate())  # type: ignore[arg-type] # as above


def at_the_bell(request: HttpRequest) -> int:
    """Nothing where nobody is signed in, or where a request failed before that was known."""
    user = getattr(request, "user", None)
    return unread(user) if isinstance(user, User) else 0


def own_networks(user: User | AnonymousUser) -> list[Network]:
    """Where a text could be of use: asked for by the public pages, which know no network."""
    return list(directory.visible_to(user).order_by("name")) if user.is_authenticated else []


def greeting(request: HttpRequest, now: datetime) -> str:
    name = request.user.name.split()[0] if request.user.is_authenticated and request.user.name.split() else ""
    hour = timezone.localtime(now).hour
    if hour < MORNING_ENDS:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < EVENING_BEGINS:
        return _("Good day, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}
