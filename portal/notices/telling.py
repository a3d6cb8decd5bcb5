"""Tells people that something concerns them: on their list at once, and outside, soon after, that there is news.

What leaves the house says nothing (PR-5). Before it does, the person is asked about anew, as herself: who has lost the
place in the room, or has read it meanwhile, gets nothing. A job that is run twice does the same as once.
"""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from procrastinate.contrib.django import app

from portal.accounts.models import User
from portal.notices.choices import Mail
from portal.notices.hours import PAUSE, awake
from portal.notices.models import Notice
from portal.notices.pushing import push
from portal.notices.queries import choice_of, not_told, reachable, still_seen
from portal.notices.services import PATIENT, post
from portal.notices.stopping import link_for
from portal.tenancy.context import acting_as
from portal.tenancy.functions import call, call_rows

GATHER = 60  # seconds in which what comes together is told together


def note(*, people: Collection[int], network_id: int, kind: str, subject_id: int, address: str, key: str) -> None:
    """Lay a notice on the lists of people of the acting person's network, in the present transaction.

    `kind` is one that a slice answers for (portal.notices.kinds), `address` where one is led, `key` names the event.
    """
    told = {"network": network_id, "kind": kind, "subject": subject_id, "address": address, "key": key}
    for person in call_rows("note", people=list(people), **told):
        tell_of_notices.configure(schedule_in={"seconds": GATHER}).defer(person=person)


def tell_later(key: str) -> None:
    """Tell of an event that concerns many, once the present transaction holds. `key` names their notices."""
    tell_of_event.defer(key=key)


@app.task(name="tell_of_event", queue="mail", retry=PATIENT, pass_context=False)
def tell_of_event(*, key: str) -> None:
    """One job for each person, so that a letter that cannot be sent keeps back no other."""
    with transaction.atomic():
        for person in call_rows("people_of_notice", key=key):
            tell_of_notices.defer(person=person)


@app.task(name="tell_of_notices", queue="mail", retry=PATIENT, pass_context=False)
def tell_of_notices(*, person: int) -> None:
    """In her browsers, and by mail where she wants it at once. In her quiet hours it waits for their end."""
    if (user := reachable(person)) is None:
        return
    with acting_as(person):
        now = call("now")
        later = awake(choice_of(user), now)
    if later > now:
        again(user, later)
    else:
        push(user)
        mail_at_once(user)


def again(user: User, at: datetime) -> None:
    tell_of_notices.configure(schedule_at=at).defer(person=user.pk)


def mail_at_once(user: User) -> None:
    with acting_as(user.pk):
        if choice_of(user).mail != Mail.AT_ONCE:
            return
        last = Notice.objects.filter(user=user).aggregate(at=Max("mailed_at"))["at"]
        if last is None or last + PAUSE <= call("now"):
            mail(user)
        elif not_told(user, "mail"):
            again(user, last + PAUSE)


def mail(user: User) -> None:
    """One letter for all that is new. It is noted first and sent last: if it cannot be sent, nothing is noted."""
    with acting_as(user.pk):
        new = not_told(user, "mail")
        if new and call("told_notices", notices=new, way="mail"):
            letter = {"to": user.email, "link": settings.ORIGIN + reverse("notices:list"), "stop": link_for(user)}
            name = hashlib.sha256(f"{user.pk} {new}".encode()).hexdigest()[:24]
            post("news", letter, language=user.language or settings.LANGUAGE_CODE, name=name)


@app.task(name="tell_of_the_day", queue="mail", retry=PATIENT, pass_context=False)
def tell_of_the_day(*, person: int) -> None:
    """The one letter a day. A person who has had it is no longer asked for."""
    if (user := reachable(person)) is None:
        return
    with acting_as(person):
        now, choice = call("now"), choice_of(user)
        if choice.mail == Mail.DAILY and awake(choice, now) == now:
            mail(user)


def tell_daily() -> int:
    """Queue the letter of everybody whose hour has come today; returns how many."""
    with transaction.atomic():
        people = call_rows("people_of_this_hour")
        for person in people:
            tell_of_the_day.defer(person=person)
    return len(people)


def keep() -> int:
    """Remove what is ninety days old and what its person may no longer see; returns how many."""
    removed: int = call("keep_notices")
    for person in call_rows("noticed_people"):
        if (user := reachable(person)) is not None:
            with acting_as(person):
                kept = list(still_seen(user).values_list("pk", flat=True))
                removed += call("clear_notices", kept=kept)
    return removed
