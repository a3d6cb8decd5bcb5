"""What a new version of a source costs: publishing it to 357 networks that have adopted it, and looking at it in one; and
the page of a run of it.

The routine has sixty steps. Each network has reworded all of them, and the source changes all of them: the most there
can be to compare.
"""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection
from django.test import Client, override_settings

from networks.discussion import services as discussion
from networks.library import services as library
from networks.library.models import LibraryVersion
from networks.routines import services
from networks.routines.models import Routine, RoutineVersion
from networks.runs import services as runs
from networks.steps.content import Content, Deadline, Head, Step
from networks.steps.exchange import Document
from portal.accounts.models import User
from portal.config import bench_data
from portal.config.bench_pages import FILES, PAGES, point_at, queries, timed
from portal.config.bench_served import Served
from portal.config.postgres import Server
from portal.tenancy.context import acting_as

SCALE = bench_data.Scale("357", networks=357, people=3_000)
KEY, STEPS = "benk", 60
TIMES, WARM = 60, 10
MOST_SECONDS, MOST_TIMES_BARE, MOST_QUERIES = 2.0, 10.0, 10
ADOPTED = """
UPDATE networks_membership m SET role = 'coordinator' WHERE m.role = 'contact' AND m.id IN (
    SELECT min(id) FROM networks_membership WHERE role = 'contact' GROUP BY network_id);
INSERT INTO networks_libraryroutine (key, kind, language, owner) VALUES (%(key)s, 'routine', 'nb', 'RVTS');
INSERT INTO networks_libraryversion (routine_id, number, state, content, note, hands, changed_at, published_at, remark, significance, in_force_on)
SELECT id, 1, 'published', %(source)s, '', '{}', now(), now(), '', '', current_date FROM networks_libraryroutine WHERE key = %(key)s;
INSERT INTO networks_routine (network_id, kind, language, source_id, shelf, made_at, made_by_id)
SELECT n.id, 'routine', 'nb', l.id, 'in_use', now(), (SELECT min(id) FROM portal_user)
FROM networks_network n, networks_libraryroutine l WHERE l.key = %(key)s;
INSERT INTO networks_routineversion (network_id, routine_id, number, state, content, note, hands, changed_at, published_at, remark, base_id, decisions, lineage, in_force_on)
SELECT r.network_id, r.id, 1, 'published', %(ours)s, '', '{}', now(), now(), '', v.id, '{}', '[]', current_date
FROM networks_routine r JOIN networks_libraryversion v ON v.routine_id = r.source_id
JOIN networks_libraryroutine l ON l.id = v.routine_id AND l.key = %(key)s;
"""


def content(words: str) -> Content:
    steps = tuple(
        Step(
            id=f"steg-{n}",
            title=f"Steg nummer {n}",
            text=f"Ta kontakt med {words} og drøft uroen anonymt i nettverket innen {n} dager, og skriv hvem som gjør hva.",
            role="coordinator",
            deadline=Deadline(n),
            points=(f"Ring {words}", "Sett en dato"),
        )
        for n in range(1, STEPS + 1)
    )
    return Content(Head(title="Benkerutinen"), steps)


def fill(server: Server, scale: Any) -> None:
    bench_data.fill(server, scale)
    told = {"key": KEY, "source": plain("koordinatoren"), "ours": plain("Kari Lunde eller Mats Holm")}
    with psycopg.connect(
        bench_data.address(server, scale, "maint"), cursor_factory=psycopg.ClientCursor
    ) as maintenance:
        maintenance.execute(ADOPTED, told)


def plain(words: str) -> str:
    return json.dumps(content(words).as_data())


@dataclass
class Figures:
    seconds: float
    statements: int
    told: int
    bare: float  # milliseconds
    compared: float
    questions: int
    followed: float
    run_questions: int

    @property
    def times(self) -> float:
        return self.compared / self.bare

    @property
    def run_times(self) -> float:
        return self.followed / self.bare


def measure() -> Figures:
    point_at(SCALE)
    version = waiting()
    seconds, statements = published(version)
    client, address = looking(version)
    run = following()
    with override_settings(ROOT_URLCONF="portal.config.bench_served", ALLOWED_HOSTS=["testserver"], STORAGES=FILES):
        asked, asked_of_run = queries(client, address), queries(client, run)
    connection.close()
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())
    bare, compared, followed = beside(cookies, address, run)
    return Figures(seconds, statements, SCALE.networks, bare, compared, asked, followed, asked_of_run)


