"""Who acts, acts inside one transaction only: not after it, not on a reused connection, not in another thread."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from psycopg_pool import ConnectionPool

from networks.directory.models import Network
from portal.access.capabilities import Capability
from portal.access.decisions import can, roles_in
from portal.accounts.models import User
from portal.tenancy.context import ACT_AS, acting_as, acting_user_id, my_standings
from portal.tenancy.functions import call
from tests.conftest import SERVER

Acting = Callable[[str], Any]
Persona = Callable[[str], User]
THREADS = 8
OPERATIONS = 5_000


class HalfWay(Exception):
    """What goes wrong in the middle of a request."""


def said() -> str:
    """Who acts, as the database itself tells."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.user_id', true)")
        return cursor.fetchone()[0] or ""


def test_acting_ends_with_its_block(acting: Acting) -> None:
    with acting("coordinator") as coordinator:
        assert said() == str(coordinator.pk)

    assert (said(), acting_user_id()) == ("", None)


def test_an_inner_person_gives_way_to_the_outer(acting: Acting) -> None:
    with acting("coordinator") as coordinator:
        with acting("stranger") as stranger:
            assert said() == str(stranger.pk)

        assert (said(), acting_user_id()) == (str(coordinator.pk), coordinator.pk)


def test_an_exception_gives_back_the_outer_person(acting: Acting) -> None:
    with acting("coordinator") as coordinator:
        with pytest.raises(ValueError, match="inside"), acting("stranger"):
            raise ValueError("inside")

        assert (said(), acting_user_id()) == (str(coordinator.pk), coordinator.pk)


def test_acting_as_nobody_sees_nothing(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator"), acting_as(None):
        assert not Network.objects.exists()


def test_roles_are_forgotten_when_the_person_changes(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        held = roles_in(coordinator, fjordby.pk)
        with acting("observer") as observer:
            assert (held, roles_in(observer, fjordby.pk)) == (frozenset({"coordinator"}), frozenset({"observer"}))


def test_roles_told_in_what_was_rolled_back_are_not_believed(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        held = roles_in(coordinator, fjordby.pk)
        with suppress(HalfWay), transaction.atomic():
            call("found_network", slug="annet", name="Annet", preset="municipality", join_code="k",
                 organisation="Annet", sector="municipality", regime="fvl", function="")  # fmt: skip
            founded = set(my_standings())
            raise HalfWay

        now = {network: standing.roles for network, standing in my_standings().items()}
        assert (now, len(founded)) == ({fjordby.pk: held}, 2)


def test_asking_about_somebody_else_is_an_error(acting: Acting, fjordby: Network, persona: Persona) -> None:
    member = persona("member")

    with acting("coordinator"), pytest.raises(RuntimeError, match="while acting as"):
        can(member, Capability.READ_NETWORK, fjordby.pk)


def test_asking_outside_any_transaction_is_an_error(fjordby: Network, persona: Persona) -> None:
    with pytest.raises(RuntimeError, match="while acting as None"):
        can(persona("member"), Capability.READ_NETWORK, fjordby.pk)


def test_a_revoked_person_loses_sight_inside_a_running_transaction(
    acting: Acting, fjordby: Network, later: Callable[[str], None]
) -> None:
    """The policies are asked by every statement, not once."""
    with acting("member"):
        before = Network.objects.count()
        with connection.cursor() as cursor:
            cursor.execute("SELECT sec.end_member(id, 'left') FROM networks_membership WHERE user_id = sec.uid()")

        assert (before, Network.objects.count()) == (1, 0)


def expected_sight(fresh_database: str) -> dict[int | None, set[str]]:
    slugs = ("coordinator", "member", "outsider-coordinator", "stranger", "ex-member")
    people = [User.objects.get(email=f"{slug}@demo.invalid").pk for slug in slugs]
    sights = ({"fjordby"}, {"fjordby"}, {"skogdal-og-elvestad"}, set[str](), set[str]())
    return {None: set(), **dict(zip(people, sights, strict=True))}


def hammer(pool: ConnectionPool, expected: dict[int | None, set[str]], rounds: int, leaks: list[str]) -> None:
    """Random people over few connections, one in five failing half-way; what each sees is compared with the truth."""
    chance = random.Random()
    for _ in range(rounds):
        who = chance.choice(list(expected))
        with suppress(HalfWay), pool.connection() as shared, shared.transaction():
            if who is not None:
                shared.execute(ACT_AS, [str(who), False])
            seen = {row[0] for row in shared.execute("SELECT slug FROM networks_network")}
            if seen != expected[who]:
                leaks.append(f"{who} saw {seen}")
            if chance.random() < 0.2:
                raise HalfWay


@pytest.mark.slow
def test_nothing_leaks_over_pooled_connections(fresh_database: str) -> None:
    """5,000 transactions of five people and nobody, eight threads on four connections."""
    expected, leaks = expected_sight(fresh_database), list[str]()
    address = f"host={SERVER.socket} dbname={fresh_database} user=portal_app"
    with ConnectionPool(address, min_size=4, max_size=4, open=True) as pool:
        share = (pool, expected, OPERATIONS // THREADS, leaks)
        threads = [threading.Thread(target=hammer, args=share) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert leaks == []


def test_djangos_own_connection_is_clean_between_requests(fresh_database: str) -> None:
    """The same hammer through acting_as, on the one persistent connection a page worker has."""
    expected = expected_sight(fresh_database)
    wrong: list[tuple[object, object]] = []
    for number in range(300):
        who = list(expected)[number % len(expected)]
        with suppress(HalfWay), acting_as(who):
            seen = set(Network.objects.values_list("slug", flat=True))
            wrong += [] if seen == expected[who] else [(who, seen)]
            if number % 5 == 0:
                raise HalfWay
        wrong += [] if not Network.objects.exists() else [("nobody", number)]

    assert wrong == []
