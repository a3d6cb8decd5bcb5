"""A year as a calendar outside reads it (RFC 5545): days, and words that say nothing of what they are about (PR-5)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from networks.directory.models import Network
from networks.readiness import access
from networks.readiness.choices import OUTSIDE
from networks.readiness.models import CalendarFeed
from portal.accounts.models import User
from portal.tenancy.clock import Today
from portal.tenancy.functions import call_record

ASK_AGAIN = timedelta(hours=12)


@dataclass(frozen=True)
class Event:
    number: int
    kind: str
    on: date
    changed_at: datetime


@dataclass(frozen=True)
class Feed:
    """What the holder of an address may read: the language of whoever made it, and the days."""

    language: str
    changed_at: datetime
    events: list[Event]


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def feed_by_token(token_hash: str) -> Feed | None:
    """None where there is none, and where its membership or its time has ended: the database decides. Nobody acts."""
    told = call_record("feed_by_token", token_hash=token_hash)
    if told is None:
        return None
    events = [
        Event(one["id"], one["kind"], date.fromisoformat(one["on"]), datetime.fromisoformat(one["changed_at"]))
        for one in told["items"]
    ]
    return Feed(told["language"], datetime.fromisoformat(told["changed_at"]), events)


def as_calendar(feed: Feed) -> bytes:
    """The same bytes as long as nothing has changed."""
    known = dict(settings.LANGUAGES)
    with override(feed.language if feed.language in known else settings.LANGUAGE_CODE):
        calendar = icalendar.Calendar()
        calendar.add("prodid", "-//Utveier//NONSGML Utveier//NB")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", pgettext("in a calendar", "Utveier: the year"))
        calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
        for event in feed.events:
            calendar.add_component(as_event(event))
        return calendar.to_ical()


def as_event(event: Event) -> icalendar.Event:
    """The number of an item never changes, so a calendar moves the event when its next term comes."""
    made = icalendar.Event()
    made.add("uid", f"year-{event.number}@{urlsplit(settings.ORIGIN).hostname}")
    made.add("dtstamp", event.changed_at)
    made.add("last-modified", event.changed_at)
    made.add("dtstart", event.on)
    made.add("dtend", event.on + timedelta(days=1))
    made.add("summary", _("Utveier: the year, %(what)s") % {"what": str(OUTSIDE[event.kind]).lower()})
    made.add("class", "PRIVATE")
    made.add("transp", "TRANSPARENT")
    return made


def own_feed(user: User, network: Network) -> CalendarFeed | None:
    """Hers, while it runs."""
    return access.feeds_visible_to(user).filter(network=network, ends_on__gte=Today()).first()
