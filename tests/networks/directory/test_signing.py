"""The pages of signing: in one's own name, with authority, under a text that says whether anybody has."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from networks.directory import services
from networks.directory.models import Network
from networks.directory.queries import charters
from networks.membership.services import found_network
from portal.audit.models import Entry
from tests.networks.directory.test_pages import Acting, SignedIn, send, text

HOME = "/nettverk/fjordby"
VIK = "/nettverk/vik"


@pytest.fixture
def vik(acting: Acting) -> Network:
    """Just started: its charter is empty."""
    with acting("coordinator") as by:
        return found_network(
            name="Vik", slug="vik", preset="municipality", organisation="Vik kommune", sector="municipality",
            function="SLT-koordinator", by=by,
        )  # fmt: skip


@pytest.fixture
def written(acting: Acting, vik: Network) -> Network:
    with acting("coordinator") as by:
        services.change_charter(
            network=vik, purpose="Sammen", legal_basis="task", keep_talk_days=90,
            seen=charters.charter_of(vik).changed_at, by=by,
        )  # fmt: skip
    return vik


def signed(acting: Acting, network: Network) -> bool:
    with acting("coordinator"):
        return Entry.objects.filter(network_id=network.pk, action="charter.signed").exists()


def sign(client: Client, acting: Acting, network: Network, **told: str) -> str:
    with acting("coordinator"):
        seen = charters.charter_of(network).changed_at.isoformat()
    own = {"signer": "Kari Lunde", "title": "SLT-koordinator", "authority": "on", "seen": seen}
    return send(client, f"{VIK}/avtale/signer/", **own | told)


def test_name_and_function_are_filled_in(signed_in: SignedIn, written: Network) -> None:
    page = text(signed_in("coordinator"), f"{VIK}/avtale/signer/")

    assert 'value="Kari Lunde"' in page
    assert 'value="SLT-koordinator"' in page


def test_one_signs_in_ones_own_name_with_authority(acting: Acting, signed_in: SignedIn, written: Network) -> None:
    assert "Signed." in sign(signed_in("coordinator"), acting, written)
    assert signed(acting, written)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"signer": "Rune Solheim"}, "Sign with your own name: Kari Lunde."),
        ({"signer": "Kari"}, "Sign with your own name: Kari Lunde."),
        ({"authority": ""}, "Only somebody with authority to sign can sign."),
    ],
)
def test_nobody_signs_in_anothers_name_or_without_authority(
    acting: Acting, signed_in: SignedIn, written: Network, told: dict[str, str], sentence: str
) -> None:
    assert sentence in sign(signed_in("coordinator"), acting, written, **told)
    assert not signed(acting, written)


def test_an_empty_charter_is_not_a_version(signed_in: SignedIn, vik: Network) -> None:
    page = text(signed_in("coordinator"), f"{VIK}/avtale/")

    assert "Not written yet. The network becomes active when two organisations have signed." in page
    assert "Version 1" not in page


def test_a_charter_nobody_signed_is_changed_freely(signed_in: SignedIn, written: Network) -> None:
    page = text(signed_in("coordinator"), f"{VIK}/avtale/endre/")

    assert "Nobody has signed yet, so you can change it freely." in page


def test_the_steps_of_signing_are_no_order(signed_in: Callable[[str], Client]) -> None:
    page = text(signed_in("member"), f"{HOME}/avtale/")

    assert '<span class="node"></span>' in page


def test_the_charter_says_that_it_gives_no_right_to_tell(signed_in: SignedIn) -> None:
    with translation.override("en"):
        page = text(signed_in("member"), f"{HOME}/avtale/")

    assert "does not in itself give a right to share what is confidential" in page


def test_whoever_has_added_an_organisation_is_led_to_inviting_from_it(signed_in: SignedIn) -> None:
    page = send(signed_in("coordinator"), f"{HOME}/virksomheter/ny/", name="PST Fjordby", sector="pst", regime="")

    assert "<h1>PST Fjordby</h1>" in page
    assert "Invite somebody from there" in page


def test_the_network_is_asked_for_the_area_it_covers(signed_in: SignedIn) -> None:
    assert "Which area does the network cover?" in text(signed_in("coordinator"), f"{HOME}/innstillinger/")
    assert "Which area does the network cover?" in text(signed_in("coordinator"), "/nettverk/nytt/")
