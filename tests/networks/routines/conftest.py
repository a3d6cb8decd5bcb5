"""A routine of the library with three steps, and the network that adopts it. Two supervisors write the library."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from networks.directory.models import Network
from networks.library import services as library
from networks.library.models import LibraryVersion
from networks.routines import services
from networks.routines.models import Routine, RoutineVersion
from networks.steps.content import Content, Deadline, Head, Step
from networks.steps.exchange import Document
from portal.accounts.models import User
from portal.tenancy.context import acting_as

Persona = Callable[[str], User]
Acting = Callable[[str], Any]
Publish = Callable[[Content], LibraryVersion]
Drafted = Callable[[], RoutineVersion]
CANARY = "fjordkanari"
REVIEW = date(2030, 1, 1)
SOON = str(timezone.localdate() + timedelta(days=300))  # as a form takes it
SOURCE = Content(
    Head(title="Prøverutine", purpose="Når noen er urolige."),
    (
        Step(id="merk", title="Merk deg hva som har endret seg", role="notices"),
        Step(
            id="drofte", title="Drøft uroen", text="Drøft saken innen 14 dager.", role="coordinator", mode="anonymous"
        ),
        Step(id="folge", title="Følg opp", role="leads", deadline=Deadline(5, "drofte")),
    ),
)


@pytest.fixture
def publish(acting: Acting) -> Publish:
    """publish(content): in force in the library, written by one supervisor and read by another."""

    def done(content: Content) -> LibraryVersion:
        with acting("supervisor") as by:
            version = library.write(document=Document("prove", "routine", "nb", content), by=by)
            library.send(version=version, note="Nytt", significance="medium", review_on=REVIEW, by=by)
        with acting("supervisor-expired") as by:
            version = LibraryVersion.objects.get(pk=version.pk)
            library.publish(version=version, by=by)
            return LibraryVersion.objects.select_related("routine").get(pk=version.pk)

    return done


@pytest.fixture
def source(publish: Publish) -> LibraryVersion:
    return publish(SOURCE)


@pytest.fixture
def routine(acting: Acting, source: LibraryVersion, fjordby: Network) -> Routine:
    """Adopted by Fjordby's coordinator, as a draft with a word of its own."""
    with acting("coordinator") as by:
        made = services.adopt(network=fjordby, version=source, by=by)
        version = made.versions.get()
        services.change(version=version, how=reworded("drofte", text=f"Drøft saken innen 7 dager. {CANARY}"), by=by)
    return made


@pytest.fixture
def draft(acting: Acting, routine: Routine) -> Drafted:
    """The version on its way, as it stands now."""

    def found() -> RoutineVersion:
        with acting("coordinator"):
            opened = routine.versions.exclude(state__in=("published", "superseded"))
            return opened.select_related("network", "routine__source", "base", "taking").get()

    return found


def reworded(key: str, **told: Any) -> Callable[[Content], Content]:
    def change(content: Content) -> Content:
        return replace(
            content, steps=tuple(replace(step, **told) if step.id == key else step for step in content.steps)
        )

    return change


@pytest.fixture
def in_force(acting: Acting, persona: Persona, draft: Drafted) -> Callable[[], int]:
    """Sent by the coordinator to the member, who puts it in force; returns its number."""

    def done() -> int:
        with acting("coordinator") as by:
            services.send(version=draft(), reader=persona("member"), note="Tilpasset", review_on=REVIEW, by=by)
        version = draft()
        with acting_as(persona("member").pk):
            return services.publish(version=version, by=persona("member"))

    return done
