"""The periodic jobs and their schedule, one line each. Every ending is kept by one of them."""

import json
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from knowledge.editing import services as editing
from knowledge.library import services as library
from networks.discussion import access as discussion
from networks.functions import access as functions
from networks.readiness import access as readiness
from networks.reports import access as reports
from networks.routines import access as routines
from networks.routines.queries import links
from networks.runs import access as runs
from networks.steps.choices import BY_ROLE, OF_A_RUN
from networks.suggestions import access as suggestions
from portal.accounts.models import Session
from portal.files.sweeping import sweep
from portal.notices import forgotten, telling
from portal.notices import services as notices
from portal.tenancy.functions import call, call_rows

logger = logging.getLogger(__name__)
__all__ = [
    "discussion",
    "forgotten",
    "functions",
    "notices",
    "readiness",
    "reports",
    "routines",
    "runs",
    "suggestions",
]  # for their tasks and kinds too: this module is all the worker reads


@app.periodic(cron="15 3 * * *")
@app.task(name="keep_confirmations", queue="endings", pass_context=False)
def keep_confirmations(timestamp: int) -> int:
    """Pauses memberships that nobody confirmed in time; returns how many."""
    paused: int = call("keep_confirmations")
    return paused


def told_of(what: str, **told: Any) -> int:
    """What the database's keeper of that name has just told of; a letter to each of those people follows."""
    with transaction.atomic():
        keys = call_rows(what, **told)
        for key in keys:
            telling.tell_later(key)
    return len(keys)


@app.periodic(cron="17 3 * * *")
@app.task(name="keep_reviews", queue="endings", pass_context=False)
def keep_reviews(timestamp: int) -> int:
    """Tells those who write routines that one should be read again; returns how many such there were."""
    return told_of("keep_reviews")


@app.periodic(cron="16 3 * * *")
@app.task(name="keep_links", queue="endings", pass_context=False)
def keep_links(timestamp: int) -> int:
    """Tells those who write routines that an article one points to has changed; returns how many such routines."""
    changed = links.changed(timezone.now())
    return told_of("tell_of_articles", links=list(changed), moments=list(changed.values())) if changed else 0


@app.periodic(cron="18 3 * * *")
@app.task(name="keep_holdings", queue="endings", pass_context=False)
def keep_holdings(timestamp: int) -> int:
    """Removes who has left from the contact lists, and tells of those to be confirmed; returns how many such there were."""
    return told_of("keep_holdings")


@app.periodic(cron="19 3 * * *")
@app.task(name="keep_readiness", queue="endings", pass_context=False)
def keep_readiness(timestamp: int) -> int:
    """Tells those who answer for something in a network's year that it is due or overdue; returns of how many things."""
    return told_of("keep_readiness")


@app.periodic(cron="21 3 * * *")
@app.task(name="keep_vacancies", queue="endings", pass_context=False)
def keep_vacancies(timestamp: int) -> int:
    """Tells those who write routines that one in force names a function nobody has; returns of how many versions."""
    return told_of("keep_vacancies", of_a_run=list(OF_A_RUN), by_role=list(BY_ROLE))


@app.periodic(cron="50 5 * * *")
@app.task(name="keep_runs", queue="endings", pass_context=False)
def keep_runs(timestamp: int) -> int:
    """Reminds of the steps that are due tomorrow, or overdue; returns how many."""
    return told_of("keep_runs")


@app.periodic(cron="28 3 * * *")
@app.task(name="keep_lessons", queue="endings", pass_context=False)
def keep_lessons(timestamp: int) -> int:
    """Removes what was learnt of a routine when its day has passed, used or not; returns how many."""
    removed: int = call("keep_lessons")
    return removed


@app.periodic(cron="29 3 * * *")
@app.task(name="keep_suggestions", queue="endings", pass_context=False)
def keep_suggestions(timestamp: int) -> int:
    """Deletes suggestions to the library whose day has passed, answered or not; returns how many."""
    removed: int = call("keep_suggestions")
    return removed


@app.periodic(cron="20 3 * * *")
@app.task(name="keep_visits", queue="endings", pass_context=False)
def keep_visits(timestamp: int) -> int:
    """Writes down the visits that ended with an office, and lets none begin again; returns how many."""
    ended: int = call("keep_visits")
    return ended


@app.periodic(cron="25 3 * * *")
@app.task(name="keep_rooms", queue="endings", pass_context=False)
def keep_rooms(timestamp: int) -> list[dict[str, int]]:
    """Deletes the rooms whose day has come; returns what was in each, in numbers."""
    with transaction.atomic():
        removed = [json.loads(row) for row in call_rows("keep_rooms")]
    for counted in removed:
        logger.warning("A room was deleted: %s topics, %s messages.", counted["topics"], counted["messages"])
    return removed


@app.periodic(cron="22 3 * * *")
@app.task(name="keep_reports", queue="endings", pass_context=False)
def keep_reports(timestamp: int) -> int:
    """Deletes reports whose day has passed, answered or not; returns how many."""
    removed: int = call("keep_reports")
    return removed


@app.periodic(cron="40 3 * * *")
@app.task(name="sweep_files", queue="endings", pass_context=False)
def sweep_files(timestamp: int) -> int:
    """Removes the files that no message leads to any more; returns how many."""
    return sweep()


@app.periodic(cron="0 6 * * *")
@app.task(name="remind_confirmations", queue="endings", pass_context=False)
def remind_confirmations(timestamp: int) -> int:
    """Tells contacts and coordinators, thirty and seven days before a date, that there is news; returns how many."""
    with transaction.atomic():
        letters = [json.loads(row) for row in call_rows("remind_confirmations")]
        for letter in letters:
            notices.tell_at(letter["to"], letter["language"])
    return len(letters)


@app.periodic(cron="30 3 * * *")
@app.task(name="clear_sessions", queue="endings", pass_context=False)
def clear_sessions(timestamp: int) -> int:
    """Removes sessions past their end; returns how many."""
    removed, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return removed


@app.periodic(cron="*/5 * * * *")
@app.task(name="publish_scheduled", queue="endings", pass_context=False)
def publish_scheduled(timestamp: int) -> int:
    """Publishes what the editors have set a time for, and takes down what has reached its last; returns how many."""
    return library.publish_due(timezone.now())


@app.periodic(cron="5 0 * * *")
@app.task(name="keep_consents", queue="endings", pass_context=False)
def keep_consents(timestamp: int) -> int:
    """Takes down films with somebody whose consent has ended; returns how many."""
    with transaction.atomic():
        return library.keep_consents()


@app.periodic(cron="10 6 * * *")
@app.task(name="remind_readings", queue="endings", pass_context=False)
def remind_readings(timestamp: int) -> int:
    """Tells those who answer for a text that is due to be read through; returns how many."""
    with transaction.atomic():
        return editing.remind(timezone.localdate())


@app.periodic(cron="35 3 * * *")
@app.task(name="clear_outside_readings", queue="endings", pass_context=False)
def clear_outside_readings(timestamp: int) -> int:
    """Removes the names of those outside who were asked to read, thirty days after their link closed."""
    return editing.clear_outside()


@app.periodic(cron="0 * * * *")
@app.task(name="tell_daily", queue="mail", pass_context=False)
def tell_daily(timestamp: int) -> int:
    """Writes to those who want one letter a day, at the hour they chose; returns to how many."""
    return telling.tell_daily()


@app.periodic(cron="40 3 * * *")
@app.task(name="keep_notices", queue="endings", pass_context=False)
def keep_notices(timestamp: int) -> int:
    """Removes notices that are ninety days old, or of what their person no longer sees; returns how many."""
    return telling.keep()
