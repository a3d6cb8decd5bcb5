"""Access ends: nothing of the next message is heard, and the socket is closed within two seconds (B10, B25)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from networks.discussion.models import Topic
from networks.entry import services as entry
from networks.entry.models import Grant
from networks.membership import services as members
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.accounts.sessions import SessionStore
from portal.tenancy.context import acting_as
from tests.portal.live.house import House, session_of
from tests.portal.live.rooms import (
    FJORDBY,
    change,
    fjordby,
    hide,
    leave,
    new_member,
    new_person,
    new_topic,
    person,
    place,
    say,
    take_out,
)

AT_ONCE = 2.0  # seconds
POLICY = 1008


def membership(user: User) -> Membership:
    return Membership.objects.select_related("user").get(network=fjordby(), user=user)


def sign_out(cookie: str) -> None:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
    browser.post(reverse("account_logout"))
    assert not SessionStore().exists(cookie)


def managed(act: Callable[..., None], **told: str) -> Callable[[User, Topic, str], None]:
    """What the coordinator does to a member."""

    def run(user: User, topic: Topic, cookie: str) -> None:
        by = person("coordinator")
        with acting_as(by.pk):
            act(member=membership(user), by=by, **told)

    return run


ENDINGS: dict[str, Callable[[User, Topic, str], object]] = {
    "taken_out_of_the_room": lambda user, topic, cookie: take_out(user, topic),
    "leaves_the_room": lambda user, topic, cookie: leave(user, topic),
    "taken_out_of_the_network": managed(members.end, reason="moved"),
    "paused": managed(members.pause),
    "only_observes_now": managed(members.change_role, role="observer"),
    "signed_out": lambda user, topic, cookie: sign_out(cookie),
    "session_ended_from_elsewhere": lambda user, topic, cookie: SessionStore(cookie).delete(),
    "account_closed": lambda user, topic, cookie: User.objects.filter(pk=user.pk).update(is_active=False),
}


@pytest.mark.parametrize("how", ENDINGS)
def test_whose_access_ends_hears_nothing_more_and_is_let_go(house: House, how: str) -> None:
    user = new_member()
    topic, cookie = new_topic(user), session_of(user)
    with house.at(cookie) as ear, house.ear("coordinator", topic.pk) as other:
        ear.listen(topic.pk)
        say(topic, f"Før {FJORDBY}")
        ear.hears("Før")

        ENDINGS[how](user, topic, cookie)
        say(topic, f"Etter {FJORDBY}")

        assert ear.over(seconds=AT_ONCE) == POLICY
        assert other.hears("Etter")
        assert "Etter" not in str(ear.heard)


@contextmanager
def guest_in(house: House, topic: Topic) -> Iterator[User]:
    """A supervisor whom the coordinator has let in, and placed in the room."""
    user = new_person()
    house.asked(
        "INSERT INTO portal_office (user_id, kind, region, starts_on) VALUES (%s, 'supervisor', '', current_date - 9) "
        "RETURNING id",
        user.pk,
    )
    by = person("coordinator")
    with acting_as(by.pk):
        entry.let_in(network=fjordby(), email=user.email, days=30, purpose="Råd", by=by)
    place(user, topic, whole=True)
    yield user


@pytest.mark.parametrize("who", ["coordinator", "guest"])
def test_a_guest_whose_visit_is_ended_hears_nothing_more_and_is_let_go(house: House, who: str) -> None:
    topic = new_topic()
    with (
        guest_in(house, topic) as guest,
        house.ear(guest, topic.pk) as ear,
        house.ear("coordinator", topic.pk) as other,
    ):
        say(topic, f"Før {FJORDBY}")
        ear.hears("Før")

        by = guest if who == "guest" else person("coordinator")
        with acting_as(by.pk):
            entry.end_visit(visit=Grant.objects.select_related("user").get(user=guest), by=by)
        say(topic, f"Etter {FJORDBY}")

        assert ear.over(seconds=AT_ONCE) == POLICY
        assert other.hears("Etter")
        assert "Etter" not in str(ear.heard)


def test_she_hears_nothing_more_even_where_no_notice_tells_of_it(house: House) -> None:
    """Who hears is asked with each message; the notice only closes the socket."""
    user = new_member()
    topic = new_topic(user)
    with house.ear(user, topic.pk) as ear, house.ear("coordinator", topic.pk) as other:
        with house.administrator() as administrator:
            administrator.execute("ALTER TABLE networks_placement DISABLE TRIGGER looks_again")
            take_out(user, topic)
            administrator.execute("ALTER TABLE networks_placement ENABLE TRIGGER looks_again")
        say(topic, f"Etter {FJORDBY}")
        other.hears("Etter")

        assert "Etter" not in str(ear.so_far())


def test_her_other_sockets_are_closed_too(house: House) -> None:
    user = new_member()
    topic = new_topic(user)
    with house.ear(user, topic.pk) as one, house.ear(user, topic.pk) as two:
        take_out(user, topic)

        assert (one.over(seconds=AT_ONCE), two.over(seconds=AT_ONCE)) == (POLICY, POLICY)


def test_the_other_session_of_who_signs_out_stays(house: House) -> None:
    user = new_member()
    topic, cookie = new_topic(user), session_of(user)
    with house.at(cookie) as ended, house.ear(user, topic.pk) as stays:
        ended.listen(topic.pk)
        sign_out(cookie)
        assert ended.over(seconds=AT_ONCE) == POLICY
        say(topic, f"Etter {FJORDBY}")

        assert stays.hears("Etter")


def test_a_socket_that_listens_to_nothing_ends_with_its_session(house: House) -> None:
    cookie = session_of(new_person())
    with house.at(cookie) as ear:
        ear.so_far()
        sign_out(cookie)

        assert ear.over(seconds=AT_ONCE) == POLICY


def test_who_is_taken_out_of_one_room_goes_on_in_another(house: House) -> None:
    user = new_member()
    left, kept = new_topic(user), new_topic(user)
    with house.ear(user, kept.pk) as ear:
        take_out(user, left)
        say(kept, f"Etter {FJORDBY}")

        assert ear.hears("Etter")


def test_a_message_to_others_closes_nobody(house: House) -> None:
    """The others in the room go on when one is taken out."""
    user, stays = new_member(), new_member()
    topic = new_topic(user, stays)
    with house.ear(user, topic.pk) as ear, house.ear(stays, topic.pk) as other:
        take_out(user, topic)
        ear.over(seconds=AT_ONCE)
        say(topic, f"Etter {FJORDBY}")

        assert other.hears("Etter")


def test_who_is_paused_may_listen_again_after_it(house: House) -> None:
    user = new_member()
    topic = new_topic(user)
    managed(members.pause)(user, topic, "")
    with house.ear(user) as ear:
        assert not ear.listen(topic.pk)["listening"]

        managed(members.resume)(user, topic, "")

        assert ear.listen(topic.pk)["listening"]


@pytest.mark.parametrize(("whole", "heard"), [(True, ["Endret", "Nytt"]), (False, ["Nytt"])])
def test_who_comes_later_hears_of_what_is_older_only_where_she_may_read_it(
    house: House,
    whole: bool,  # noqa: FBT001 a table
    heard: list[str],
) -> None:
    user, topic = new_member(), new_topic()
    older = say(topic, f"Gammelt {FJORDBY}")
    place(user, topic, whole=whole)
    with house.ear(user, topic.pk) as ear, house.ear("coordinator", topic.pk) as other:
        change(topic, older, f"Endret {FJORDBY}")
        say(topic, f"Nytt {FJORDBY}")
        other.hears("Endret")
        other.hears("Nytt")
        ear.so_far()

    assert [word for frame in ear.messages() for word in ("Endret", "Nytt") if word in frame["html"]] == heard


def test_what_is_hidden_is_taken_back_from_who_heard_it(house: House) -> None:
    """The frame says that it is hidden, and no longer what it said."""
    user = new_member()
    topic = new_topic(user)
    with house.ear(user, topic.pk) as ear:
        number = say(topic, f"Navnet {FJORDBY}")
        ear.hears("Navnet")
        hide(topic, number, by=user)
        told = ear.until(lambda frame: frame.get("state") == "hidden")

    assert (told["number"], told["html"]) == (number, "")
