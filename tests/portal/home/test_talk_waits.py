"""What is new in her rooms, and what is reported to her, waits on My day; the rail counts it on every page."""

import pytest

from networks.discussion import services
from networks.discussion.models import Topic
from networks.reports import services as reports
from portal.home.waiting import waiting
from tests.networks.discussion.conftest import Acting, Say, place_of, room, say, topic
from tests.portal.home.test_pages import SignedIn

__all__ = ["place_of", "room", "say", "topic"]
COUNT = '<span class="n">{}<span class="vh"> new</span></span>'


def talk(acting: Acting, who: str) -> list[tuple[str, str]]:
    with acting(who) as user:
        return [(thing.heading, thing.text) for thing in waiting(user, "fjordby") if "in your rooms" in thing.heading]


def address(topic: Topic) -> str:
    return f"/nettverk/fjordby/samtaler/{topic.room_id}/{topic.pk}/"


@pytest.fixture
def read_all(acting: Acting) -> None:
    """What the demo has said is read."""
    for who in ("contact", "coordinator", "deputy", "member", "mentor"):
        with acting(who) as by:
            for held in Topic.objects.all():
                services.mark_read(topic=held, number=held.last_event, by=by)


@pytest.mark.usefixtures("read_all")
class TestNewInHerRooms:
    def test_it_waits_until_she_has_read_it(self, acting: Acting, topic: Topic, say: Say) -> None:
        said = say("Nummer to")
        assert talk(acting, "contact") == [("2 new messages in your rooms in Fjordby", "Nobody asks for you by name.")]
        with acting("contact") as by:
            services.mark_read(topic=topic, number=said.number, by=by)

        assert talk(acting, "contact") == []

    def test_it_says_where_she_is_named(self, acting: Acting, topic: Topic, say: Say) -> None:
        say("@Rune Solheim?")

        assert talk(acting, "contact")[0][1] == "You are named in one of them."

    @pytest.mark.parametrize("who", ["deputy", "mentor", "observer"])
    def test_nobody_outside_the_room_is_told(self, acting: Acting, topic: Topic, who: str) -> None:
        assert talk(acting, who) == []

    @pytest.mark.parametrize(("who", "count"), [("contact", COUNT.format(1)), ("deputy", "")])
    def test_the_rail_counts_it(self, signed_in: SignedIn, topic: Topic, who: str, count: str) -> None:
        page = signed_in(who).get("/nettverk/fjordby/avtale/").content.decode()

        assert page.count('<span class="n">') == (2 if count else 0)  # in the rail, and in the tabs
        assert count in page

    def test_a_page_of_the_topic_counts_it_too(self, signed_in: SignedIn, topic: Topic, say: Say) -> None:
        assert COUNT.format(1) in signed_in("contact").get(address(topic)).content.decode()

    def test_very_much_is_only_said_to_be_much(
        self, signed_in: SignedIn, topic: Topic, say: Say, settings: object
    ) -> None:
        settings.TALK_LIMITS = {"person": 200, "topic": 300, "files": 60}  # type: ignore[attr-defined] # pytest-django's
        for number in range(100):
            say(str(number))

        assert COUNT.format("100+") in signed_in("contact").get("/nettverk/fjordby/avtale/").content.decode()


@pytest.mark.parametrize(("who", "waits"), [("deputy", True), ("contact", False), ("member", False), ("mentor", False)])
def test_a_report_waits_for_those_who_answer(acting: Acting, say: Say, who: str, waits: bool) -> None:  # noqa: FBT001 a table
    said = say("Stygt sagt", who="member")
    with acting("contact") as by:
        reports.report(message=said, ground="tone", note="", by=by)
    with acting(who) as user:
        found = [thing.heading for thing in waiting(user, "fjordby") if "reported to you" in thing.heading]

    assert bool(found) is waits
