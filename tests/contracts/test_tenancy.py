"""For every private table: nobody outside reads or changes a row, whichever way Django offers (security.md B5, B6).

The ways are those that an ORM-level filter lets through. The database has to refuse each of them by itself.
"""

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Exists, QuerySet

from networks.directory.models import Network
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.contracts.rules import VISIBLE_TO
from tests.contracts.tables import PRIVATE
from tests.contracts.things import THINGS, made

Acting = Callable[[str], Any]
Running = Callable[[str], Any]
Row = Any
OUTSIDERS = ["outsider-coordinator", "stranger", "ex-member", "supervisor-expired", "operator", "editor"]
MODELS = list(THINGS)


def of_network(model: type[models.Model], network_id: int) -> QuerySet[Any]:
    column = PRIVATE[model._meta.db_table]
    field = next(f.name for f in model._meta.concrete_fields if f.column == column)
    return model._default_manager.filter(**{field: network_id})


@pytest.fixture(scope="module")
def laid(laying: Running) -> dict[type[models.Model], Row]:
    with laying("fjordby") as (network, by):
        return {model: made(model, network, by) for model in MODELS}


@pytest.fixture
def rows(db: None, laid: dict[type[models.Model], Row]) -> dict[type[models.Model], Row]:
    """One row of everything in Fjordby, read while its coordinator acted; a test may change what it holds."""
    return deepcopy(laid)


@pytest.mark.parametrize("model", MODELS)
def test_rows_that_could_leak_are_seen_inside(
    rows: dict[Any, Row], running: Running, model: type[models.Model]
) -> None:
    with running("fjordby") as (network, _):
        assert of_network(model, network.pk).filter(pk=rows[model].pk).exists()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_outside_sees_a_row_of_anything(
    rows: dict[Any, Row], acting: Acting, fjordby: Network, who: str
) -> None:
    with acting(who):
        seen = {model.__name__ for model in MODELS if of_network(model, fjordby.pk).exists()}

    assert seen == set()


@pytest.mark.parametrize("name", VISIBLE_TO)
def test_visible_to_shows_rows_inside(rows: dict[Any, Row], acting: Acting, name: str) -> None:
    with acting("coordinator") as coordinator:
        assert VISIBLE_TO[name](coordinator).exists()


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("name", VISIBLE_TO)
def test_visible_to_an_outsider_shows_nothing_of_it(
    rows: dict[Any, Row], acting: Acting, fjordby: Network, name: str, who: str
) -> None:
    with acting(who) as outsider:
        found = VISIBLE_TO[name](outsider)
        assert not {row.pk for row in found} & {row.pk for model, row in rows.items() if model is found.model}


@pytest.mark.parametrize("model", MODELS)
def test_without_a_person_no_row_is_seen(rows: dict[Any, Row], model: type[models.Model]) -> None:
    assert not model._default_manager.exists()


@pytest.mark.parametrize("model", MODELS)
def test_without_a_person_no_row_is_made(rows: dict[Any, Row], model: type[models.Model]) -> None:
    with pytest.raises(DatabaseError, match=r"permission denied|row-level security"), transaction.atomic():
        model._base_manager.bulk_create([copy_of(rows[model])])


