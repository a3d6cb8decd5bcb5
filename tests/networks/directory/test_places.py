"""The public directory: names in several languages, and which centre serves whom."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from networks.directory import access, services
from networks.directory.models import County, RegionCounty
from networks.directory.queries import places
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused

Acting = Callable[[str], Any]
TODAY = date(2026, 11, 22)


def found(wanted: str) -> list[str]:
    return [each.number for each in places.search(places.municipalities(), wanted)]


@pytest.mark.parametrize("wanted", ["Kárášjohka", "Karasjok", "karasjok", "KÁRÁŠJOHKA", "karasjoh", "5610"])
def test_search_finds_by_any_name_and_number(db: None, wanted: str) -> None:
    assert found(wanted) == ["5610"]


def test_search_finds_by_the_beginning_of_a_name(db: None) -> None:
    assert "5610" in found("Kara")


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("tromso", "5501"), ("Tromsø", "5501"), ("unjarga", "5636"), ("as", "3218"), ("goivuotna", None)],
)
def test_search_forgives_missing_marks(db: None, wanted: str, number: str | None) -> None:
    assert (number in found(wanted)) is (number is not None)


def test_search_takes_a_typed_mark_at_its_word(db: None) -> None:
    assert {"3218", "3203"} & set(found("ås")) == {"3218"}


def test_search_finds_a_letter_typed_in_two_parts(db: None) -> None:
    assert found("A\u030as") == found("Ås")


def test_search_joins_words(db: None) -> None:
    assert found("herøy nordland") == ["1818"]


@pytest.mark.parametrize("wanted", ["", " ", "%", "_", "'", "\\", "()", "qqqq", "x" * 300])
def test_search_finds_nothing_for_no_word(db: None, wanted: str) -> None:
    assert found(wanted) == []


@pytest.mark.parametrize(
    ("number", "other"), [("1515", "Nordland"), ("1818", "Møre og Romsdal"), ("3114", "Innlandet")]
)
def test_twins_name_the_other_county(db: None, number: str, other: str) -> None:
    assert places.twins(places.municipalities())[number].name == other


def test_twins_are_four(db: None) -> None:
    assert len(places.twins(places.municipalities())) == 4


def test_choices_tell_twins_apart(db: None) -> None:
    labels = [label for _county, group in places.by_county(places.municipalities()) for _number, label in group]

    assert len(labels) == len(set(labels)) == 357
    assert "Våler (Østfold)" in labels


def test_municipalities_stand_in_norwegian_and_sami_order(db: None) -> None:
    names = [str(each) for each in places.municipalities()]
    wanted = ["Alta", "Ás", "Dielddanuorri – Tjeldsund", "Kárášjohka – Karasjok", "Karmøy", "Vågå", "Ørsta", "Åsnes"]

    assert [name for name in names if name in wanted] == [name for name in wanted if name in names]
    assert names[-1].startswith("Å")


def test_county_lines_stand_in_norwegian_order(db: None) -> None:
    lines = places.county_lines(places.municipalities(), today=TODAY)

    assert [line.county.name for line in lines][-3:] == ["Vestfold", "Vestland", "Østfold"]
    assert sum(line.municipalities for line in lines) == 357


def correct(by: Any, **told: Any) -> None:
    usual: dict[str, Any] = {"region": "sor", "valid_from": timezone.localdate(), "source": "Brev", "certain": True}
    services.correct_region(county=County.objects.get(pk="33"), by=by, **usual | told)


@pytest.mark.parametrize("who", ["supervisor", "operator"])
def test_a_correction_is_a_new_row_with_who_and_when(acting: Acting, who: str) -> None:
    with acting(who) as by:
        correct(by)

        newest, oldest = places.history(County.objects.get(pk="33"))
        assert (newest.region_id, newest.certain, newest.noted_by) == ("sor", True, by)
        assert (oldest.region_id, oldest.certain, oldest.noted_at) == ("ost", False, None)
        assert places.centres(today=timezone.localdate())["33"] == newest


def test_a_correction_of_the_same_day_takes_the_place(acting: Acting) -> None:
    with acting("operator") as by:
        correct(by, valid_from=date(2024, 1, 1))

        assert places.centres(today=timezone.localdate())["33"].region_id == "sor"


def test_a_correction_waits_for_its_day(acting: Acting) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with acting("operator") as by:
        correct(by, valid_from=tomorrow)

        assert places.centres(today=timezone.localdate())["33"].region_id == "ost"
        assert places.centres(today=tomorrow)["33"].region_id == "sor"


def test_a_correction_needs_a_source(acting: Acting) -> None:
    with acting("operator") as by, pytest.raises(Refused, match="source_missing"):
        correct(by, source="  ")


@pytest.mark.parametrize("who", ["editor", "coordinator", "stranger"])
def test_a_correction_is_refused_without_the_office(acting: Acting, who: str) -> None:
    with acting(who) as by:
        assert not access.may_correct_regions(by, County.objects.get(pk="33"))
        with pytest.raises(NotAllowed), transaction.atomic():
            correct(by)


def test_the_door_and_the_database_agree_on_offices(acting: Acting) -> None:
    for who in ("supervisor", "supervisor-expired", "operator", "editor", "member"):
        with acting(who) as by, connection.cursor() as cursor:
            cursor.execute("SELECT sec.holds_office('{supervisor,operator}')")
            assert cursor.fetchone() == (access.may_correct_regions(by, County.objects.get(pk="33")),)


def test_the_application_does_not_write_regions(acting: Acting) -> None:
    with acting("operator"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        RegionCounty.objects.update(region="sor")


def test_an_unknown_county_is_not_found(acting: Acting) -> None:
    with acting("operator") as by, pytest.raises(NotVisible):
        access.get_county_or_404(by, "99")
