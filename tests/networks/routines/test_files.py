"""A routine travels as a file: what one network takes out, another takes in, with where it comes from."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from networks.directory.models import Network
from networks.library import services as library
from networks.library.models import LibraryVersion
from networks.library.queries import document as shipped
from networks.routines import access, services
from networks.routines.models import Routine, RoutineVersion
from networks.routines.queries import lists
from networks.routines.queries.lineage import before, lineage_of
from networks.routines.queries.news import news
from networks.steps.choices import Responsible
from networks.steps.content import Content, Head, Step
from networks.steps.exchange import Ancestor, Document, read, write
from networks.steps.merge import Choice, Decision, Standing
from portal.audit.models import Entry
from portal.tenancy.refusals import Refused
from tests.networks.routines.conftest import CANARY, SOURCE, Acting, Drafted, Publish, reworded
from tests.networks.routines.test_news import NEWER

SignedIn = Callable[[str], Client]
TakenOut = Callable[[], str]
B, THERE = "outsider-coordinator", "/nettverk/skogdal-og-elvestad/rutiner/fra-fil/"
OWN = Content(Head(title="Vår egen"), (Step(id="s-1", title="Ring hverandre", role="coordinator"),))


@pytest.fixture
def skogdal(acting: Acting) -> Network:
    with acting(B):
        return Network.objects.get(slug="skogdal-og-elvestad")


@pytest.fixture
def taken_out(acting: Acting, routine: Routine, draft: Drafted, in_force: Callable[[], int]) -> TakenOut:
    """What Fjordby's coordinator takes out of its first version, in which a step is put aside."""

    def done() -> str:
        with acting("coordinator") as by:
            services.change(version=draft(), how=reworded("folge", hidden="NAV gjør det hos oss"), by=by)
        number = in_force()
        with acting("coordinator") as by:
            version = access.get_version_or_404(by, "fjordby", routine.pk, number)
            return services.take_out(version=version, by=by)

    return done


@pytest.fixture
def take_in(acting: Acting, skogdal: Network) -> Callable[[str], RoutineVersion]:
    """In Skogdal, by its coordinator; the draft."""

    def done(text: str) -> RoutineVersion:
        with acting(B) as by:
            routine = services.read_in(network=skogdal, document=read(text), by=by)
            return access.get_draft_or_404(by, "skogdal-og-elvestad", routine.pk)

    return done


TakeIn = Callable[[str], RoutineVersion]


def test_a_file_says_whose_it_is_and_what_it_builds_on(taken_out: TakenOut, fjordby: Network) -> None:
    text = taken_out()

    document = read(text)
    assert (document.id, document.version, document.owner) == ("prove", 1, fjordby.name)
    assert document.lineage == (Ancestor("prove", 1, "RVTS"),)
    assert CANARY in text
    assert document.content.steps[2].hidden == "NAV gjør det hos oss"


def test_a_file_names_nobody(taken_out: TakenOut, persona: Callable[[str], Any]) -> None:
    text = taken_out()

    assert not [who for who in ("coordinator", "member") if persona(who).name in text]


def test_taking_out_is_written_down_once(taken_out: TakenOut, acting: Acting, fjordby: Network) -> None:
    taken_out()

    with acting("coordinator"):
        entry = Entry.objects.get(network_id=fjordby.pk, action="routine.taken_out")
    assert (entry.subject_label, entry.detail["number"]) == ("Prøverutine", 1)


def test_what_is_taken_in_says_the_same_byte_for_byte(taken_out: TakenOut, take_in: TakeIn) -> None:
    text = taken_out()

    version = take_in(text)

    assert json.dumps(version.wording.as_data()) == json.dumps(read(text).content.as_data())
    assert version.is_draft
    assert version.base is not None
    assert version.base.number == 1
    assert version.routine.source is not None
    assert version.routine.source.key == "prove"


def test_the_lineage_is_kept_and_goes_on(
    taken_out: TakenOut, take_in: TakeIn, fjordby: Network, acting: Acting
) -> None:
    version = take_in(taken_out())

    assert [(one["owner"], one["version"]) for one in version.lineage] == [(fjordby.name, 1), ("RVTS", 1)]
    with acting(B):
        assert [one.owner for one in before(version)] == [fjordby.name, "RVTS"]


def test_a_newer_version_of_the_library_is_offered_and_own_words_are_kept(
    taken_out: TakenOut, take_in: TakeIn, publish: Publish, acting: Acting
) -> None:
    version = take_in(taken_out())
    newer = publish(NEWER)

    with acting(B) as by:
        assert lists.news_of(version) == newer
        services.look_at_news(version=version, news=newer, by=by)
        version = access.get_news_or_404(by, "skogdal-og-elvestad", version.routine_id)
        seen = {change.item.id: change.item.standing for change in news(version).open}
        decided = {key: Decision(Choice.TAKE if key != "drofte" else Choice.LEAVE) for key in seen}
        services.decide(version=version, decided=decided, by=by)
        services.take_in(version=version, by=by)

    assert seen == {"merk": Standing.THEIRS, "drofte": Standing.BOTH, "ring": Standing.ADDED}
    steps = {step.id: step for step in version.wording.steps}
    assert CANARY in steps["drofte"].text
    assert steps["folge"].hidden == "NAV gjør det hos oss"
    assert steps["merk"].points == ("Datoen",)
    with acting(B):
        version = access.get_draft_or_404(by, "skogdal-og-elvestad", version.routine_id)
        assert [(one.id, one.version) for one in before(version)] == [("prove", 2), ("prove", 1), ("prove", 1)]