def copy_of(row: Row) -> Row:
    """The same row under a new number, as an attacker who knows it would write it."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.generated}
    return type(row)(**fields | {"id": row.pk + 1_000_000})


def foreign_keys(model: type[models.Model]) -> "Iterable[models.Field[Any, Any]]":
    private = {m for m in MODELS if m is not Network}
    return [f for f in model._meta.concrete_fields if f.is_relation and f.related_model in private]


def read_forward(row: Row) -> bool:
    """Follow each foreign key of a fresh object that knows only the number."""
    for field in (key for key in foreign_keys(type(row)) if getattr(row, key.attname) is not None):
        fresh = type(row)(**{field.attname: getattr(row, field.attname)})
        with pytest.raises(field.related_model.DoesNotExist):  # type: ignore[union-attr]
            getattr(fresh, field.name)
    return False


def refresh(row: Row) -> bool:
    with pytest.raises(type(row).DoesNotExist):
        type(row)(pk=row.pk).refresh_from_db()
    return False


def subquery(row: Row) -> bool:
    """As a yes or no about a foreign row, asked in passing of a table one may read."""
    inner = type(row)._base_manager.exclude(pk=0).filter(pk=row.pk)
    return User.objects.annotate(found=Exists(inner)).filter(found=True).exists()


READS: dict[str, Callable[[Row], object]] = {
    "count": lambda row: type(row)._base_manager.filter(pk=row.pk).count(),
    "exists": lambda row: type(row)._base_manager.filter(pk=row.pk).exists(),
    "exclude": lambda row: type(row)._base_manager.exclude(pk=0).filter(pk=row.pk).exists(),
    "in_bulk": lambda row: type(row)._base_manager.in_bulk([row.pk]),
    "values": lambda row: list(type(row)._base_manager.filter(pk=row.pk).values()),
    "iterator": lambda row: list(type(row)._base_manager.filter(pk=row.pk).iterator()),
    "contains": lambda row: type(row)._base_manager.contains(row),
    "union": lambda row: list(type(row)._base_manager.filter(pk=row.pk).union(type(row)._base_manager.none())),
    "aggregate": lambda row: type(row)._base_manager.aggregate(n=models.Max("pk", filter=models.Q(pk=row.pk)))["n"],
    "raw": lambda row: list(type(row)._base_manager.raw(f"SELECT * FROM {row._meta.db_table} WHERE id = {row.pk}")),  # noqa: S608
    "subquery": subquery,
    "foreign key forward": read_forward,
    "refresh_from_db": refresh,
    "select for update": lambda row: list(type(row)._base_manager.filter(pk=row.pk).select_for_update()),
}


@pytest.mark.parametrize("way", READS)
def test_no_way_of_reading_finds_a_foreign_row(rows: dict[Any, Row], way: str) -> None:
    read = {}
    with acting_as(outsider().pk):
        for model, row in rows.items():
            try:
                with transaction.atomic():
                    read[model.__name__] = READS[way](row)
            except DatabaseError:  # SELECT FOR UPDATE on a table one may only read
                read[model.__name__] = None

    assert {name: found for name, found in read.items() if found} == {}


def outsider() -> User:
    """Coordinator of another network: she may write a lot, only not here."""
    return User.objects.get(email="outsider-coordinator@demo.invalid")


def first_text(model: type[models.Model]) -> str:
    return next(
        (f.name for f in model._meta.concrete_fields if f.get_internal_type() in {"CharField", "TextField"}), "id"
    )


WRITES: dict[str, Callable[[Row], object]] = {
    "update": lambda row: type(row)._base_manager.filter(pk=row.pk).update(**{first_text(type(row)): "1"}),
    "bulk_update": lambda row: type(row)._base_manager.bulk_update([row], [changed(type(row))]),
    "save": lambda row: row.save(force_update=True),
    "save one field": lambda row: row.save(update_fields=[changed(type(row))]),
    "delete": lambda row: type(row)(pk=row.pk).delete()[0],
    "delete by query": lambda row: type(row)._base_manager.filter(pk=row.pk).delete()[0],
    "raw delete": lambda row: type(row)._base_manager.filter(pk=row.pk)._raw_delete("default"),
    "bulk_create": lambda row: len(type(row)._base_manager.bulk_create([copy_of(row)])),
    "upsert": lambda row: len(
        type(row)._base_manager.bulk_create(
            [row], update_conflicts=True, unique_fields=["pk"], update_fields=[changed(type(row))]
        )
    ),
    "get_or_create": lambda row: type(row)._base_manager.get_or_create(pk=row.pk, defaults=told(row))[1],
    "update_or_create": lambda row: type(row)._base_manager.update_or_create(pk=row.pk, defaults=told(row))[1],
    "insert": lambda row: copy_of(row).save(force_insert=True) or True,
}


def changed(model: type[models.Model]) -> str:
    return next(f.name for f in model._meta.concrete_fields if not (f.primary_key or f.generated))


def told(row: Row) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not (f.primary_key or f.generated)}


@pytest.mark.parametrize("way", WRITES)
def test_no_way_of_writing_changes_a_foreign_row(rows: dict[Any, Row], running: Running, way: str) -> None:
    with running("fjordby"):
        before = contents(rows)

    changes = {}
    with acting_as(outsider().pk):
        for model, row in rows.items():
            try:
                with transaction.atomic():
                    changes[model.__name__] = WRITES[way](row)
            except (DatabaseError, ObjectDoesNotExist):  # refused, or what it belongs to does not exist
                changes[model.__name__] = None

    with running("fjordby"):
        assert ({name: n for name, n in changes.items() if n}, contents(rows)) == ({}, before)


def contents(rows: dict[Any, Row]) -> dict[str, list[Any]]:
    """Every row one sees, whole."""
    found = {}
    with connection.cursor() as cursor:
        for model in rows:
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t ORDER BY id")  # noqa: S608
            found[model.__name__] = cursor.fetchall()
    return found
