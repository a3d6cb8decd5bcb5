"""«@» calls somebody by her name, everybody of a role, or, of those who may, everybody in the room."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from networks.directory.models import Network
from networks.discussion import services
from networks.discussion.access import people_in
from networks.discussion.choices import Mode
from networks.discussion.models import Mention, Room
from networks.discussion.queries.calling import groups
from networks.discussion.queries.talk import unread
from portal.notices.models import Notice
from portal.tenancy.refusals import Refused
from tests.networks.discussion.conftest import Acting, Persona, Say

Named = Callable[..., set[str]]
IN_ROOM = {"coordinator", "member", "contact", "supervisor"}


@pytest.fixture
def named(acting: Acting, persona: Persona, say: Say) -> Named:
    def write(body: str, *, who: str = "coordinator") -> set[str]:
        said = say(body, who=who)
        with acting(who):
            people = set(said.mentions.values_list("user", flat=True))
        return {one for one in (*IN_ROOM, "deputy", "mentor") if persona(one).pk in people}

    return write


@pytest.mark.parametrize("word", ["@alle", "@Alle", "@everybody", "Hei @alle!", "(@alle)", "@alle,"])
def test_everybody_in_the_room_is_called_and_nobody_else(named: Named, word: str) -> None:
    assert named(word) == IN_ROOM - {"coordinator"}


@pytest.mark.parametrize("word", ["alle", "post@alle.no", "@allerede", "x@alle", "@ alle"])
def test_other_words_call_nobody(named: Named, word: str) -> None:
    assert named(word, who="member") == set()


@pytest.mark.parametrize(
    ("word", "called"),
    [("@medlem", {"member"}), ("@member", {"member"}), ("@koordinator", set()), ("@RVTS", {"supervisor"}),
     ("@mentor", set()), ("@rvts og @medlem", {"supervisor", "member"})],
)  # fmt: skip
def test_a_role_calls_those_of_the_room_who_hold_it(named: Named, word: str, called: set[str]) -> None:
    assert named(word) == called


def test_a_name_within_a_longer_one_calls_only_the_longer(named: Named) -> None:
    assert named("@Rune Solheimsvik") == set()
    assert named("@Rune Solheim") == {"contact"}


@pytest.mark.parametrize("who", ["member", "supervisor"])
def test_who_neither_keeps_the_room_nor_answers_for_an_organisation_does_not_call_everybody(
    acting: Acting, say: Say, who: str
) -> None:
    with pytest.raises(Refused, match="not_for_all"):
        say("@alle", who=who)


def test_nor_by_naming_every_role(acting: Acting, say: Say) -> None:
    with pytest.raises(Refused, match="not_for_all"):
        say("@koordinator, @organisation's contact, @rvts", who="member")


def test_some_of_the_roles_anybody_names(named: Named) -> None:
    assert named("@koordinator, @rvts", who="member") == {"coordinator", "supervisor"}


def test_in_a_room_of_two_the_other_is_called_by_her_role(acting: Acting, persona: Persona, fjordby: Network) -> None:
    with acting("coordinator") as by:
        people = [persona("member").pk]
        room = services.open_room(network=fjordby, name="Vi to", mode=Mode.ANONYMOUS, people=people, by=by)
    with acting("member") as by:
        topic = services.start_topic(room=room, title="Vi", body="@koordinator?", client_id=uuid4(), by=by)

        assert topic.messages.get().mentions.get().user == persona("coordinator")


def test_what_was_said_is_not_changed_into_a_call_either(acting: Acting, say: Say) -> None:
    said = say("Hei", who="member")
    with acting("member") as by, pytest.raises(Refused, match="not_for_all"):
        services.change(message=said, body="@alle", by=by)


def test_a_contact_calls_everybody(named: Named) -> None:
    assert named("@alle", who="contact") == IN_ROOM - {"contact"}


def test_who_keeps_the_room_calls_everybody(acting: Acting, persona: Persona, room: Room, named: Named) -> None:
    with acting("coordinator") as by:
        services.share_keeping(placement=room.placements.get(user=persona("member"), ended_at=None), by=by)

    assert named("@alle", who="member") == IN_ROOM - {"member"}


def test_it_counts_as_being_named(acting: Acting, named: Named, room: Room) -> None:
    named("@alle")
    with acting("member"):
        assert [one.mentions for one in unread() if one.room_id == room.pk] == [1]


def test_who_writes_is_offered_what_she_may_call(acting: Acting, room: Room) -> None:
    with acting("member"):
        people = people_in(room)

        assert groups(people, everybody=False) == ["coordinator", "organisation's contact", "member", "rvts"]
        assert groups(people, everybody=True)[0] == "everybody"


def test_who_is_taken_out_of_a_message_is_named_no_more(acting: Acting, persona: Persona, say: Say) -> None:
    said = say("@Kari Lunde, ser du på dette?", who="member")
    with acting("member") as by:
        services.change(message=said, body="Noen bør se på dette.", by=by)

    with acting("coordinator") as user:
        assert not Mention.objects.filter(message=said, user=user).exists()
        assert not Notice.objects.filter(user=user, kind="mention", subject_id=said.pk).exists()
