"""The draft says what is new in it, as its second reader will see it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from networks.library.models import LibraryVersion
from networks.routines import services
from networks.routines.models import Routine
from networks.routines.queries.news import news
from networks.steps.content import Step
from networks.steps.merge import Choice, Decision
from tests.networks.routines.conftest import REVIEW, Acting, Drafted, Persona, Publish, reworded
from tests.networks.routines.test_news import NEWER

AT = "/nettverk/fjordby/rutiner/{}/utkast/"


@pytest.fixture
def next_one(acting: Acting, routine: Routine, in_force: Callable[[], int]) -> str:
    """The coordinator has begun the next version; nothing is said otherwise yet."""
    in_force()
    with acting("coordinator") as by:
        services.start_version(routine=routine, by=by)
    return AT.format(routine.pk)


@pytest.fixture
def taken_in(acting: Acting, draft: Drafted, publish: Publish, next_one: str) -> str:
    newer: LibraryVersion = publish(NEWER)
    with acting("coordinator") as by:
        services.look_at_news(version=draft(), news=newer, by=by)
        decided = {change.item.id: Decision(Choice.TAKE) for change in news(draft()).open}
        services.decide(version=draft(), decided=decided, by=by)
        services.take_in(version=draft(), by=by)
    return next_one


def test_a_draft_that_says_the_same_shows_no_change(signed_in: Callable[[str], Client], next_one: str) -> None:
    assert 'id="endret"' not in signed_in("coordinator").get(next_one).content.decode()


def test_what_is_written_is_folded_away(
    acting: Acting, signed_in: Callable[[str], Client], draft: Drafted, next_one: str
) -> None:
    with acting("coordinator") as by:
        services.change(version=draft(), how=reworded("merk", text="Skriv datoen."), by=by)
    page = signed_in("coordinator").get(next_one).content.decode()

    assert '<details class="panel" id="endret"><summary>' in page
    assert "Changed since version 1" in page


def test_what_is_taken_in_is_shown_as_the_reader_sees_it(
    acting: Acting, signed_in: Callable[[str], Client], persona: Persona, draft: Drafted, taken_in: str
) -> None:
    page = signed_in("coordinator").get(taken_in)
    with acting("coordinator") as by:
        services.send(version=draft(), reader=persona("member"), note="Ny", review_on=REVIEW, by=by)
    read = signed_in("member").get(f"{taken_in}les/")

    assert 'id="endret" open>' in page.content.decode()
    seen = [(change.title, change.fields) for change in read.context["changes"]]
    assert [(change.title, change.fields) for change in page.context["changes"]] == seen != []


def test_the_sources_own_note_is_proposed(signed_in: Callable[[str], Client], taken_in: str) -> None:
    assert signed_in("coordinator").get(f"{taken_in}send/").context["form"]["note"].value() == "Nytt"


def test_before_the_first_version_what_was_done_is_proposed(
    acting: Acting, signed_in: Callable[[str], Client], draft: Drafted
) -> None:
    with acting("coordinator") as by:
        services.change(version=draft(), how=reworded("folge", hidden="Gjøres av andre"), by=by)
    send = AT.format(draft().routine_id) + "send/"

    proposed = signed_in("coordinator").get(send).context["form"]["note"].value()

    assert proposed == "Reworded: «Drøft uroen». Put aside: «Følg opp»."


def test_whoever_leads_beside_the_writer_is_proposed_the_first_time(
    signed_in: Callable[[str], Client], persona: Persona, draft: Drafted
) -> None:
    form = signed_in("coordinator").get(AT.format(draft().routine_id) + "send/").context["form"]

    assert form["reader"].value() == persona("deputy").pk
    assert (
        f"{persona('deputy').name} · deputy coordinator · " in dict(form.fields["reader"].choices)[persona("deputy").pk]
    )


def test_more_than_there_is_room_for_is_not_proposed(
    acting: Acting, signed_in: Callable[[str], Client], draft: Drafted
) -> None:
    long = [Step(id=f"s-{n}", title=f"{n} " + "a" * 90, role="coordinator") for n in range(5)]
    with acting("coordinator") as by:
        services.change(version=draft(), how=lambda content: replace(content, steps=(*content.steps, *long)), by=by)
    send = AT.format(draft().routine_id) + "send/"

    assert signed_in("coordinator").get(send).context["form"]["note"].value() == ""


def test_without_news_no_note_is_proposed_but_a_day_within_a_year(
    signed_in: Callable[[str], Client], next_one: str
) -> None:
    form = signed_in("coordinator").get(f"{next_one}send/").context["form"]

    assert form["note"].value() == ""
    assert timedelta(days=360) < form["review_on"].value() - timezone.localdate() <= timedelta(days=366)
