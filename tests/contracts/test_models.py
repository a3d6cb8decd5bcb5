"""The shape of all models at once, with a list of excuses rather than a list of inclusions."""

import pytest
from django.apps import apps
from django.db import models

OUR_APPS = ("portal", "networks", "cases", "knowledge")
MODELS = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
FIELDS = [(model, field) for model in MODELS for field in model._meta.local_fields if not field.generated]

# A moment or a day that is not called so, and what it is.
OTHERWISE_NAMED = {
    "portal.Entry.at": "The moment of an entry, read a thousand times in lists.",
    "portal.Session.expire_date": "Django's own name.",
    "portal.Cache.expires": "Django's own name.",
    "portal.User.last_login": "Django's own name.",
    "networks.RegionCounty.valid_from": "From when a fact holds.",
    "networks.Membership.confirm_by": "The day before which, not the day on which.",
    **{
        f"knowledge.{text}.review_by": "The same."
        for text in ("Article", "Tool", "Film", "Question", "NewsItem", "Plain")
    },
    "knowledge.Fact.valid_from": "From when a fact holds.",
    "knowledge.Fact.valid_to": "Until when; the last day counts.",
    "knowledge.Person.agreed_until": "The last day on which, not the day on which.",
    "knowledge.Printed.expires": "Django's own name.",
}
# Text without an upper bound, and what bounds it.
UNBOUNDED = {
    "portal.Session.session_data": "Django's own; written by the server only.",
    "portal.Cache.value": "Django's own; written by the server only.",
    "knowledge.Printed.value": "The same.",
    "knowledge.Question.answer": "Rich text, written in the editors' tool; a request of 1 MB bounds it.",
    "knowledge.Fact.text": "The same.",
    "knowledge.Film.more": "The same.",
}


def name(model: type[models.Model], field: "models.Field[object, object]") -> str:
    return f"{model._meta.app_label}.{model.__name__}.{field.name}"


def test_moments_end_in_at_and_days_in_on() -> None:
    ending = {"DateTimeField": "_at", "DateField": "_on"}
    wrong = {name(m, f) for m, f in FIELDS if not f.name.endswith(ending.get(f.get_internal_type(), ""))}

    assert wrong == set(OTHERWISE_NAMED)


def test_every_text_has_an_upper_bound() -> None:
    text = {"CharField", "TextField", "EmailField", "SlugField"}
    endless = {name(m, f) for m, f in FIELDS if f.get_internal_type() in text and not getattr(f, "max_length", None)}

    assert endless == set(UNBOUNDED)


def test_no_naive_moment_is_the_default() -> None:
    automatic = {name(m, f) for m, f in FIELDS if getattr(f, "auto_now", False) or getattr(f, "auto_now_add", False)}

    assert automatic == set()


def test_who_did_something_outlives_nothing_by_accident() -> None:
    """`…_by` names the actor of a kept row: deleting the person must be refused, not take the row along."""
    cascading = {
        name(m, f)
        for m, f in FIELDS
        if f.name.endswith("_by")
        and isinstance(f, models.ForeignKey)
        and f.remote_field.on_delete is not models.PROTECT
    }

    assert cascading == set()


def test_the_audit_has_no_foreign_keys() -> None:
    entry = apps.get_model("portal", "Entry")

    assert [f.name for f in entry._meta.local_fields if f.is_relation] == []


def test_nothing_points_at_the_audit() -> None:
    pointing = {name(m, f) for m, f in FIELDS if f.is_relation and f.related_model is apps.get_model("portal", "Entry")}

    assert pointing == set()


def test_no_generic_foreign_keys() -> None:
    """A generic key is checked by nothing in the database, least of all for its network. Wagtail's pages have some."""
    private = [model for model in MODELS if model._meta.app_label != "knowledge"]

    assert {m.__name__ for m in private if m._meta.private_fields} == set()


@pytest.mark.parametrize("model", MODELS)
def test_a_model_says_what_it_is(model: type[models.Model]) -> None:
    assert "__str__" in vars(model) or any("__str__" in vars(base) for base in model.__mro__[1:-2])


@pytest.mark.parametrize("model", MODELS)
def test_constraints_are_named_after_the_rule(model: type[models.Model]) -> None:
    """`uniq_1` tells nobody what was broken: at least two words."""
    assert [c.name for c in model._meta.constraints if len(c.name.split("_")) < 2] == []
