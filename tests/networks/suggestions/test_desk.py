"""Where the library is in use: the supervisors' numbers, with none so small that it is a name."""

import re
from collections.abc import Callable

from django.test import Client

from networks.directory.models import County, Municipality
from networks.library import queries
from networks.library.models import LibraryVersion
from networks.membership.services import found_network
from networks.routines import services as routines
from networks.routines.models import Routine
from networks.suggestions.models import Backing
from tests.contracts.things import CANARIES
from tests.contracts.things_routines import FIRST, SECOND, published
from tests.networks.routines.conftest import Acting
from tests.networks.suggestions.conftest import ELSEWHERE, REASON, WORDS

SignedIn = Callable[[str], Client]
DESK = "/bibliotek/rutiner/skriv"


def use_of(key: str) -> queries.Use:
    return next(use for use in queries.adoption() if use.version.routine.key == key)


def test_three_networks_are_a_number(acting: Acting) -> None:
    """All of the demo have adopted this one, each in a county of its own."""
    with acting("supervisor-expired"):
        use = use_of("nasjonal-fire-steg")

    assert (use.networks, use.versions, use.counties) == (3, [("1", 3)], [])


def test_fewer_than_three_are_none(acting: Acting, ours: Routine, theirs: Routine) -> None:
    with acting("supervisor-expired"):
        use = use_of("prove")

    assert (use.networks, use.versions, use.counties) == (None, [], [])


def adopt_in(acting: Acting, place: str, version: LibraryVersion) -> None:
    """A new network of that municipality, which adopts it."""
    about = {"name": place, "preset": "municipality", "organisation": place, "sector": "municipality"}
    with acting("stranger") as by:
        where = Municipality.objects.filter(name=place)
        network = found_network(**about, function="Leder", municipalities=where, by=by)
        routines.adopt(network=network, version=version, by=by)


def test_a_small_number_cannot_be_reckoned_from_the_others(acting: Acting) -> None:
    """Three networks stand on the first version, and a fourth alone on the second."""
    adopt_in(acting, "Sola", published("nasjonal-fire-steg", SECOND))

    with acting("supervisor-expired"):
        use = use_of("nasjonal-fire-steg")

    assert (use.networks, use.versions) == (4, [])


def test_two_small_numbers_cannot_be_reckoned_from_the_whole(acting: Acting) -> None:
    """Three on the first version, one alone on the second and one on the third: what is left over tells of both."""
    for place, words in (("Sola", SECOND), ("Strand", FIRST)):
        adopt_in(acting, place, published("nasjonal-fire-steg", words))

    with acting("supervisor-expired"):
        use = use_of("nasjonal-fire-steg")

    assert (use.networks, use.versions) == (5, [])


def test_a_county_of_three_is_a_number_and_a_tile(acting: Acting) -> None:
    """Three in Rogaland, and three elsewhere that are too few in each county to be named."""
    in_force = LibraryVersion.objects.get(routine__key="nasjonal-fire-steg", state="published")
    for place in ("Sola", "Strand", "Lillehammer"):
        adopt_in(acting, place, in_force)

    with acting("supervisor-expired"):
        use = use_of("nasjonal-fire-steg")

    assert (use.networks, use.versions, use.counties) == (6, [("1", 6)], [("Rogaland", 3)])
    assert {(tile.name, tile.count) for tile in use.tiles if tile.count} == {("Rogaland", 3)}


def test_every_county_is_a_tile(acting: Acting) -> None:
    with acting("supervisor-expired"):
        use = use_of("nasjonal-fire-steg")

    assert {tile.name for tile in use.tiles} == set(County.objects.values_list("name", flat=True))
    assert len({(tile.x, tile.y) for tile in use.tiles}) == len(use.tiles)


def test_what_nobody_uses_says_so(acting: Acting) -> None:
    with acting("supervisor-expired"):
        assert use_of("exit-oppfolging").networks == 0


def test_others_ask_in_vain(acting: Acting, ours: Routine) -> None:
    for who in ("coordinator", "editor", "operator", "stranger"):
        with acting(who):
            assert {use.networks for use in queries.adoption()} == {0}


def test_the_desk_names_no_network(signed_in: SignedIn, made: Backing, theirs: Routine) -> None:
    client = signed_in("supervisor-expired")
    for page in (f"{DESK}/bruk/", f"{DESK}/forslag/", f"{DESK}/forslag/{made.suggestion_id}/"):
        said = client.get(page).content.decode()
        main = re.sub(r"(?s).*<main|</main>.*", "", said)

        assert not [word for word in (*CANARIES, *CANARIES.values(), "Fjordby", "Kari") if word in main]


def test_an_answer_is_given_on_its_page(signed_in: SignedIn, made: Backing) -> None:
    client = signed_in("supervisor-expired")
    page = f"{DESK}/forslag/{made.suggestion_id}/"

    assert "Say in a sentence why not." in client.post(page, {"state": "declined"}).content.decode()
    assert client.post(page, {"state": "declined", "answer": "Det står i kortet."}).status_code == 302
    assert "Det står i kortet." in client.get(page).content.decode()


def test_a_step_is_sent_from_its_page(signed_in: SignedIn, ours: Routine) -> None:
    client = signed_in("coordinator")
    page = f"/nettverk/fjordby/rutiner/{ours.pk}/forslag/"
    sent = {"title": WORDS.title, "text": WORDS.text, "points": "Hvem\nNår", "reason": REASON}

    assert "fjordkanari" in client.get(f"{page}steg/drofte/").content.decode()
    assert client.post(f"{page}steg/drofte/", sent).status_code == 302
    assert REASON in client.get(page).content.decode()


def test_the_words_of_the_source_are_no_suggestion(signed_in: SignedIn, ours: Routine) -> None:
    client = signed_in("coordinator")
    same = {"title": "Følg opp", "text": "", "points": "", "question": "", "reason": REASON}
    answer = client.post(f"/nettverk/fjordby/rutiner/{ours.pk}/forslag/steg/folge/", same)

    assert "Change something to suggest it." in answer.content.decode()


def test_a_neighbour_agrees_on_her_routines_page(signed_in: SignedIn, made: Backing, theirs: Routine) -> None:
    client = signed_in(ELSEWHERE)
    page = f"/nettverk/skogdal-og-elvestad/rutiner/{theirs.pk}/forslag/"

    assert "We agree" in client.get(page).content.decode()
    assert client.post(f"{page}{made.suggestion_id}/enig/").status_code == 302
    assert "Your network agrees" in client.get(page).content.decode()
