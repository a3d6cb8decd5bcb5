"""The sentence of a refusal tells who could instead, and never a name to who may not see the members."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from networks.directory import access
from networks.directory.models import Network
from portal.access.capabilities import Capability
from portal.access.roles import Role
from portal.accounts.models import User

Acting = Callable[[str], Any]
SignedIn = Callable[[str], Client]
HOME = "/nettverk/fjordby/"
REFUSED_TO_OBSERVERS = (
    "innstillinger/", "virksomheter/ny/", "avtale/endre/", "avtale/signer/", "medlemmer/", "medlemmer/inviter/",
    "foresporsler/", "gjester/", "gjester/slipp-inn/", "innsyn/", "tilgang/hvem/", "overlevering/",
)  # fmt: skip


@pytest.fixture
def names(acting: Acting, fjordby: Network) -> frozenset[str]:
    """Everybody who is in the network or visits it, but the observer: what could leak."""
    with acting("coordinator"):
        people = access.who_may(Capability.READ_NETWORK, fjordby).exclude(email="observer@demo.invalid")
        found = frozenset(people.values_list("name", flat=True))
    assert {"Kari Lunde", "Thea Dahl"} <= found
    return found


def refusal(client: Client, path: str) -> str:
    client.cookies["language"] = "en"
    answer = client.get(HOME + path)
    assert answer.status_code == 403
    return answer.content.decode()


@pytest.mark.parametrize("path", REFUSED_TO_OBSERVERS)
def test_an_observer_is_told_no_name(signed_in: SignedIn, names: frozenset[str], path: str) -> None:
    page = refusal(signed_in("observer"), path)

    assert {name for name in names if name in page} == set()


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("innstillinger/", "coordinator or deputy coordinator"),
        ("avtale/signer/", "coordinator, deputy coordinator or organisation&#x27;s contact"),
        ("gjester/slipp-inn/", "coordinator"),
    ],
)
def test_an_observer_is_told_which_role_it_takes(signed_in: SignedIn, path: str, roles: str) -> None:
    assert f"You cannot do this here. It takes the role of {roles}." in refusal(signed_in("observer"), path)


@pytest.mark.parametrize("who", ["member", "contact", "supervisor"])
def test_who_may_see_the_members_is_told_names(signed_in: SignedIn, who: str) -> None:
    assert "You cannot do this here. Kari Lunde or Mats Holm can." in refusal(signed_in(who), "innstillinger/")


def test_the_sentence_itself_keeps_the_names(acting: Acting, fjordby: Network) -> None:
    """Though the list be full of names, as it would be if a policy were gone."""
    with acting("observer") as observer:
        told = access.naming(observer, fjordby, User.objects.all(), [Role.COORDINATOR])

    assert told == "You cannot do this here. It takes the role of coordinator."


def test_of_her_own_membership_an_observer_is_told_no_name(
    signed_in: SignedIn, acting: Acting, names: frozenset[str]
) -> None:
    with acting("observer") as observer:
        own = observer.memberships.get().pk

    for path in ("rolle/", "pause/"):
        page = refusal(signed_in("observer"), f"medlemmer/{own}/{path}")
        assert {name for name in names if name in page} == set()


def test_what_another_network_lets_one_see_is_not_shown_here(signed_in: SignedIn, names: frozenset[str]) -> None:
    """Who observes Kystnettverket and is deputy in Skogdal reads names there, not here."""
    client = Client()
    client.force_login(
        User.objects.get(email="tor.helge.moen@demo.invalid"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    session = client.session
    session["two_factors"] = True
    session.save()
    client.cookies["language"] = "en"

    page = client.get("/nettverk/kystnettverket/innstillinger/").content.decode()

    assert "It takes the role of coordinator or deputy coordinator." in page
    assert "Berit Krag" not in page
