"""How fast what is said reaches a thousand who listen: beside a broadcast that asks nobody, and what one writes first.

All in one run on one machine, so what counts is one beside the other. The same web server, the same browsers, and times
from the moment of saying to the arrival at each socket. In ours every message is said through the service by somebody
in the room, kept, and heard by those who may; the others are told by their sockets.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.test import override_settings

from portal.config import bench_live_queries
from portal.config.bench_live_data import HALL
from portal.config.bench_live_scene import Runs, Scene
from portal.config.bench_pages import point_at

FEW, MANY = 200, 1000
RATES, TURNS = {FEW: 10.0, MANY: 3.0}, {FEW: 3, MANY: 4}  # messages a second; how often each has its turn
LASTS, BURST = 4.0, 200  # seconds; messages at once
ENOUGH = 60.0  # seconds after which what has not come is given up
STOCK_ENOUGH, STOCK_BURST_ENOUGH = 20.0, 6.0  # it would take minutes
DEAF = 10
P99_MOST, CPU_MOST, FASTER_LEAST = 1.5, 1.5, 10
BURST_LEAST, BURST_FLOOR, BURST_SHARE = 60_000, 80_000, 0.75
LIMITS = {"person": 10**6, "topic": 10**6}


@dataclass
class Measured:
    runs: dict[tuple[str, int, str], Runs] = field(default_factory=dict)
    statements: bench_live_queries.Statements = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def measure() -> Measured:
    point_at(HALL)
    found = Measured()
    with override_settings(TALK_LIMITS=LIMITS):
        for many in (FEW, MANY):
            with Scene("stock", many) as stock:
                in_turn(found, [stock], turns=1)
            with Scene("floor", many) as floor, Scene("ours", many) as ours:
                in_turn(found, [floor, ours], turns=TURNS[many])
        with Scene("ours", MANY, deaf=DEAF) as scene:
            found.runs["ours", MANY, f"{DEAF} deaf"] = paced([scene])[0]
        with Scene("ours", MANY, processes=2) as scene:
            found.runs["ours", MANY, "two processes"] = paced([scene])[0]
        by_redis(found)
    found.statements = bench_live_queries.measure()
    return found


def in_turn(found: Measured, scenes: list[Scene], *, turns: int) -> None:
    for how, measured in (("paced", paced), ("burst", burst)):
        for scene, runs in zip(scenes, measured(scenes, turns), strict=True):
            found.runs[scene.what, scene.many, how] = runs


def paced(scenes: list[Scene], turns: int = 3) -> list[Runs]:
    rate = RATES[scenes[0].many]
    return taken(scenes, turns, int(rate * LASTS), rate)


def burst(scenes: list[Scene], turns: int = 3) -> list[Runs]:
    return taken(scenes, turns, BURST, 0)


def taken(scenes: list[Scene], turns: int, messages: int, rate: float) -> list[Runs]:
    """One after the other, a few times, so that a busy minute falls on each alike."""
    every = [scene.runs() for scene in scenes]
    for _ in range(turns):
        for scene, runs in zip(scenes, every, strict=True):
            stock = STOCK_ENOUGH if rate else STOCK_BURST_ENOUGH
            scene.run(runs, messages, rate=rate, cut=stock if scene.what == "stock" else ENOUGH)
    return [scene.tell(runs) for scene, runs in zip(scenes, every, strict=True)]


def by_redis(found: Measured) -> None:
    if not shutil.which("redis-server"):
        found.left_out.append("Two processes by Redis were left out: there is no redis-server here.")
        return
    with redis() as address, Scene("ours", MANY, processes=2, told={"REDIS_URL": address}) as scene:
        found.runs["ours", MANY, "two by Redis"] = paced([scene])[0]


@contextmanager
def redis() -> Iterator[str]:
    """One that keeps nothing, on a socket of its own; this process gives its hints by it."""
    with tempfile.TemporaryDirectory() as folder:
        place = f"unix://{folder}/redis.sock"
        quiet = ["--port", "0", "--save", "", "--appendonly", "no", "--daemonize", "no", "--loglevel", "warning"]
        child = subprocess.Popen(
            ["redis-server", "--unixsocket", f"{folder}/redis.sock", "--dir", folder, *quiet], stdout=subprocess.DEVNULL
        )
        layer = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [{"address": place}]}}
        try:
            with override_settings(REDIS_URL=place, CHANNEL_LAYERS={"default": layer}):
                yield place
        finally:
            child.terminate()
            child.wait()


def report(found: Measured) -> Iterator[str]:
    """Milliseconds from saying to hearing; microseconds of a processor for each delivery."""
    yield (
        f"{'':<24}{'p50 / p95 / p99 ms':>26}{'deliveries/s':>14}{'us server':>11}{'database':>10}{'KB/socket':>11}"
        f"{'lost':>8}{'twice':>7}{'disorder':>10}"
    )
    for (what, many, how), one in found.runs.items():
        times = " / ".join(f"{ms:.1f}" for ms in one.ms)
        yield (
            f"{f'{what} {many} {how}':<24}{times:>26}{one.a_second:>14,.0f}{one.us:>11.1f}{one.us_there:>10.1f}"
            f"{one.kilobytes:>11.1f}{one.lost:>8}{one.twice:>7}{one.disordered:>10}"
        )
    yield from found.left_out
    counted = ", ".join(f"{what} {number}" for what, number in bench_live_queries.counted(found.statements).items())
    yield f"statements: {counted}"


def misses(found: Measured) -> list[str]:
    """The targets that were not met, in words."""
    return [*slower(found), *not_heard(found), *asked_too_often(found)]


def slower(found: Measured) -> Iterator[str]:
    floor, ours, stock = (found.runs[what, MANY, "paced"] for what in ("floor", "ours", "stock"))
    if (times := ours.ms[-1] / floor.ms[-1]) > P99_MOST:
        yield f"p99 of {MANY}: {times:.2f} times the floor's; at most {P99_MOST}."
    if (times := stock.ms[-1] / ours.ms[-1]) < FASTER_LEAST:
        yield f"p99 of {MANY}: {times:.1f} times as fast as the stock one; at least {FASTER_LEAST}."
    for (what, many, how), floor in found.runs.items():
        if what == "floor" and (times := found.runs["ours", many, how].us / floor.us) > CPU_MOST:
            yield f"processor, {many} {how}: {times:.2f} times the floor's; at most {CPU_MOST}."
    reached, there = found.runs["ours", MANY, "burst"].a_second, found.runs["floor", MANY, "burst"].a_second
    if reached < (least := BURST_LEAST if there >= BURST_FLOOR else BURST_SHARE * there):
        yield f"burst of {MANY}: {reached:,.0f} deliveries a second; at least {least:,.0f}."


def not_heard(found: Measured) -> Iterator[str]:
    for (what, many, how), one in found.runs.items():
        if what == "ours" and (one.lost or one.twice or one.disordered):
            yield f"ours {many} {how}: {one.lost} lost, {one.twice} twice, {one.disordered} out of order; none at all."


def asked_too_often(found: Measured) -> Iterator[str]:
    for what, number in bench_live_queries.counted(found.statements).items():
        if number > (most := bench_live_queries.MOST[what]):
            yield f"{what}: {number} statements; at most {most}."
