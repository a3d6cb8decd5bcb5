"""Nothing goes out that only its author has read."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError

from knowledge.editing import queries, services
from knowledge.editing.access import get_editable_or_404
from knowledge.editing.models import Reading, ReadingState, centres_of, open_readings
from knowledge.library.models import Article, Change, Film, Person, Section
from knowledge.library.services import count_vote, let_edit
from portal.accounts.models import User
from portal.config.jobs import publish_scheduled
from portal.notices import services as notices
from portal.tenancy.refusals import NotVisible, Refused
from tests.knowledge.forms import form_of
from tests.networks.entry.conftest import in_office

Desk = Callable[[User], Client]
Later = Callable[[str], None]
PLACE = "/ressurser/utkast/"


def test_an_author_cannot_publish_alone(draft: Article, author: User) -> None:
    with pytest.raises(PublishPagePermissionError):
        draft.get_latest_revision().publish(user=author)


@pytest.mark.parametrize("answer", ["", "reject"])
def test_what_is_only_sent_to_be_read_is_not_published(
    draft: Article, reading: ReadingState, reader: User, author: User, answer: str
) -> None:
    if answer:
        reading.task.specific.on_action(reading, reader, answer)

    with pytest.raises(PublishPagePermissionError):
        Article.objects.get(pk=draft.pk).get_latest_revision().publish(user=author)


def test_what_another_centre_has_approved_is_published(client: Client, reading: ReadingState, reader: User) -> None:
    before = client.get(PLACE).status_code

    reading.task.specific.on_action(reading, reader, "approve")

    assert (before, client.get(PLACE).status_code) == (404, 200)


def test_what_is_sent_back_stays_a_draft(client: Client, reading: ReadingState, reader: User) -> None:
    reading.task.specific.on_action(reading, reader, "reject", comment="Kilden mangler.")

    reading.refresh_from_db()
    assert (reading.status, reading.comment) == ("rejected", "Kilden mangler.")
    assert client.get(PLACE).status_code == 404


def test_the_author_is_no_reader_of_her_own_text(reading: ReadingState, author: User, reader: User) -> None:
    task, page = reading.task.specific, reading.workflow_state.content_object

    assert (task.get_actions(page, author), bool(task.get_actions(page, reader))) == ([], True)


def test_another_centre_than_the_one_asked_is_no_reader(reading: ReadingState, reader: User) -> None:
    page = reading.workflow_state.content_object.specific
    before = reading.task.specific.may_read(reader, page)
    page.reading_centre = "nord"
    page.save_revision()

    assert (before, reading.task.specific.may_read(reader, page)) == (True, False)


def test_the_part_says_who_reads_when_the_author_does_not(draft: Article) -> None:
    draft.reading_centre = ""
    draft.save_revision()

    assert Reading.objects.get(workflow_tasks__workflow=draft.get_workflow()).reads_for(draft) == "sor"


def test_rights_in_the_tool_make_no_reader_without_the_office(reading: ReadingState, reader: User) -> None:
    page = reading.workflow_state.content_object
    other = User.objects.get(email="supervisor@demo.invalid")  # of the same centre, and no editor
    let_edit(user=other)

    assert (reading.task.specific.may_read(reader, page), reading.task.specific.may_read(other, page)) == (True, False)


def test_a_reader_is_one_until_the_last_day_of_her_office(later: Later, db: None) -> None:
    other = User.objects.get(email="stranger@demo.invalid")
    with in_office(other, kind="editor", until=timezone.localdate()) as user:
        on_the_last = centres_of(user)

        later("1 day")

        assert (on_the_last, centres_of(user)) == (frozenset({"vest"}), frozenset())


def test_the_version_that_waits_says_who_reads_and_not_the_public_one(author: User, reader: User) -> None:
    page = Article.objects.get(slug="samtykke")
    page.reading_centre = "vest"
    page.save_revision(user=author).publish()
    page = Article.objects.get(pk=page.pk)
    page.reading_centre = "nord"
    page.save_revision(user=author)

    task = Reading.objects.get(workflow_tasks__workflow=page.get_workflow())
    assert not task.may_read(reader, Article.objects.get(pk=page.pk))


def test_a_change_after_the_approval_must_be_read_again(
    draft: Article, reading: ReadingState, reader: User, author: User
) -> None:
    reading.task.specific.on_action(reading, reader, "approve")
    page = Article.objects.get(pk=draft.pk)
    page.significance, page.change_note, page.lead = "major", "Nytt råd.", "Ny ingress."
    changed = page.save_revision(user=author)

    with pytest.raises(PublishPagePermissionError):
        changed.publish(user=author)


def test_a_correction_of_what_is_public_goes_out_at_once(
    draft: Article, reading: ReadingState, reader: User, author: User
) -> None:
    reading.task.specific.on_action(reading, reader, "approve")
    page = Article.objects.get(pk=draft.pk)
    page.significance, page.lead = "typo", "Kort og godt."

    page.save_revision(user=author).publish(user=author)

    assert Article.objects.get(pk=draft.pk).lead == "Kort og godt."


def test_a_reading_has_a_date_and_can_be_late(reading: ReadingState) -> None:
    late_before = reading.is_late()
    reading.due_on = timezone.localdate() - timedelta(days=1)

    assert (late_before, reading.is_late()) == (False, True)
    assert ReadingState.objects.get(pk=reading.pk).due_on == timezone.localdate() + timedelta(days=14)


def test_two_do_not_take_the_same_reading(reading: ReadingState, reader: User, author: User) -> None:
    services.claim(state=reading, by=reader)

    with pytest.raises(Refused, match="reading_claimed"):
        services.claim(state=reading, by=author)


def test_a_reading_is_given_back_by_whoever_has_it(reading: ReadingState, reader: User, author: User) -> None:
    services.claim(state=reading, by=reader)
    services.give_back(state=reading, by=author)
    kept = ReadingState.objects.get(pk=reading.pk).claimed_by

    services.give_back(state=reading, by=reader)

    assert (kept, ReadingState.objects.get(pk=reading.pk).claimed_by) == (reader, None)


def test_an_author_cannot_take_the_reading_of_her_own_text(
    at_the_desk: Desk, reading: ReadingState, reader: User, author: User
) -> None:
    place = f"/redaktor/lesing/{reading.pk}/ta/"

    assert (at_the_desk(author).post(place).status_code, at_the_desk(reader).post(place).status_code) == (404, 302)


def test_whoever_has_written_on_it_is_no_reader_of_it(draft: Article, reader: User, author: User) -> None:
    """Also when somebody else wrote last."""
    draft.reading_centre = "ost"
    draft.save_revision(user=author)
    draft.save_revision(user=reader)

    draft.get_workflow().start(draft, reader)

    state = next(iter(open_readings()))
    assert not state.task.specific.may_read(author, state.workflow_state.content_object)


def test_whoever_has_written_on_anothers_text_is_no_reader_of_it(draft: Article, reader: User) -> None:
    draft.save_revision(user=reader)

    assert not Reading.objects.get(workflow_tasks__workflow=draft.get_workflow()).may_read(reader, draft)


def test_whoever_began_a_text_that_others_have_written_is_no_reader_of_it(
    draft: Article, author: User, reader: User
) -> None:
    draft.reading_centre = "ost"
    draft.save_revision(user=reader)
    draft.revisions.update(user=reader)

    assert not Reading.objects.get(workflow_tasks__workflow=draft.get_workflow()).may_read(author, draft)


def test_whoever_wrote_on_it_before_it_was_public_may_read_the_next_change(
    draft: Article, author: User, reader: User
) -> None:
    draft.save_revision(user=reader).publish()
    page = Article.objects.get(pk=draft.pk)

    page.save_revision(user=author)

    assert Reading.objects.get(workflow_tasks__workflow=page.get_workflow()).may_read(reader, page)


def test_what_is_being_read_stands_still(at_the_desk: Desk, draft: Article, author: User) -> None:
    """The same form writes until it is sent: what stops the second is that, and nothing the form lacks."""
    client, place = at_the_desk(author), f"/redaktor/pages/{draft.pk}/edit/"
    told = form_of(draft, reading_centre="vest")
    client.post(place, told | {"title": "Endret før"})
    page = Article.objects.get(pk=draft.pk).get_latest_revision_as_object()
    page.get_workflow().start(page, author)

    client.post(place, told | {"title": "Endret underveis"})

    assert Article.objects.get(pk=draft.pk).get_latest_revision().content["title"] == "Endret før"


def test_a_reading_opens_the_text_to_its_reader_and_to_nobody_else(
    reading: ReadingState, reader: User, author: User
) -> None:
    """Without other rights in the tool than the reading gives."""
    page = Article.objects.get(pk=reading.workflow_state.object_id)
    Article.objects.filter(pk=page.pk).update(owner=None)
    for user in (reader, author):
        user.groups.clear()

    may = [page.permissions_for_user(user).can_edit() for user in (reader, author)]

    assert may == [True, False]


def test_the_tool_lists_a_reading_to_its_reader_and_not_to_the_author(
    reading: ReadingState, reader: User, author: User
) -> None:
    task = reading.task.specific

    hers, own = (list(task.get_task_states_user_can_moderate(who)) for who in (reader, author))

    assert ([state.pk for state in hers], own) == ([reading.pk], [])


def test_what_a_colleague_reads_is_never_written_over(draft: Article, reading: ReadingState, author: User) -> None:
    """Or she would approve another text than the one she has read."""
    sent = draft.get_latest_revision()

    assert draft.save_revision(user=author, overwrite_revision=sent).pk != sent.pk


def test_what_is_public_is_never_written_over(draft: Article, author: User) -> None:
    draft.get_latest_revision().publish()
    page = Article.objects.get(pk=draft.pk)
    public = page.get_latest_revision()

    assert page.save_revision(user=author, overwrite_revision=public).pk != public.pk


def test_what_goes_out_on_a_date_is_never_written_over(author: User) -> None:
    page = Article.objects.get(slug="samtykke")
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(user=author).publish(user=author)
    page = Article.objects.get(pk=page.pk).get_latest_revision_as_object()
    waits = page.get_latest_revision()

    assert page.save_revision(user=author, overwrite_revision=waits).pk != waits.pk


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