def test_the_lineage_stays_with_later_versions(taken_out: TakenOut, take_in: TakeIn, acting: Acting) -> None:
    version = take_in(taken_out())
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("UPDATE networks_routineversion SET state = 'published', number = 1 WHERE id = %s", [version.pk])
        cursor.execute("SET ROLE portal_app")

    with acting(B) as by:
        assert services.start_version(routine=version.routine, by=by).lineage == version.lineage


def test_what_is_in_use_already_is_refused_until_it_is_put_away(
    taken_out: TakenOut, acting: Acting, fjordby: Network, routine: Routine
) -> None:
    document = read(taken_out())
    with acting("coordinator") as by:
        with pytest.raises(Refused, match="already_adopted"):
            services.read_in(network=fjordby, document=document, by=by)
        services.put_away(routine=routine, by=by)

        assert services.read_in(network=fjordby, document=document, by=by).source == routine.source


FILE = Document("prove", "routine", "nb", SOURCE, 2, (), "Fjordby")
RVTS = Ancestor("prove", 1, "RVTS")
ORIGINS: dict[str, tuple[Document, str, int | None]] = {
    "of the library": (replace(FILE, version=1, owner="RVTS"), "prove", 1),
    "of an older portal's library, without its name": (replace(FILE, version=1, owner=""), "prove", 1),
    "of a network, whose own numbers are others": (replace(FILE, lineage=(RVTS,)), "prove", 1),
    "of a version that is not here yet": (replace(FILE, lineage=(replace(RVTS, version=9),)), "prove", 2),
    "of no version": (replace(FILE, version=None, owner=""), "prove", None),
    "of a network that left the lineage out": (FILE, "prove", None),
    "of a network's own, built on the library": (replace(FILE, id="rutine-4-7", lineage=(RVTS,)), "prove", 1),
    "of another kind": (replace(FILE, kind="card", version=1, owner="RVTS"), "", None),
    "of nothing that is known": (replace(FILE, id="rutine-4-7"), "", None),
}


@pytest.mark.parametrize("name", ORIGINS)
def test_it_is_linked_to_what_the_library_knows(
    name: str, source: LibraryVersion, publish: Publish, take_in: TakeIn
) -> None:
    publish(NEWER)
    document, key, number = ORIGINS[name]

    version = take_in(write(document))

    assert (version.routine.source.key if version.routine.source else "") == key
    assert (version.base.number if version.base else None) == number


def test_without_a_base_all_that_differs_is_news_and_nothing_is_lost(
    source: LibraryVersion, publish: Publish, take_in: TakeIn, acting: Acting, signed_in: SignedIn
) -> None:
    newer = publish(NEWER)
    ours = replace(SOURCE, steps=(*SOURCE.steps, OWN.steps[0]))
    version = take_in(write(replace(FILE, content=ours)))

    with acting(B) as by:
        services.look_at_news(version=version, news=newer, by=by)
        version = access.get_news_or_404(by, "skogdal-og-elvestad", version.routine_id)
        seen = {change.item.id: change.item.standing for change in news(version).open}
    page = signed_in(B).get(f"/nettverk/skogdal-og-elvestad/rutiner/{version.routine_id}/utkast/nytt-fra-kilden/")

    assert seen == {"merk": Standing.THEIRS, "drofte": Standing.THEIRS, "ring": Standing.ADDED}
    assert "which you built on" not in page.content.decode()


def test_a_draft_of_the_library_is_not_linked_to(acting: Acting, take_in: TakeIn) -> None:
    with acting("supervisor") as by:
        library.write(document=replace(FILE, id="hemmelig"), by=by)

    assert take_in(write(replace(FILE, id="hemmelig"))).routine.source is None


def test_the_library_says_in_its_files_who_publishes_them(source: LibraryVersion) -> None:
    assert shipped(source).owner == "RVTS"


def test_an_own_routine_has_an_id_of_its_own_that_stays(acting: Acting, skogdal: Network, take_in: TakeIn) -> None:
    version = take_in(write(replace(FILE, id="rutine-4-7", content=OWN)))
    version.number = 1

    with acting(B) as by:
        document = read(services.take_out(version=version, by=by))

    assert document.id == f"rutine-{skogdal.pk}-{version.routine_id}"
    assert document.lineage == (Ancestor("rutine-4-7", 2, "Fjordby"),)


def test_a_lineage_longer_than_a_file_may_hold_keeps_the_nearest() -> None:
    long = tuple(Ancestor(f"rutine-1-{number}", 1, "En") for number in range(1, 21))

    kept = lineage_of(replace(FILE, lineage=long))

    assert len(kept) == 20
    assert kept[0]["owner"] == "Fjordby"
    assert kept[-1]["id"] == "rutine-1-19"


