"""Setting up a network's year, saying that something is done, and the private addresses that calendars read it at."""

import secrets
from calendar import monthrange
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from networks.directory.models import Network
from networks.readiness.access import owners
from networks.readiness.choices import FURTHEST_YEARS, MOST_ITEMS, SOON_DAYS, STANDARD, Every, Kind
from networks.readiness.models import CalendarFeed, ReadinessItem
from networks.readiness.queries.calendar import token_hash
from portal.accounts.models import User
from portal.audit.services import record
from portal.tenancy.functions import call
from portal.tenancy.refusals import Refused

TOKEN_BYTES = 32


def set_up(*, network: Network, by: User) -> None:
    """Lay out a year to begin with, all of it answered for by whoever does. Raises Refused("year_already_set")."""
    own = owners(network).filter(user=by).first()
    first_day = timezone.localdate() + timedelta(days=SOON_DAYS + 1)  # nothing is pressing on the day it is set up
    with transaction.atomic():
        call("in_turn_of_year", network=network.pk)
        if network.year_items.exists():
            raise Refused("year_already_set")
        for kind, month, day in STANDARD:
            due_on = coming(month, day, first_day)
            _laid(network, kind=kind, title="", due_on=due_on, every=Every.YEAR, owner_id=own.pk if own else None)
        record(network.pk, "readiness.set_up", by=by)


def coming(month: int, day: int, earliest: date) -> date:
    """The first such day from `earliest` on."""
    this_year = date(earliest.year, month, day)
    return this_year if this_year >= earliest else date(earliest.year + 1, month, day)


def add(
    *, network: Network, kind: str, title: str, due_on: date, every: int, owner_id: int | None, by: User
) -> ReadinessItem:
    """Raises Refused: too_many_items, needs_a_title, day_passed, day_too_far, owner_not_member."""
    title = _title(kind, title)
    _look_at_day(due_on)
    _look_at_owner(network, owner_id)
    with transaction.atomic():
        call("in_turn_of_year", network=network.pk)
        if network.year_items.count() >= MOST_ITEMS:
            raise Refused("too_many_items")
        item = _laid(network, kind=kind, title=title, due_on=due_on, every=every, owner_id=owner_id)
        record(network.pk, "readiness.added", item, label=item.name, by=by)
    return item


def _laid(network: Network, *, kind: str, title: str, due_on: date, every: int, owner_id: int | None) -> ReadinessItem:
    return ReadinessItem.objects.create(
        network=network, kind=kind, title=title, first_on=due_on, due_on=due_on, every=every, owner_id=owner_id,
        changed_at=timezone.now(),
    )  # fmt: skip


def _title(kind: str, title: str) -> str:
    """Only what is the network's own has a title of its own."""
    if kind != Kind.OWN:
        return ""
    if not title:
        raise Refused("needs_a_title")
    return title


def _look_at_day(day: date) -> None:
    today = timezone.localdate()
    if day < today:
        raise Refused("day_passed")
    last = min(today.day, monthrange(today.year + FURTHEST_YEARS, today.month)[1])
    if day > today.replace(year=today.year + FURTHEST_YEARS, day=last):
        raise Refused("day_too_far")


def _look_at_owner(network: Network, owner_id: int | None) -> None:
    if owner_id is not None and not owners(network).filter(pk=owner_id).exists():
        raise Refused("owner_not_member")


def change(
    *, item: ReadinessItem, kind: str, title: str, due_on: date, every: int, owner_id: int | None, by: User
) -> None:
    """A day that has passed may stay as it is. Raises Refused: needs_a_title, day_passed, day_too_far, owner_not_member."""
    title = _title(kind, title)
    _look_at_owner(item.network, owner_id)
    told = {"kind": kind, "title": title, "every": every, "owner_id": owner_id, "changed_at": timezone.now()}
    if due_on != item.due_on:
        _look_at_day(due_on)
        told |= {"due_on": due_on, "first_on": due_on}
    with transaction.atomic():
        ReadinessItem.objects.filter(pk=item.pk).update(**told)
        changed = ReadinessItem(pk=item.pk, kind=kind, title=title)
        record(item.network_id, "readiness.changed", changed, label=changed.name, by=by)


def remove(*, item: ReadinessItem, by: User) -> None:
    """With all that was noted of it. That it was there stands in the log. Raises NotAllowed."""
    with transaction.atomic():
        call("remove_readiness", item=item.pk)
        record(item.network_id, "readiness.removed", item, label=item.name, by=by)


def do(*, item: ReadinessItem, note: str, by: User) -> date:
    """Note that it is done today; returns when it is due again. Raises Refused: done_today, too_early; NotAllowed."""
    with transaction.atomic():
        due_on: date = call("do_readiness", item=item.pk, note=note)
        record(item.network_id, "readiness.done", item, label=item.name, by=by)
    return due_on


def make_feed(*, network: Network, by: User) -> str:
    """A new address for her calendar, in place of an earlier one. The token is returned and kept nowhere. Raises NotAllowed."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        made = call("make_feed", network=network.pk, token_hash=token_hash(token))
        record(network.pk, "feed.made", CalendarFeed(pk=made), by=by)
    return token


def end_feed(*, feed: CalendarFeed, by: User) -> None:
    """At once: the next time a calendar asks, there is nothing. Only one's own is ended; twice is once."""
    with transaction.atomic():
        call("end_feed", feed=feed.pk)
        record(feed.network_id, "feed.ended", feed, by=by)
