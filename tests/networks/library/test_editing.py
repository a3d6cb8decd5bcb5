"""Supervisors write the library step by step, and whoever wrote a step is not its second reader."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from networks.library import services
from networks.library.models import LibraryRoutine, LibraryVersion
from networks.steps.content import Content, Head, Step
from networks.steps.editing import added
from networks.steps.exchange import Document
from portal.tenancy.refusals import Refused
from tests.networks.routines.conftest import REVIEW, SOURCE, Acting, publish, source

__all__ = ["publish", "source"]
STEP = Step(id="ett", title="Begynn", role="coordinator")


def begun(acting: Acting) -> LibraryVersion:
    with acting("supervisor") as by:
        return services.write_new(kind="routine", language="nb", title="Noe nytt", by=by)


def add_step(acting: Acting, who: str, version: LibraryVersion) -> None:
    with acting(who) as by:
        version.refresh_from_db()
        services.change(version=version, how=lambda content: added(content, STEP), by=by)


def send(acting: Acting, version: LibraryVersion) -> None:
    with acting("supervisor") as by:
        services.send(version=version, note="Ny", significance="major", review_on=REVIEW, by=by)


def test_a_new_routine_is_an_empty_draft(acting: Acting) -> None:
    version = begun(acting)

    assert (version.state, version.wording) == ("draft", Content(Head(title="Noe nytt")))


def test_an_id_that_is_taken_begins_nothing(acting: Acting, source: LibraryVersion) -> None:
    with acting("supervisor") as by, pytest.raises(Refused, match="routine_exists"):
        services.write_new(kind="card", language="nb", title="Prøve", by=by)

    assert not LibraryVersion.objects.filter(state="draft").exists()


def test_a_file_does_not_take_an_address_of_the_desk(acting: Acting) -> None:
    document = Document("skriv", "routine", "nb", Content(Head(title="Skriv"), (STEP,)))
    with acting("supervisor") as by, pytest.raises(Refused, match="routine_exists"):
        services.write(document=document, by=by)


def test_the_next_version_says_what_is_in_force(acting: Acting, source: LibraryVersion) -> None:
    with acting("supervisor") as by:
        version = services.start_version(routine=source.routine, by=by)

    assert (version.state, version.wording) == ("draft", SOURCE)


def test_a_version_on_its_way_is_gone_on_with(acting: Acting) -> None:
    version = begun(acting)
    add_step(acting, "supervisor", version)

    with acting("supervisor-expired") as by:
        assert services.start_version(routine=version.routine, by=by).wording.steps == (STEP,)


def test_who_is_no_supervisor_begins_and_changes_nothing(acting: Acting, source: LibraryVersion) -> None:
    version = begun(acting)
    with acting("coordinator") as by:
        with pytest.raises(DatabaseError), transaction.atomic():
            services.write_new(kind="routine", language="nb", title="Mitt", by=by)
        with pytest.raises(DatabaseError), transaction.atomic():
            services.start_version(routine=source.routine, by=by)
        with pytest.raises(Refused, match="changed_meanwhile"):
            services.change(version=version, how=lambda content: added(content, STEP), by=by)

    assert not LibraryRoutine.objects.filter(key="mitt").exists()


def test_nothing_is_changed_while_it_is_being_read(acting: Acting) -> None:
    version = begun(acting)
    add_step(acting, "supervisor", version)
    send(acting, version)

    with acting("supervisor") as by, pytest.raises(Refused, match="not_a_draft"):
        services.change(version=version, how=lambda content: added(content, STEP), by=by)


def test_what_was_changed_meanwhile_is_not_overwritten(acting: Acting) -> None:
    seen = begun(acting)
    add_step(acting, "supervisor-expired", LibraryVersion(pk=seen.pk))

    with acting("supervisor") as by, pytest.raises(Refused, match="changed_meanwhile"):
        services.change(version=seen, how=lambda content: Content(content.head), by=by)


def test_who_changed_a_step_is_not_its_second_reader(acting: Acting) -> None:
    version = begun(acting)
    add_step(acting, "supervisor-expired", version)
    send(acting, version)

    with acting("supervisor-expired") as by, pytest.raises(Refused, match="needs_another_reader"):
        services.publish(version=version, by=by)


def test_more_steps_than_a_file_may_hold_are_not_sent(acting: Acting, source: LibraryVersion) -> None:
    many = tuple(Step(id=f"s-{number}", title="Noe", role="mentor") for number in range(101))
    with acting("supervisor") as by:
        version = services.start_version(routine=source.routine, by=by)
        services.change(version=version, how=lambda content: replace(content, steps=many), by=by)

        with pytest.raises(Refused, match="routine_has_problems"):
            services.send(version=version, note="Ny", significance="small", review_on=REVIEW, by=by)
        services.change(version=version, how=lambda content: replace(content, steps=many[:100]), by=by)
        services.send(version=version, note="Ny", significance="small", review_on=REVIEW, by=by)
