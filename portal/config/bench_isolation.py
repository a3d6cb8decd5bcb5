"""What the policies cost: lists and details asked as the application under them, and as the maintenance role past them.

Each is timed twice: as a page asks it (written by the ORM, sent, read into objects), and as the bare statement.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Any

from django.db import connection

from networks.directory.access import get_or_404
from networks.directory.models import Network
from networks.entry.queries import open_invitations
from networks.membership.access import get_or_404 as get_member_or_404
from networks.membership.queries import members
from portal.accounts.models import User
from portal.config.bench_data import SCALES, Scale
from portal.config.bench_pages import point_at
from portal.tenancy.context import acting_as

ROUNDS, TIMES, WARM, PAGE = 40, 8, 3, 25
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


def questions(user: User, network: Network, member: int) -> dict[str, Ask]:
    return {
        "members, a page": lambda: list(members(user, network)[:PAGE]),
        "letters, a list": lambda: list(open_invitations(user, network)),
        "network, one": lambda: get_or_404(user, network.slug),
        "member, one": lambda: get_member_or_404(user, network.slug, member),
    }


def measure() -> Measured:
    """The roles take turns, so that a busy minute falls on both."""
    found: Measured = {}
    for _ in range(ROUNDS):
        for scale in SCALES:
            for role in ROLES:
                point_at(scale, role)
                one_round(found, scale, role)
    point_at(SCALES[0])
    return found


def one_round(found: Measured, scale: Scale, role: str) -> None:
    user = User.objects.get(email="coordinator@demo.invalid")
    with acting_as(user.pk):
        network = get_or_404(user, "fjordby")
        member = members(user, network)[0].pk
        for name, ask in questions(user, network, member).items():
            times = found.setdefault((name, scale.name), Times())
            times.asked[role] += timed(ask)
            times.stated[role] += timed(partial(send, *caught(ask)))


def timed(ask: Ask) -> list[float]:
    taken = []
    for _ in range(WARM + TIMES):
        started = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - started)
    return taken[WARM:]


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
    """The target is on what a page pays; a statement of a tenth of a millisecond has no room for a policy in a quarter."""
    ratios = {key: median(times.asked["app"]) / median(times.asked["maint"]) for key, times in found.items()}
    return [f"{name} at {scale}: {r:.2f} times; at most {MOST}." for (name, scale), r in ratios.items() if r > MOST]
