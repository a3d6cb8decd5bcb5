"""The pages of parties, charter, settings and the public directory, as a browser meets them."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from knowledge.library.models import RegionalContact
from networks.directory import services
from networks.directory.models import County, Network, RegionCounty
from networks.directory.queries import charters

Acting = Callable[[str], Any]
SignedIn = Callable[[str], Client]
HOME = "/nettverk/fjordby"
EVERYBODY = {"coordinator": 200, "deputy": 200, "contact": 200, "member": 200, "mentor": 200, "observer": 200,
             "supervisor": 200, "ex-member": 404, "outsider-coordinator": 404, "stranger": 404, "": 302}  # fmt: skip
COORDINATORS = EVERYBODY | dict.fromkeys(("contact", "member", "mentor", "observer", "supervisor"), 403)
SIGNERS = COORDINATORS | {"contact": 200}
PUBLIC = dict.fromkeys(("", "stranger", "coordinator"), 200)
OFFICES = {"supervisor": 200, "operator": 200, "editor": 403, "coordinator": 403, "": 302}
ANSWERS = {
    f"{HOME}/virksomheter/": EVERYBODY,
    f"{HOME}/virksomheter/ny/": COORDINATORS,
    f"{HOME}/avtale/": EVERYBODY,
    f"{HOME}/avtale/endre/": COORDINATORS,
    f"{HOME}/avtale/signer/": SIGNERS,
    f"{HOME}/avtale/7/": dict.fromkeys(("coordinator", "stranger"), 404),
    f"{HOME}/innstillinger/": COORDINATORS,
    "/kommuner/": PUBLIC,
    "/kommuner/?navn=nord": PUBLIC,
    "/kommuner/33/": PUBLIC,
    "/kommuner/99/": dict.fromkeys(("", "coordinator"), 404),
    "/kommuner/regioner/": PUBLIC,
    "/kommuner/33/rett/": OFFICES,
}


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def text(client: Client, path: str) -> str:
    client.cookies["language"] = "en"
    return client.get(path, follow=True).content.decode()


def send(client: Client, path: str, **data: Any) -> str:
    client.cookies["language"] = "en"
    return client.post(path, data, follow=True).content.decode()


@pytest.mark.parametrize(
    ("path", "who", "status"), [(path, who, status) for path, row in ANSWERS.items() for who, status in row.items()]
)
def test_page_answers(signed_in: SignedIn, path: str, who: str, status: int) -> None:
    assert signed_in(who).get(path).status_code == status


@pytest.mark.parametrize(("who", "status"), [("coordinator", 302), ("member", 403), ("outsider-coordinator", 404)])
@pytest.mark.parametrize("verb", ["avslutt", "gjenoppta"])
def test_ending_and_resuming_answer(
    acting: Acting, fjordby: Network, signed_in: SignedIn, verb: str, who: str, status: int
) -> None:
    with acting("coordinator"):
        centre = fjordby.organisations.get(name="Fjordkanari frivilligsentral")

    address = f"{HOME}/virksomheter/{centre.pk}/{verb}/"
    assert signed_in(who).post(address).status_code == status
    assert signed_in("coordinator").get(address).status_code == 405


def test_an_observer_meets_no_persons_name(signed_in: SignedIn) -> None:
    names = ("Kari Lunde", "Rune Solheim", "Mona Vik", "Eva Nilsen")
    for path in ("/virksomheter/", "/avtale/"):
        assert any(name in text(signed_in("member"), HOME + path) for name in names)
        assert not any(name in text(signed_in("observer"), HOME + path) for name in names)


def test_the_picture_says_the_same_as_the_table(signed_in: SignedIn) -> None:
    page = text(signed_in("member"), f"{HOME}/virksomheter/")

    assert "8 of 10 sectors are covered. To be confirmed soon: Child welfare. Missing: Police Security" in page
    assert page.count('class="miss">Missing<') == 1


def test_ending_with_people_left_names_them(acting: Acting, fjordby: Network, signed_in: SignedIn) -> None:
    with acting("coordinator"):
        school = fjordby.organisations.get(name="Fjordby skole")

    page = send(signed_in("coordinator"), f"{HOME}/virksomheter/{school.pk}/avslutt/")

    assert "End their memberships first." in page
    assert "<li>Eva Nilsen</li>" in page


@pytest.mark.parametrize(
    ("name", "sector", "regime", "sentence"),
    [
        ("", "school", "", "This field is required."),
        ("x" * 300, "school", "", "at most 120 characters"),
        ("a\x00b", "school", "", "Null characters are not allowed."),
        ("fjordby SKOLE", "school", "", "is in the network already, or has been"),
        ("Ny", "secret", "", "Select a valid choice."),
        ("Ny", "school", "none-such", "Select a valid choice."),
    ],
)
def test_bad_organisations_are_answered(
    signed_in: SignedIn, name: str, sector: str, regime: str, sentence: str
) -> None:
    page = send(signed_in("coordinator"), f"{HOME}/virksomheter/ny/", name=name, sector=sector, regime=regime)

    assert sentence in page


def test_a_refused_name_keeps_the_heading(acting: Acting, fjordby: Network, signed_in: SignedIn) -> None:
    with acting("coordinator"):
        school = fjordby.organisations.get(name="Fjordby skole")

    page = send(
        signed_in("coordinator"), f"{HOME}/virksomheter/{school.pk}/", name="NAV Fjordby", sector="school", regime=""
    )

    assert "<h1>Fjordby skole</h1>" in page
    assert 'value="NAV Fjordby"' in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"purpose": ""}, "This field is required."),
        ({"purpose": "x" * 4001}, "at most 4000 characters"),
        ({"purpose": "a\x00"}, "Null characters are not allowed."),
        ({"legal_basis": "curiosity"}, "Select a valid choice."),
        ({"keep_talk_days": "3"}, "greater than or equal to 7"),
        ({"keep_talk_days": "100000"}, "less than or equal to 365"),
        ({"keep_talk_days": "long"}, "Enter a whole number."),
        ({"seen": ""}, "Somebody has changed the charter"),
        ({"seen": "yesterday"}, "Somebody has changed the charter"),
        ({"seen": "2026-13-45T00:00"}, "Somebody has changed the charter"),
    ],
)
def test_bad_charters_are_answered(signed_in: SignedIn, changed: dict[str, str], sentence: str) -> None:
    told = {"purpose": "Formål", "legal_basis": "task", "keep_talk_days": "90", "seen": "x"} | changed

    assert sentence in send(signed_in("coordinator"), f"{HOME}/avtale/endre/", **told)


def test_a_clash_keeps_the_text_and_can_be_sent_again(acting: Acting, fjordby: Network, signed_in: SignedIn) -> None:
    coordinator = signed_in("coordinator")
    address = f"{HOME}/avtale/endre/"
    told = {"purpose": "Min tekst", "legal_basis": "task", "keep_talk_days": "90"}
    page = send(coordinator, address, **told, seen="2020-01-01T00:00:00+00:00")
    with acting("coordinator"):
        present = charters.charter_of(fjordby).changed_at

    assert "Min tekst" in page
    assert "The charter is saved." in send(coordinator, address, **told, seen=present.isoformat())


def test_signing_by_hand_makes_the_party_stand_in_the_path(
    acting: Acting, fjordby: Network, signed_in: SignedIn
) -> None:
    with acting("ase.lund"):
        seen = charters.charter_of(fjordby).changed_at.isoformat()

    with acting("coordinator"):
        contact = fjordby.memberships.get(user__name="Åse Lund").user
    client = Client()
    client.force_login(contact, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    proof = [{"method": "password", "at": time.time()}]
    session.update({"two_factors": True, "account_authentication_methods": proof})
    session["account_authentication_methods_user"] = str(contact.pk)
    session.save()
    page = send(client, f"{HOME}/avtale/signer/", signer="Åse Lund", title="Kommuneoverlege", authority="on", seen=seen)

    assert "Åse Lund, Kommuneoverlege" in page


@pytest.mark.parametrize("signer", ["", "x" * 121, "a\x00"])
def test_a_signature_needs_a_name(acting: Acting, fjordby: Network, signed_in: SignedIn, signer: str) -> None:
    page = send(signed_in("coordinator"), f"{HOME}/avtale/signer/", signer=signer, title="Leder", seen="x")

    assert "ds-validation-message" in page


def test_signing_again_is_answered(acting: Acting, fjordby: Network, signed_in: SignedIn) -> None:
    with acting("contact"):
        seen = charters.charter_of(fjordby).changed_at.isoformat()

    page = send(
        signed_in("contact"), f"{HOME}/avtale/signer/", signer="rune  solheim", title="Leder", authority="on", seen=seen
    )

    assert "Your organisation has already signed this version." in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 300}, "at most 120 characters"),
        ({"name": "a\x00"}, "Null characters are not allowed."),
        ({"note": "x" * 501}, "at most 500 characters"),
        ({"preset": "empire"}, "Select a valid choice."),
    ],
)
def test_bad_settings_are_answered(signed_in: SignedIn, changed: dict[str, str], sentence: str) -> None:
    told = {"name": "Fjordby", "note": "", "preset": "municipality"} | changed

    assert sentence in send(signed_in("coordinator"), f"{HOME}/innstillinger/", **told)


@pytest.mark.parametrize("number", ["", "9999", "x" * 300, "a\x00"])
def test_bad_municipalities_are_answered(signed_in: SignedIn, number: str) -> None:
    page = send(signed_in("coordinator"), f"{HOME}/innstillinger/kommuner/", municipality=number)

    assert "ds-validation-message" in page


def test_a_municipality_comes_and_goes(signed_in: SignedIn) -> None:
    coordinator = signed_in("coordinator")

    assert "Kárášjohka – Karasjok</b>" in send(coordinator, f"{HOME}/innstillinger/kommuner/", municipality="5610")
    assert "Kárášjohka – Karasjok</b>" not in send(coordinator, f"{HOME}/innstillinger/kommuner/5610/fjern/")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"region": "atlantis"}, "Select a valid choice."),
        ({"valid_from": "soon"}, "Enter a valid date."),
        ({"valid_from": "1850-01-01"}, "Choose a day between 2000 and 2100."),
        ({"source": ""}, "This field is required."),
        ({"source": "x" * 301}, "at most 300 characters"),
    ],
)
def test_bad_corrections_are_answered(signed_in: SignedIn, changed: dict[str, str], sentence: str) -> None:
    told = {"region": "sor", "valid_from": "2026-01-01", "source": "Brev", "certain": "on"} | changed

    assert sentence in send(signed_in("operator"), "/kommuner/33/rett/", **told)


def test_a_correction_shows_who_only_to_those_who_may(signed_in: SignedIn) -> None:
    told = {"region": "sor", "valid_from": "2026-01-01", "source": "Brev fra senteret", "certain": "on"}
    page = send(signed_in("operator"), "/kommuner/33/rett/", **told)

    assert "Brev fra senteret" in page
    assert "Odd Viken" in text(signed_in("supervisor"), "/kommuner/33/rett/")
    assert "Odd Viken" not in text(Client(), "/kommuner/33/")
    assert RegionCounty.objects.filter(county=County.objects.get(pk="33")).count() == 2


@pytest.mark.parametrize("query", ["navn=" + "x" * 3000, "side=-1", "side=999999", "side=a", "navn=%25%27%22%3C"])
def test_odd_searches_are_answered(query: str, db: None) -> None:
    assert Client().get(f"/kommuner/?{query}").status_code == 200


def test_a_nul_in_a_search_is_answered(db: None) -> None:
    assert Client().get("/kommuner/?navn=a%00b").status_code == 400


def test_titles_name_neither_network_nor_subject(signed_in: SignedIn) -> None:
    for path in ("/virksomheter/", "/avtale/", "/avtale/endre/", "/avtale/signer/", "/innstillinger/"):
        title = text(signed_in("coordinator"), HOME + path).split("<title>")[1].split("</title>")[0]
        assert "Fjordby" not in title


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as told:
        assert client.get(path).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in told)  # a test's own transactions


@pytest.mark.parametrize("path", ["/virksomheter/", "/avtale/", "/"])
def test_pages_take_as_many_queries_with_sixty_parties(
    acting: Acting, fjordby: Network, signed_in: SignedIn, path: str
) -> None:
    client = signed_in("coordinator")
    few = queries(client, HOME + path)
    with acting("coordinator") as by:
        for number in range(60):
            services.add_organisation(network=fjordby, name=f"Skole {number}", sector="school", by=by)

    many = queries(client, HOME + path)

    assert many == few
    assert few <= 12


@pytest.mark.parametrize("path", ["/kommuner/", "/kommuner/?navn=a", "/kommuner/33/", "/kommuner/regioner/"])
def test_the_public_directory_takes_at_most_four_queries(path: str, db: None) -> None:
    assert queries(Client(), path) <= 4


def test_the_list_is_paged(acting: Acting, fjordby: Network, signed_in: SignedIn) -> None:
    with acting("coordinator") as by:
        for number in range(30):
            services.add_organisation(network=fjordby, name=f"Skole {number:02}", sector="school", by=by)

    client = signed_in("member")
    first, second = text(client, f"{HOME}/virksomheter/"), text(client, f"{HOME}/virksomheter/?side=2")
    assert ("Skole 00" in first, "Skole 29" in first) == (True, False)
    assert ("Skole 00" in second, "Skole 29" in second) == (False, True)


def test_a_municipality_leads_to_its_centre_while_the_page_of_it_is_public(client: Client, db: None) -> None:
    contact = RegionalContact.objects.get(centre="nord")
    place = f'href="{contact.address}"'
    before = text(client, "/kommuner/kommune/5610/")

    contact.unpublish()

    assert (place in before, place in text(client, "/kommuner/kommune/5610/")) == (True, False)