def person(slug: str) -> User:
    return User.objects.get(email=f"{slug}@demo.invalid")


def waiting() -> LibraryVersion:
    """The source's second version, with its second reader."""
    by = person("supervisor")
    with acting_as(by.pk):
        newer = content("koordinatoren eller politikontakten")
        version = library.write(document=Document(KEY, "routine", "nb", newer), by=by)
        library.send(version=version, note="Ny", significance="major", review_on=version.changed_at.date(), by=by)
    return version


def published(version: LibraryVersion) -> tuple[float, int]:
    """Seconds and statements."""
    reader, statements = person("supervisor-expired"), 0

    def count(execute: Any, *told: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*told)

    with acting_as(reader.pk), connection.execute_wrapper(count):
        held = LibraryVersion.objects.get(pk=version.pk)
        started = time.perf_counter()
        library.publish(version=held, by=reader)
        return time.perf_counter() - started, statements


def looking(version: LibraryVersion) -> tuple[Client, str]:
    """Fjordby's coordinator, with the news beside her draft."""
    by = person("coordinator")
    with acting_as(by.pk):
        routine = Routine.objects.get(network__slug="fjordby", source__key=KEY)
        services.start_version(routine=routine, by=by)
        draft = RoutineVersion.objects.select_related("routine").get(routine=routine, number=None)
        services.look_at_news(version=draft, news=LibraryVersion.objects.get(pk=version.pk), by=by)
    client = Client()
    with override_settings(ROOT_URLCONF="portal.config.bench_served", ALLOWED_HOSTS=["testserver"], STORAGES=FILES):
        client.post("/demo/sign-in/", {"persona": "coordinator"})
    return client, f"/nettverk/fjordby/rutiner/{routine.pk}/utkast/nytt-fra-kilden/"


def following() -> str:
    """The address of a run of the routine, which Fjordby's coordinator has begun in a room of her own."""
    by = person("coordinator")
    with acting_as(by.pk):
        routine = Routine.objects.get(network__slug="fjordby", source__key=KEY)
        version = RoutineVersion.objects.select_related("routine", "network").get(routine=routine, number=1)
        room = discussion.open_room(network=version.network, name="Benken", mode="anonymous", by=by)
        run = runs.start_anew(room=room, version=version, people={}, is_exercise=True, client_id=uuid4(), by=by)
    return f"/nettverk/fjordby/rutiner/i-gang/{run.pk}/"


def beside(cookies: str, *addresses: str) -> tuple[float, ...]:
    """Median milliseconds of the bare view and of each page, taking turns."""
    taken: dict[str, list[float]] = {PAGES["bare"]: [], **{address: [] for address in addresses}}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as endings:
        server = Served(SCALE.database, Path(folder))
        endings.callback(server.stop)
        server.wait()
        for turn in range(WARM + TIMES):
            for page, times in taken.items():
                seconds = timed(server, page, cookies)
                if turn >= WARM:
                    times.append(seconds)
    return tuple(median(times) * 1000 for times in taken.values())


def report(found: Figures) -> Iterator[str]:
    yield f"published to {found.told} networks: {found.seconds:.2f} s, {found.statements} statements"
    yield (
        f"three wordings of {STEPS} steps, all changed in both: {found.compared:.1f} ms, bare {found.bare:.1f} ms, "
        f"{found.times:.1f} times; {found.questions} statements"
    )
    yield (
        f"the page of a run of {STEPS} steps: {found.followed:.1f} ms, {found.run_times:.1f} times; "
        f"{found.run_questions} statements"
    )


def misses(found: Figures) -> list[str]:
    missed = []
    if found.seconds > MOST_SECONDS:
        missed.append(f"publication: {found.seconds:.2f} s; less than {MOST_SECONDS:g}.")
    if found.times > MOST_TIMES_BARE:
        missed.append(f"three wordings: {found.times:.1f} times the bare view; at most {MOST_TIMES_BARE:g}.")
    if found.run_questions > MOST_QUERIES:
        missed.append(f"the page of a run: {found.run_questions} statements; at most {MOST_QUERIES}.")
    if found.questions > MOST_QUERIES:
        missed.append(f"three wordings: {found.questions} statements; at most {MOST_QUERIES}.")
    return missed
