"""What the policies cost: lists and details asked as the application under them, and as the maintenance role past them.

Each is timed twice: as a page asks it (written by the ORM, sent, read into objects), and as the bare statement.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Any

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from networks.directory.access import get_or_404
from networks.directory.models import Network
from networks.entry.queries import open_invitations
from networks.membership.access import get_or_404 as get_member_or_404
from networks.membership.queries import members
from portal.accounts.models import User
from portal.config.bench_data import SCALES, Scale
from portal.config.bench_pages import point_at
from portal.tenancy.context import acting_as

TIMES, WARM, PAGE = 400, 20, 25  # warm: a statement is planned for good the eleventh time
MOST = 1.25
ROLES = ("app", "maint")
Ask = Callable[[], object]
Statement = tuple[str, Any]


@dataclass
class Times:
    """Seconds by role, of one question at one scale."""

    asked: dict[str, list[float]] = field(default_factory=lambda: {role: [] for role in ROLES})
    stated: dict[str, list[float]] = field(default_factory=lambda: {role: [] for role in ROLES})


Measured = dict[tuple[str, str], Times]


@dataclass
class Asker:
    """One role at one scale, on a connection of its own, in a transaction that acts as the coordinator."""

    scale: str
    role: str
    own: BaseDatabaseWrapper
    questions: dict[str, Ask]
    statements: dict[str, Ask]

    def timed(self, ask: Ask) -> float:
        connections["default"] = self.own
        started = time.perf_counter()
        ask()
        return time.perf_counter() - started


def questions(user: User, network: Network, member: int) -> dict[str, Ask]:
    return {
        "members, a page": lambda: list(members(user, network)[:PAGE]),
        "letters, a list": lambda: list(open_invitations(user, network)),
        "network, one": lambda: get_or_404(user, network.slug),
        "member, one": lambda: get_member_or_404(user, network.slug, member),
    }


def measure() -> Measured:
    with ExitStack() as endings:
        endings.callback(connections.__setitem__, "default", connections["default"])
        return asked_in_turn([asker(scale, role, endings) for scale in SCALES for role in ROLES])


def asker(scale: Scale, role: str, endings: ExitStack) -> Asker:
    connections["default"] = own = connections["default"].copy()
    endings.callback(own.close)
    point_at(scale, role)
    user = User.objects.get(email="coordinator@demo.invalid")
    endings.enter_context(acting_as(user.pk))
    endings.callback(connections.__setitem__, "default", own)  # it is left where it was entered
    network = get_or_404(user, "fjordby")
    asked = questions(user, network, members(user, network)[0].pk)
    return Asker(scale.name, role, own, asked, {name: partial(send, *caught(ask)) for name, ask in asked.items()})


def asked_in_turn(askers: list[Asker]) -> Measured:
    """All take turns at every single question, so that a busy moment falls on each of them alike."""
    found: Measured = {}
    for name in askers[0].questions:
        for turn in range(WARM + TIMES):
            for asker in askers if turn % 2 else reversed(askers):
                times = found.setdefault((name, asker.scale), Times())
                taken = asker.timed(asker.questions[name]), asker.timed(asker.statements[name])
                if turn >= WARM:
                    times.asked[asker.role].append(taken[0])
                    times.stated[asker.role].append(taken[1])
    return found


def caught(ask: Ask) -> Statement:
    """The last statement of a question, on its way to the database."""
    seen: list[Statement] = []

    def note(execute: Callable[..., Any], statement: str, params: Any, *rest: Any) -> Any:
        seen.append((statement, params))
        return execute(statement, params, *rest)

    with connection.execute_wrapper(note):
        ask()
    return seen[-1]


def send(statement: str, params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        cursor.fetchall()


def report(found: Measured) -> Iterator[str]:
    heading = f"{'with ms':>10}{'without':>10}{'ratio':>8}"
    yield f"{'':<24}{'as a page asks it':>28}{'the bare statement':>28}"
    yield f"{'question':<18}{'scale':>6}{heading}{heading}"
    for (name, scale), times in found.items():
        yield f"{name:<18}{scale:>6}{figures(times.asked)}{figures(times.stated)}"


def figures(times: dict[str, list[float]]) -> str:
    under, past = (median(times[role]) * 1000 for role in ROLES)
    return f"{under:>10.3f}{past:>10.3f}{under / past:>8.2f}"


def misses(found: Measured) -> list[str]:
    """The targets that were not met, in words."""
    ways = [
        (*key, way, median(t["app"]) / median(t["maint"]))
        for key, both in found.items()
        for way, t in vars(both).items()
    ]
    return [f"{name} at {scale}, {way}: {r:.2f} times; at most {MOST}." for name, scale, way, r in ways if r > MOST]
