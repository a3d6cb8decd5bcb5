"""Nothing goes out that only its author has read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError

from knowledge.editing import services
from knowledge.editing.models import Reading, ReadingState, centres_of, open_readings
from knowledge.library.models import Article
from knowledge.library.services import let_edit
from portal.accounts.models import User
from portal.tenancy.refusals import Refused
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
