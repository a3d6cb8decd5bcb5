"""Who is named is told that there is news: on her list at once, by mail soon after, and nothing of it in the letter."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from networks.directory.models import Network
from networks.discussion import services
from networks.discussion.models import Topic
from networks.discussion.queries.talk import unread as unread_talk
from networks.membership.models import Membership
from networks.membership.services import end
from portal.accounts.models import User
from portal.accounts.personas import PERSONAS
from portal.notices.models import Notice, NoticeChoice
from portal.notices.queries import news, unread
from portal.notices.telling import GATHER, note, tell_of_notices, tell_of_the_day
from portal.tenancy.context import acting_as
from tests.contracts.things import CANARIES
from tests.networks.discussion.conftest import Acting, Persona, Say
from tests.portal.notices.conftest import AtHour, Choose, Later, Name, Run, queued


def lists(acting: Acting, who: str) -> int:
    with acting(who) as user:
        return unread(user)


def test_who_is_named_finds_it_on_her_list_at_once(acting: Acting, name: Name) -> None:
    said = name("coordinator")
    with acting("coordinator") as user:
        [one] = news(user)
        place = f"{said.topic.get_absolute_url()}#m{said.number}"

    assert one.line.text == "Eva Nilsen named you in «Høsten»"
    assert (one.line.where, one.is_new) == ("Fjordby", True)
    assert one.address == place


@pytest.mark.parametrize("who", ["member", "contact", "deputy", "outsider-coordinator"])
def test_nobody_else_does(acting: Acting, name: Name, who: str) -> None:
    name("coordinator")

    assert lists(acting, who) == 0


@pytest.mark.parametrize("who", ["deputy", "mentor"])
def test_who_is_not_in_the_room_is_not_told_that_somebody_names_her(acting: Acting, name: Name, who: str) -> None:
    name(who)

    assert (lists(acting, who), queued()) == (0, [])


def test_one_is_not_told_of_oneself(acting: Acting, name: Name) -> None:
    name("member")

    assert lists(acting, "member") == 0


def test_it_is_told_once_however_often_the_message_is_changed(acting: Acting, name: Name) -> None:
    said = name("coordinator")
    with acting("member") as by:
        services.change(message=said, body="@Kari Lunde, en gang til", by=by)
        services.change(message=said, body="@Kari Lunde og @Rune Solheim", by=by)

    assert (lists(acting, "coordinator"), lists(acting, "contact")) == (1, 1)


def test_a_message_that_is_sent_again_tells_nobody_again(acting: Acting, topic: Topic) -> None:
    from uuid import UUID  # noqa: PLC0415 the one use

    with acting("member") as by:
        for _ in range(2):
            services.say(topic=topic, body="@Kari Lunde", client_id=UUID(int=7), by=by)

    assert (lists(acting, "coordinator"), len(queued())) == (1, 1)


def test_a_message_that_is_not_said_tells_nobody(acting: Acting, name: Name) -> None:
    """Notice, job and message are one transaction."""
    with transaction.atomic():
        name("coordinator")
        transaction.set_rollback(True)

    assert (lists(acting, "coordinator"), queued()) == (0, [])


# Letters


def test_the_letter_comes_a_minute_later_and_says_nothing(name: Name, run: Run, persona: Persona, topic: Topic) -> None:
    name("coordinator")
    [job] = queued()
    [letter] = run()
    whole = letter.message().as_string().lower()
    words = {*CANARIES.values(), "fjordby", "høsten", "prøverom", "radikal", "ekstrem", "named", "talk"}

    assert abs(job["at"] - timezone.now() - timedelta(seconds=GATHER)) < timedelta(seconds=20)
    assert letter.to == [persona("coordinator").email]
    assert {word for word in words if word in whole} == set()
    assert {one.name for one in PERSONAS if one.name.lower() in whole} == set()


def test_ten_mentions_are_one_letter(name: Name, run: Run) -> None:
    for _ in range(10):
        name("coordinator")

    assert len(run()) == 1


def test_every_job_twice_is_one_letter(name: Name, run: Run) -> None:
    name("coordinator")
    name("contact")

    assert [len(run()), len(run())] == [2, 0]


def test_within_an_hour_the_next_letter_waits(name: Name, run: Run, later: Later) -> None:
    name("coordinator")
    run()
    later("10 minutes")
    name("coordinator")
    soon = run()
    waits = queued()[-1]["at"] - timezone.now()
    later("61 minutes")

    assert (len(soon), len(run())) == (0, 1)
    assert timedelta(minutes=49) < waits < timedelta(minutes=61)


def test_what_is_read_meanwhile_is_not_told(acting: Acting, name: Name, run: Run) -> None:
    said = name("coordinator")
    with acting("coordinator") as by:
        services.mark_read(topic=said.topic, number=said.number, by=by)

    assert (run(), lists(acting, "coordinator")) == ([], 0)


def test_a_letter_that_cannot_be_sent_is_tried_again(name: Name, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ConnectionRefusedError

    name("coordinator")
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        with pytest.raises(ConnectionRefusedError), transaction.atomic():
            run()

    assert len(run()) == 1


# Who may no longer see it gets nothing (B10, B15)


def test_who_is_taken_out_of_the_room_meanwhile_gets_nothing(
    acting: Acting, name: Name, run: Run, leaves_room: Callable[[str], None]
) -> None:
    name("contact")
    name("coordinator")
    leaves_room("contact")

    assert ([letter.to[0] for letter in run()], lists(acting, "contact")) == (["coordinator@demo.invalid"], 0)


def test_who_is_taken_out_of_the_network_meanwhile_gets_nothing(
    acting: Acting, name: Name, run: Run, fjordby: Network, persona: Persona
) -> None:
    name("contact")
    with acting("coordinator") as by:
        member = Membership.objects.get(network=fjordby, user=persona("contact"), state="active")
        end(member=member, reason="moved", by=by)

    assert (run(), lists(acting, "contact")) == ([], 0)


def test_whose_account_is_closed_gets_nothing(name: Name, run: Run, persona: Persona) -> None:
    name("contact")
    User.objects.filter(pk=persona("contact").pk).update(is_active=False)

    assert run() == []


@pytest.mark.parametrize("act", [services.delete, services.hide, services.lock])
def test_a_message_that_is_taken_back_or_withheld_is_no_news(
    acting: Acting, name: Name, run: Run, act: Callable[..., None]
) -> None:
    said = name("contact")
    with acting("member") as by:
        act(message=said, by=by)

    assert (run(), lists(acting, "contact")) == ([], 0)


# Muted


def test_who_has_muted_the_topic_is_not_told_and_counts_as_before(
    acting: Acting, topic: Topic, name: Name, run: Run
) -> None:
    with acting("contact") as by:
        services.mute(topic=topic, muted=True, by=by)
    name("contact")
    with acting("contact"):
        counted = [one.mentions for one in unread_talk() if one.topic_id == topic.pk]
    muted = lists(acting, "contact"), run(), counted
    with acting("contact") as by:
        services.mute(topic=topic, muted=False, by=by)
    name("contact")

    assert muted == (0, [], [1])
    assert (lists(acting, "contact"), len(run())) == (1, 1)


def test_muting_is_ones_own(acting: Acting, topic: Topic, name: Name) -> None:
    with acting("member") as by:
        services.mute(topic=topic, muted=True, by=by)
    name("contact")

    assert lists(acting, "contact") == 1


# What the database refuses


def test_nobody_writes_a_notice_into_a_network_she_is_not_in(
    acting: Acting, fjordby: Network, persona: Persona
) -> None:
    told = {"network_id": fjordby.pk, "kind": "mention", "subject_id": 1, "address": "/hjem/", "key": "x"}
    for who in ("outsider-coordinator", "stranger", "ex-member", "operator"):
        with acting(who), pytest.raises(DatabaseError, match="not of this network"), transaction.atomic():
            note(people=[persona("member").pk], **told)  # type: ignore[arg-type] # as told


def test_nobody_outside_a_network_is_told_of_it(acting: Acting, fjordby: Network, persona: Persona) -> None:
    people = [persona(who).pk for who in ("stranger", "ex-member", "supervisor-expired", "outsider-coordinator")]
    with acting("coordinator"):
        note(people=people, network_id=fjordby.pk, kind="mention", subject_id=1, address="/hjem/", key="x")

    assert queued() == []


@pytest.mark.parametrize("address", ["https://ute.example/", "//ute.example/", "javascript:1"])
def test_a_notice_leads_nowhere_but_into_the_house(acting: Acting, fjordby: Network, address: str) -> None:
    with acting("coordinator") as by, pytest.raises(DatabaseError, match="address_is_a_path"), transaction.atomic():
        note(people=[by.pk], network_id=fjordby.pk, kind="mention", subject_id=1, address=address, key="x")


def test_a_notice_is_nobody_elses(acting: Acting, name: Name) -> None:
    name("coordinator")
    for who in ("member", "deputy", "contact"):
        with acting(who):
            assert not Notice.objects.exists()
    with acting("coordinator"):
        assert Notice.objects.count() == 1


def test_what_one_has_chosen_is_nobody_elses(acting: Acting, choose: Choose) -> None:
    choose("coordinator", mail="never")
    with acting("member"):
        assert NoticeChoice.objects.update(mail="at_once") == 0
        assert not NoticeChoice.objects.exists()


def test_only_where_nobody_acts_is_one_told_who_waits(
    acting: Acting, name: Name, choose: Choose, at_hour: AtHour
) -> None:
    choose("coordinator", mail="daily", hour=8)
    name("coordinator")
    at_hour(9)
    with acting("member"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sec.people_of_this_hour()")
        asked = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM sec.noticed_people()")
        assert (asked, cursor.fetchone()) == ((0,), (0,))


def test_a_job_for_nobody_does_nothing(db: None, mailoutbox: list[object]) -> None:
    tell_of_notices(person=2**40)
    tell_of_the_day(person=2**40)

    assert mailoutbox == []


def test_a_mention_asks_the_list_no_question_for_each(acting: Acting, name: Name, say: Say) -> None:
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 the one use

    counts = []
    for _ in range(2):
        for _ in range(3):
            name("coordinator")
        with acting("coordinator") as user, CaptureQueriesContext(connection) as asked:
            news(user)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 3


@pytest.mark.parametrize(("new", "questions"), [(0, 1), (1, 2)])
def test_the_bell_asks_further_only_where_something_is_new(
    acting: Acting, name: Name, new: int, questions: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    if new:
        name("coordinator")
    with acting("coordinator") as user, django_assert_num_queries(questions):  # type: ignore[attr-defined]
        assert unread(user) == new


def test_notices_are_asked_for_as_oneself_only(acting: Acting, persona: Persona, name: Name) -> None:
    name("coordinator")
    with acting_as(persona("member").pk), pytest.raises(RuntimeError):
        unread(persona("coordinator"))
