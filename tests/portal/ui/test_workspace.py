"""The rail and the tabs: which rooms, which one is marked, where the line stands."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import resolve

from portal.access.capabilities import Capability
from portal.ui import workspace
from portal.ui.workspace import Entry, Room, rooms

FRONT, MEMBERS, INVITE = "/nettverk/fjordby/", "/nettverk/fjordby/medlemmer/", "/nettverk/fjordby/medlemmer/inviter/"


def entries(path: str, role: str = "coordinator") -> list[Entry]:
    return rooms("fjordby", frozenset({role}), resolve(path).view_name)


@pytest.mark.parametrize(
    ("path", "marks"), [(FRONT, ["page", "", "", ""]), (MEMBERS, ["", "", "", "page"]), (INVITE, ["", "", "", "true"])]
)
def test_present_room_is_marked(path: str, marks: list[str]) -> None:
    assert [entry.current for entry in entries(path)][:4] == marks


def test_room_is_hidden_from_who_lacks_its_capability() -> None:
    shown = [entry.href for entry in entries(FRONT, "observer")]

    assert shown == [FRONT, *(f"{FRONT}{room}/" for room in ("virksomheter", "avtale", "tilgang"))]


def test_governing_rooms_stand_last_below_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    governing = Room("networks:membership:members", "Audit", "eye", Capability.READ_NETWORK, governs=True)
    work = Room("networks:membership:front", "Home", "home", Capability.READ_NETWORK)
    monkeypatch.setattr(workspace, "ROOMS", (governing, work))

    assert [(str(entry.name), entry.starts_group) for entry in entries(FRONT)] == [("Home", False), ("Audit", True)]


def test_role_is_said_in_the_rail(signed_in: Callable[[str], Client]) -> None:
    assert "You are coordinator" in signed_in("coordinator").get(FRONT).content.decode()


def test_the_ways_are_those_of_her_language_network_and_roles(signed_in: Callable[[str], Client]) -> None:
    """They are kept from one page to the next."""
    coordinator, observer = signed_in("coordinator"), signed_in("observer")
    pages = [client.get(FRONT).content.decode() for client in (coordinator, observer, coordinator)]
    coordinator.cookies["language"] = "nb"

    assert [f"{FRONT}innsyn/" in page for page in pages] == [True, False, True]
    assert "Virksomheter" in coordinator.get(FRONT).content.decode()
