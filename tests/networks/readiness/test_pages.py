"""The pages of the year, as somebody clicks through them."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from networks.directory.models import Network
from networks.readiness.models import ReadinessItem
from tests.networks.readiness.conftest import HERS, Acting, Add, in_days, now
from tests.networks.readiness.test_year import emptied

SignedIn = Callable[[str], Client]
AT = "/nettverk/fjordby/arshjul/"


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def test_a_picture_has_its_sentence_and_the_list_beside_it(signed_in: SignedIn, item: ReadinessItem) -> None:
    page = text(signed_in("member").get(AT))

    assert re.search(
        r'<svg class="wheel" [^>]*role="img" aria-label="The year, with a mark for today in \w+\. It holds', page
    )
    assert HERS in page
    assert "in 10 days" in page


def test_an_empty_year_is_set_up_with_one_button(signed_in: SignedIn, acting: Acting, fjordby: Network) -> None:
    emptied(acting, fjordby)
    coordinator = signed_in("coordinator")
    assert "Set up the year" in text(coordinator.get(AT))
    assert "Set up the year" not in text(signed_in("member").get(AT))

    page = text(coordinator.post(f"{AT}sett-opp/", follow=True))

    assert "Check the contact list" in page
    assert "Set up the year" not in page


def test_the_owner_marks_hers_as_done(signed_in: SignedIn, acting: Acting, item: ReadinessItem) -> None:
    member = signed_in("member")
    assert f"{AT}{item.pk}/gjort/" in text(member.get(AT))
    assert f"{AT}{item.pk}/endre/" not in text(member.get(AT))

    page = text(member.post(f"{AT}{item.pk}/gjort/", {"note": "Alle var der"}, follow=True))

    assert "Noted. It is due again" in page
    assert "Alle var der" in text(member.get(f"{AT}{item.pk}/"))
    assert now(acting, item).due_on.year == item.due_on.year + 1


def test_another_member_has_nothing_to_press(signed_in: SignedIn, item: ReadinessItem) -> None:
    mentor = signed_in("mentor-other-case")

    assert f"{AT}{item.pk}/gjort/" not in text(mentor.get(AT))
    assert mentor.post(f"{AT}{item.pk}/gjort/", {"note": ""}).status_code == 403


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"due_on": "2020-01-01"}, "That day has passed"),
        ({"title": ""}, "Write what it is"),
        ({"title": "x" * 81}, "80"),
        ({"owner_id": "999999"}, "999999"),
        ({"every": "5"}, "5"),
    ],
)
def test_a_refusal_is_told_and_what_was_written_stays(
    signed_in: SignedIn, owner: object, told: dict[str, str], said: str
) -> None:
    sent = {"kind": "own", "title": "Noe eget", "due_on": str(in_days(20)), "every": "12", "owner_id": ""} | told
    answer = signed_in("coordinator").post(f"{AT}nytt/", sent)

    assert answer.status_code == 200
    assert said in text(answer)
    assert sent["due_on"] in text(answer)


def test_something_is_added_changed_and_removed(signed_in: SignedIn, acting: Acting, fjordby: Network) -> None:
    coordinator = signed_in("coordinator")
    sent = {"kind": "own", "title": "Kafé", "due_on": str(in_days(20)), "every": "6", "owner_id": ""}
    coordinator.post(f"{AT}nytt/", sent)
    with acting("coordinator"):
        made = ReadinessItem.objects.get(network=fjordby, title="Kafé")
    coordinator.post(f"{AT}{made.pk}/endre/", sent | {"title": "Kafé og kake"})
    assert "Kafé og kake" in text(coordinator.get(f"{AT}{made.pk}/"))

    coordinator.post(f"{AT}{made.pk}/fjern/")

    assert coordinator.get(f"{AT}{made.pk}/").status_code == 404


def test_no_title_of_a_page_says_what_it_is_about(signed_in: SignedIn, item: ReadinessItem) -> None:
    coordinator = signed_in("coordinator")
    for page in (
        "",
        "nytt/",
        "kalender/",
        f"{item.pk}/",
        f"{item.pk}/endre/",
        f"{item.pk}/gjort/",
        f"{item.pk}/fjern/",
    ):
        [title] = re.findall(r"<title>(.*?)</title>", text(coordinator.get(AT + page)))
        assert HERS not in title
        assert "Fjordby" not in title


def test_the_page_asks_as_much_of_many_as_of_few(signed_in: SignedIn, add: Add) -> None:
    coordinator = signed_in("coordinator")
    coordinator.get(AT)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(AT)
        return len(queries)

    few = asked()
    for _ in range(12):
        add()

    assert asked() == few


def test_the_front_page_shows_the_year_to_who_reads_it(signed_in: SignedIn, item: ReadinessItem) -> None:
    page = text(signed_in("member").get("/nettverk/fjordby/"))
    assert 'class="wheel"' in page
    assert HERS in page

    page = text(signed_in("observer").get("/nettverk/fjordby/"))
    assert 'class="wheel"' not in page
    assert HERS not in page