def test_the_database_keeps_no_longer_lineage(taken_out: TakenOut, take_in: TakeIn, acting: Acting) -> None:
    version = take_in(taken_out())

    with acting(B), pytest.raises(IntegrityError), transaction.atomic():
        RoutineVersion.objects.filter(pk=version.pk).update(lineage=version.lineage * 20)


def test_names_in_a_file_lose_the_signs_nobody_sees() -> None:
    named = replace(FILE, owner="Fjord\u202eby\n\u200b i\x1bnord", lineage=(Ancestor("x", 1, "\u202e\u200b"),))

    assert [one["owner"] for one in lineage_of(named)] == ["Fjordby inord"]


def test_what_no_network_could_take_in_is_not_taken_out(acting: Acting, taken_out: TakenOut, routine: Routine) -> None:
    taken_out()

    with acting("coordinator") as by:
        version = access.get_version_or_404(by, "fjordby", routine.pk, 1)
        version.content = replace(OWN, steps=OWN.steps * 101).as_data()
        with pytest.raises(Refused, match="more_than_a_file"):
            services.take_out(version=version, by=by)
        assert Entry.objects.filter(action="routine.taken_out").count() == 1


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60)
steps = st.builds(
    Step,
    id=st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,5})?", fullmatch=True).filter(lambda key: key != "start"),
    title=words,
    text=words,
    role=st.sampled_from([str(role) for role in Responsible]),
    helpers=st.lists(st.sampled_from([str(role) for role in Responsible]), max_size=20, unique=True).map(tuple),
    points=st.lists(words, max_size=3).map(tuple),
    links=st.lists(words, max_size=2).map(tuple),
    hidden=st.one_of(st.just(""), words),
    question=words,
    required=st.booleans(),
    two_sign=st.booleans(),
)
contents = st.builds(
    Content,
    st.builds(Head, title=words, purpose=words, sources=st.lists(words, max_size=2).map(tuple)),
    st.lists(steps, min_size=1, max_size=6, unique_by=lambda step: step.id).map(tuple),
)


@given(contents)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_network_has_written_is_read_as_it_was(content: Content) -> None:
    text = write(replace(FILE, content=content, lineage=(RVTS,)))

    assert json.dumps(read(text).content.as_data()) == json.dumps(content.as_data())


def test_a_member_may_not_take_out_nor_in(
    taken_out: TakenOut, acting: Acting, signed_in: SignedIn, routine: Routine
) -> None:
    text, member = taken_out(), signed_in("member")
    at = f"/nettverk/fjordby/rutiner/{routine.pk}/"

    assert member.post(f"{at}versjon/1/ta-ut/").status_code == 403
    assert member.post("/nettverk/fjordby/rutiner/fra-fil/", {"text": text}).status_code == 403
    assert "ta-ut" not in member.get(at).content.decode()
    assert "fra-fil" not in member.get("/nettverk/fjordby/rutiner/").content.decode()


def test_another_networks_routine_is_not_there(taken_out: TakenOut, signed_in: SignedIn, routine: Routine) -> None:
    taken_out()
    other = signed_in(B)

    assert other.post(f"/nettverk/fjordby/rutiner/{routine.pk}/versjon/1/ta-ut/").status_code == 404
    assert other.post(f"/nettverk/skogdal-og-elvestad/rutiner/{routine.pk}/versjon/1/ta-ut/").status_code == 404
    assert other.post("/nettverk/fjordby/rutiner/fra-fil/", {"text": "x"}).status_code == 404


def test_a_draft_is_not_taken_out(signed_in: SignedIn, routine: Routine) -> None:
    assert signed_in("coordinator").post(f"/nettverk/fjordby/rutiner/{routine.pk}/versjon/1/ta-ut/").status_code == 404


def test_asking_for_a_file_is_a_post(signed_in: SignedIn, taken_out: TakenOut, routine: Routine) -> None:
    taken_out()

    assert signed_in("coordinator").get(f"/nettverk/fjordby/rutiner/{routine.pk}/versjon/1/ta-ut/").status_code == 405


def test_a_file_goes_from_page_to_page(
    taken_out: TakenOut, signed_in: SignedIn, routine: Routine, fjordby: Network
) -> None:
    taken_out()
    coordinator, at = signed_in("coordinator"), f"/nettverk/fjordby/rutiner/{routine.pk}/"
    page = coordinator.get(at).content.decode()
    assert f"It says that it is from {fjordby.name}" in page
    file = coordinator.post(f"{at}versjon/1/ta-ut/")
    assert file["Content-Disposition"] == f'attachment; filename="rutine-{routine.pk}-1.yaml"'
    assert yaml.safe_load(file.content)["owner"] == fjordby.name

    answer = signed_in(B).post(THERE, {"file": SimpleUploadedFile("r.yaml", file.content), "text": ""}, follow=True)

    shown = answer.content.decode()
    assert answer.request["PATH_INFO"].endswith("/utkast/")
    assert f"From version 1 at {fjordby.name}, which builds on version 1 at RVTS." in shown
    assert CANARY in shown
    assert "NAV gjør det hos oss" in shown
