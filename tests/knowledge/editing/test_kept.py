"""What the editors keep true: dates, translations, reminders, and what readers answer."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from knowledge.editing import queries, services
from knowledge.editing.access import get_editable_or_404
from knowledge.editing.models import ReadingState, open_readings
from knowledge.library.models import Article, Change, Film, Person, Section
from knowledge.library.services import count_vote
from portal.accounts.models import User
from portal.config.jobs import publish_scheduled
from portal.notices import services as notices
from portal.tenancy.refusals import NotVisible
from tests.knowledge.forms import form_of
from tests.networks.entry.conftest import in_office

Desk = Callable[[User], Client]
Later = Callable[[str], None]
PLACE = "/ressurser/utkast/"


def test_an_ended_reading_cannot_be_taken(at_the_desk: Desk, reading: ReadingState, reader: User) -> None:
    reading.task.specific.on_action(reading, reader, "reject")

    at_the_desk(reader).post(f"/redaktor/lesing/{reading.pk}/ta/")

    assert ReadingState.objects.get(pk=reading.pk).claimed_by is None


def test_only_whoever_may_edit_a_text_sends_it_outside(draft: Article, author: User) -> None:
    other = User.objects.get(email="supervisor@demo.invalid")

    assert get_editable_or_404(author, draft.pk).pk == draft.pk
    with pytest.raises(NotVisible):
        get_editable_or_404(other, draft.pk)


def test_the_list_shows_what_waits_and_for_whom(
    at_the_desk: Desk, reading: ReadingState, reader: User, author: User
) -> None:
    hers, own = (at_the_desk(who).get("/redaktor/lesing/").content.decode() for who in (reader, author))

    assert "Utkastkanari" in hers
    assert ("Take it" in hers, "Take it" in own) == (True, False)


def test_the_letters_name_neither_text_nor_person(draft: Article, author: User, reader: User, monkeypatch: Any) -> None:
    sent: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(notices, "send", lambda kind, *, to, context, **_: sent.append((to, context)))

    draft.get_workflow().start(draft, author)
    reading = next(iter(open_readings()))
    reading.task.specific.on_action(reading, reader, "approve")

    assert [to for to, _ in sent] == [reader.email, author.email]
    assert "kanari" not in str(sent)
    assert mail.outbox == []  # none of Wagtail's own


def test_no_letter_asks_an_author_to_read_her_own_text(draft: Article, author: User, monkeypatch: Any) -> None:
    """Also when it is her own centre that reads."""
    told: list[User] = []
    monkeypatch.setattr(notices, "tell", told.append)
    colleague = User.objects.get(email="stranger@demo.invalid")
    draft.save_revision(user=author)

    with in_office(colleague, kind="editor"):
        draft.reading_centre = "vest"
        draft.revisions.update(user=User.objects.get(email="marit.voll@demo.invalid"))
        draft.get_workflow().start(draft, author)

    assert told == [colleague]


def test_the_first_publication_matters_and_a_later_one_as_much_as_was_said(
    draft: Article, reading: ReadingState, reader: User
) -> None:
    reading.task.specific.on_action(reading, reader, "approve")
    page = Article.objects.get(pk=draft.pk)
    page.significance, page.change_note = "medium", "Ny kilde."
    page.save_revision().publish()

    told = [(change.significance, change.note) for change in Change.objects.filter(page=page)]
    assert told == [("medium", "Ny kilde."), ("major", "")]


def test_a_text_is_reminded_of_by_its_keeper_or_else_its_centre(author: User, reader: User) -> None:
    today = timezone.localdate()
    page = Article.objects.get(slug="samtykke")
    Article.objects.filter(pk=page.pk).update(review_by=today, centre="vest", keeper=author)
    kept = {text.slug: users for text, users in queries.reminded(today)}["samtykke"]

    Article.objects.filter(pk=page.pk).update(keeper=None)

    fallen = {text.slug: users for text, users in queries.reminded(today)}["samtykke"]
    assert (kept, fallen) == ([author], [reader])


def test_a_date_on_any_day_of_the_week_is_reminded_of(author: User) -> None:
    """The job as it is scheduled, day by day for ten weeks."""
    today = timezone.localdate()
    for weekday in range(7):
        due = today + timedelta(days=60 + weekday)
        Article.objects.filter(slug="samtykke").update(review_by=due, keeper=author)
        days = [day for day in range(75) if services.remind(today + timedelta(days=day))]

        assert [(due - today).days - day for day in days] == [30, 7, 0, -7, -14][: len(days)]
        assert len(days) >= 4


@pytest.mark.parametrize(("days", "told"), [(30, 1), (29, 0), (7, 1), (0, 1), (-1, 0), (-7, 1)])
def test_reminders_come_on_their_days(author: User, days: int, told: int) -> None:
    today = timezone.localdate()
    Article.objects.filter(slug="samtykke").update(review_by=today + timedelta(days=days), keeper=author)

    assert services.remind(today) == told


def test_what_must_be_looked_at_stands_on_one_page(at_the_desk: Desk, author: User) -> None:
    Article.objects.filter(slug="samtykke").update(review_by=timezone.localdate() - timedelta(days=1))

    text = at_the_desk(author).get("/redaktor/holdes/").content.decode()

    assert "Overdue" in text
    assert "Hvor raskt barnevernet svarer" in text  # a fact nobody has checked for a year


def test_a_translation_is_behind_when_its_original_changes_in_a_way_worth_knowing(client: Client, db: None) -> None:
    original = Article.objects.get(slug="samtykke")
    twin = Article(title="Samtykke", slug="samtykke-nn", lead="Kort.", language_form="nn", variant_of=original.page_ptr)
    original.get_parent().add_child(instance=twin)
    twin.save_revision().publish()
    twin = Article.objects.get(pk=twin.pk)
    original.save_revision().publish()  # a correction
    before = twin.is_stale()

    original.significance, original.change_note = "major", "Ny regel."
    original.save_revision().publish()

    assert (before, twin.is_stale()) == (False, True)
    assert "has been changed since" in client.get(twin.address).content.decode()
    assert f'href="{twin.address}"' in client.get(original.address).content.decode()


def test_a_text_goes_out_on_its_date(draft: Article, reader: User, author: User, client: Client) -> None:
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision(user=author)
    draft.get_workflow().start(draft, author)
    reading = next(iter(queries.readings(reader))).state
    reading.task.specific.on_action(reading, reader, "approve")
    publish_scheduled(0)
    before = client.get(PLACE).status_code

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        publish_scheduled(0)

        assert (before, client.get(PLACE).status_code) == (404, 200)


def test_a_text_is_taken_down_on_its_date(client: Client, db: None) -> None:
    page = Article.objects.get(slug="samtykke")
    page.expire_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    publish_scheduled(0)
    before = client.get(page.address).status_code

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        publish_scheduled(0)

        assert (before, client.get(page.address).status_code) == (200, 404)


def test_what_points_at_a_text_is_listed_in_the_tool(at_the_desk: Desk, author: User) -> None:
    page = Article.objects.get(slug="samtalen-du-gruer-deg-til")

    text = at_the_desk(author).get(f"/redaktor/pages/{page.pk}/usage/").content.decode()

    assert "Tegn og endring" in text


def test_the_tools_first_page_says_what_waits_for_whom(
    at_the_desk: Desk, reading: ReadingState, reader: User, author: User
) -> None:
    hers, own = (at_the_desk(who).get("/redaktor/").content.decode() for who in (reader, author))

    assert ("waits for you to read it" in hers, "waits for you to read it" in own) == (True, False)
    assert "Nothing waits for you." in own


def test_a_new_text_is_answered_for_by_its_editors_own_centre(at_the_desk: Desk, reader: User) -> None:
    part = Section.objects.get(slug="ressurser")

    text = at_the_desk(reader).get(f"/redaktor/pages/add/knowledge/article/{part.pk}/").content.decode()

    assert '<option value="vest" selected>' in text


def test_a_reader_who_has_written_is_told_that_another_approves(
    at_the_desk: Desk, reading: ReadingState, reader: User
) -> None:
    draft = reading.workflow_state.content_object.specific
    draft.lead = "Rettet under lesingen."
    draft.save_revision(user=reader)

    text = at_the_desk(reader).get("/redaktor/lesing/").content.decode()

    assert "You have written on it; another must read it" in text


def test_what_readers_answer_stands_before_the_editors(at_the_desk: Desk, author: User) -> None:
    page = Article.objects.get(slug="mentor-i-gang")
    count_vote(page=page, helpful=False)

    text = at_the_desk(author).get("/redaktor/holdes/").content.decode()

    assert re.search(rf"{page.title}</a></td><td>0</td><td>1</td>", text)


def test_a_film_that_its_date_could_not_publish_is_shown_with_what_it_lacks(at_the_desk: Desk, author: User) -> None:
    film = Film.objects.live()[0]
    film.unpublish()
    film.go_live_at = timezone.now() + timedelta(hours=1)
    film.save_revision(approved_go_live_at=film.go_live_at)
    Person.objects.filter(films__film=film).update(withdrawn_on=timezone.localdate())

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        publish_scheduled(0)
        text = at_the_desk(author).get("/redaktor/holdes/").content.decode()

    assert f"{film.title}</a>: lacks the consent of everybody in it" in text


TOLD_OF_SOURCES = "The text has no sources yet"
TOLD_OF_WRITING = "You have now written on the text yourself"


def saved(desk: Client, draft: Article, **changed: str) -> None:
    told = form_of(draft, reading_centre="vest", **changed)
    desk.post(f"/redaktor/pages/{draft.pk}/edit/", told, headers={"Accept": "text/html"})


def said(desk: Client) -> str:
    return desk.get("/redaktor/").content.decode()


def test_whoever_sends_a_text_without_sources_is_told(at_the_desk: Desk, draft: Article, author: User) -> None:
    desk = at_the_desk(author)

    saved(desk, draft, **{"action-submit": "1"})

    assert (TOLD_OF_SOURCES in (text := said(desk)), TOLD_OF_WRITING in text) == (True, False)


def test_a_reader_who_corrects_is_told_that_another_approves(
    at_the_desk: Desk, draft: Article, reading: ReadingState, reader: User
) -> None:
    desk = at_the_desk(reader)

    saved(desk, draft, lead="Rettet under lesingen.")

    assert TOLD_OF_WRITING in said(desk)


@pytest.mark.parametrize(("act", "status"), [("approve", "approved"), ("reject", "rejected")])
def test_a_reader_who_only_answers_is_told_nothing_of_it(
    at_the_desk: Desk, draft: Article, reading: ReadingState, reader: User, act: str, status: str
) -> None:
    desk, remark = at_the_desk(reader), '{"comment": "Kilden mangler."}'
    answer = {"workflow-action-name": act, "workflow-action-extra-data": remark}

    saved(desk, draft, **{"action-workflow-action": "1", **answer})

    reading.refresh_from_db()
    assert reading.status == status
    assert TOLD_OF_WRITING not in said(desk)


def test_what_the_tool_saves_by_itself_says_nothing(
    at_the_desk: Desk, draft: Article, reading: ReadingState, reader: User
) -> None:
    """It saves every half second: each would be said again, all at once, on the next page."""
    desk, told = at_the_desk(reader), form_of(draft, reading_centre="vest", lead="Rettet under lesingen.")

    answer = desk.post(f"/redaktor/pages/{draft.pk}/edit/", told, headers={"Accept": "application/json"})

    assert answer.json()["success"]
    assert (TOLD_OF_WRITING in (text := said(desk)), TOLD_OF_SOURCES in text) == (False, False)
