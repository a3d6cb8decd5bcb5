"""What was followed in a room goes along in its package for the archive: as data, and on paper that says the same."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from networks.archive import services as archive
from networks.discussion import services as discussion
from networks.discussion.models import Room
from networks.runs import services
from networks.runs.models import Run
from portal.bootstrap import ROOT
from tests.networks.discussion.test_export import data, files_of, text
from tests.networks.runs.conftest import Acting, Begin, Persona, StepOf

SCHEMA = json.loads((ROOT / "docs" / "archive-package.schema.json").read_text())
Take = Callable[[str], dict[str, bytes]]


@pytest.fixture
def taken_out(acting: Acting, room: Room) -> Take:
    def take(who: str) -> dict[str, bytes]:
        with acting(who) as by:
            return files_of(archive.export_room(room=room, by=by))

    return take


@pytest.fixture
def followed(acting: Acting, begin: Begin, step_of: StepOf) -> Run:
    """One step done with an answer, one skipped with a reason, one signed by the first of two; then stopped."""
    run = begin(coordinator="contact")
    with acting("member") as by:
        services.tick(step=step_of(run, "merk"), seen=[], ticked=[1], by=by)
        services.mark_done(step=step_of(run, "drofte"), answer="yes", by=by)
        services.skip(step=step_of(run, "merk"), reason="Gjort i går", by=by)
        services.mark_done(step=step_of(run, "avslutt"), answer="", by=by)
        services.stop(run=run, outcome="Vi fant en annen vei", by=by)
    return run


def steps(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    [run] = told["routines"]
    return {step["title"]: step for step in run["steps"]}


def test_the_data_tell_what_was_done_and_keep_to_the_published_shape(followed: Run, taken_out: Take) -> None:
    told = data(taken_out("coordinator"))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(told)] == []
    [run] = told["routines"]
    assert (run["state"], run["outcome"], run["exercise"]) == ("stopped", "Vi fant en annen vei", False)
    assert (steps(told)["Drøft uroen"]["state"], steps(told)["Drøft uroen"]["answer"]) == ("done", "yes")
    assert steps(told)["Merk deg hva som er nytt"]["ticked"] == ["Hvor"]
    assert [event["deed"] for event in run["events"]] == ["started", "ticked", "done", "skipped", "signed", "stopped"]


def test_the_paper_says_the_same(followed: Run, taken_out: Take) -> None:
    read = " ".join(text(taken_out("coordinator")).split())

    for told in ("Prøverutine", "Vi fant en annen vei", "Gjort i går", "Er det grunn til uro?", "did «Drøft uroen»"):
        assert told in read


def test_what_ended_with_its_room_was_ended_by_nobody(
    acting: Acting, begin: Begin, taken_out: Take, signed_in: Callable[[str], Client]
) -> None:
    """As those that migration 0035 stopped."""
    run = begin()
    with acting("member"):
        assert Run.objects.filter(pk=run.pk).update(state="stopped", ended_at=timezone.now())

    assert "None" not in text(taken_out("coordinator"))
    page = signed_in("member").get(f"/nettverk/fjordby/rutiner/i-gang/{run.pk}/").content.decode()
    assert re.search(r"<b>Stopped [^<,]+\.</b>", page)


def test_whoever_reads_nothing_begun_before_her_takes_none_of_it_out(
    acting: Acting, persona: Persona, room: Room, followed: Run, later: Callable[[str], None], taken_out: Take
) -> None:
    later("1 hour")
    with acting("coordinator") as by:
        discussion.place(room=room, person_id=persona("deputy").pk, part="keeper", whole=False, by=by)

    assert data(taken_out("deputy"))["routines"] == []
