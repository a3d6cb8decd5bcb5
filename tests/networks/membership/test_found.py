"""Starting a network: where it works, whose it is, and what bad input is answered with."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from networks.directory.models import Network, Territory
from networks.directory.queries.naming import find_municipalities
from networks.membership import services
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.tenancy.refusals import Refused
from tests.factories import make_member

Acting = Callable[[str], Any]
SignedIn = Callable[[str], Client]
TOLD = {
    "name": "Østfjord",
    "preset": "inter_municipal",
    "municipalities": "Sola, Randaberg",
    "organisation": "Sola kommune",
    "sector": "municipality",
    "function": "SLT-koordinator",
}


def found(client: Client, **other: str) -> Any:
    return client.post("/nettverk/nytt/", TOLD | other, follow=True)


def numbers(text: str) -> list[str]:
    return sorted(place.number for place in find_municipalities(text).municipalities)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sola", ["1124"]),
        (" sola KOMMUNE ", ["1124"]),
        ("1124; Randaberg\nTime", ["1121", "1124", "1127"]),
        ("Sola og Randaberg", ["1124", "1127"]),
        ("Evje og Hornnes, Sola", ["1124", "4219"]),
        ("Sola, sola, 1124", ["1124"]),
        ("Gáivuotna", ["5540"]),
        ("kaivuono", ["5540"]),
        ("Gáivuotna - Kåfjord - Kaivuono", ["5540"]),
        ("Hábmer – Hamarøy", ["1875"]),
        ("Oslo", ["0301"]),
        ("1515, 1818", ["1515", "1818"]),
    ],
)
def test_find_municipalities_reads(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("text", "count"), [("Rogaland", 23), ("Innlandet", 46), ("Innlandet politidistrikt", 48)])
def test_find_municipalities_reads_counties_and_police_districts(text: str, count: int) -> None:
    assert len(numbers(text)) == count


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("name", ["Herøy", "Våler"])
def test_find_municipalities_does_not_guess_between_two_of_one_name(name: str) -> None:
    read = find_municipalities(f"Sola, {name}")

    assert [(asked, len(places)) for asked, places in read.ambiguous] == [(name, 2)]


@pytest.mark.usefixtures("db")
def test_find_municipalities_suggests_the_nearest_name() -> None:
    assert find_municipalities("Randabærg, Atlantis").unknown == [("Randabærg", "Randaberg"), ("Atlantis", "")]


def test_founding_lands_on_the_front_page(signed_in: SignedIn, acting: Acting) -> None:
    answer = found(signed_in("stranger"))

    assert answer.redirect_chain[-1][0] == "/nettverk/ostfjord/"
    with acting("stranger"):
        network = Network.objects.get(slug="ostfjord")
        territory = Territory.objects.filter(network=network).values_list("municipality_id", flat=True)
        assert sorted(territory) == ["1124", "1127"]
        assert Entry.objects.filter(network_id=network.pk).values_list("action", flat=True).get() == "network.founded"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "Fjordby", "A network already has this address. Choose another name."),
        ("name", "Nytt", "A network already has this address. Choose another name."),
        ("name", "x" * 300, "300"),
        ("name", "Øst\x00fjord", "Null characters are not allowed."),
        ("function", "SLT\x00", "Null characters are not allowed."),
        ("municipalities", "Sola, Herøy", "Write the number instead: 1515 (Møre og Romsdal) or 1818 (Nordland)."),
        ("municipalities", "Randabærg", "Did you mean Randaberg?"),
        ("municipalities", "Sola", "Name at least two municipalities"),
        ("municipalities", ",;", "Name at least two municipalities"),
    ],
)
def test_bad_input_is_answered_and_nothing_is_lost(signed_in: SignedIn, field: str, value: str, sentence: str) -> None:
    answer = found(signed_in("stranger"), **{field: value})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert all(f'value="{told}"' in page for told in (TOLD | {field: value}).values() if told not in {value, "police"})
    assert value in page


def test_one_municipality_takes_only_one(signed_in: SignedIn) -> None:
    answer = found(signed_in("stranger"), preset="municipality")

    assert "Name one municipality" in answer.content.decode()


def test_two_networks_cannot_share_an_address(acting: Acting) -> None:
    with acting("stranger") as stranger:
        start = partial(
            services.found_network,
            preset="municipality",
            organisation="Sola kommune",
            sector="municipality",
            function="Adviser",
            by=stranger,
        )
        start(name="Vest")

        with pytest.raises(Refused, match="slug_taken"):
            start(name="vest!")


def start_one(by: User, number: int) -> Network:
    start = partial(services.found_network, organisation="Sola kommune", sector="municipality", function="Adviser")
    return start(name=f"Vest {number}", preset="municipality", by=by)


def test_a_fourth_network_in_a_day_is_refused(acting: Acting, later: Callable[[str], None]) -> None:
    with acting("stranger") as stranger:
        for number in range(3):
            start_one(stranger, number)

        with pytest.raises(Refused, match="too_many_networks"):
            start_one(stranger, 3)
        later("25 hours")
        start_one(stranger, 3)


def test_networks_one_was_invited_to_do_not_count(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        for network in (fjordby, start_one(coordinator, 0), start_one(coordinator, 1)):
            make_member(network, User.objects.get(email="stranger@demo.invalid"), by=coordinator)

    with acting("stranger") as stranger:
        started = start_one(stranger, 3)
        assert Network.objects.filter(pk=started.pk).exists()


def test_who_starts_too_many_is_told_and_keeps_what_she_wrote(signed_in: SignedIn, acting: Acting) -> None:
    with acting("stranger") as stranger:
        for number in range(3):
            start_one(stranger, number)

    page = found(signed_in("stranger")).content.decode()

    assert "You have started three networks in the last 24 hours." in page
    assert 'value="Østfjord"' in page


def test_every_address_of_the_portal_is_reserved() -> None:
    """A network called «Nytt» would stand behind /nettverk/nytt/ and never be reached."""
    slices: list[Any] = get_resolver("networks.urls").url_patterns
    first = {str(address.pattern).split("/")[0] for one in slices for address in one.url_patterns}

    assert {word for word in first if word and "<" not in word} <= services.RESERVED
