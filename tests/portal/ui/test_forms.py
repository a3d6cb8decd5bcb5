"""Every kind of field speaks for itself: label, help, error, and a summary that leads there."""

import re

import pytest
from django.template.loader import render_to_string

from portal.ui.samples import SampleForm

FIELDS = list(SampleForm.base_fields)


@pytest.fixture
def page() -> str:
    return render_to_string("components/form.html", {"form": SampleForm({})})


@pytest.mark.parametrize("name", FIELDS)
def test_field_has_a_label_or_a_legend(page: str, name: str) -> None:
    label = SampleForm()[name].label.replace("'", "&#x27;")

    assert re.search(rf"<(label|legend)[^>]*>{re.escape(label)}", page)


@pytest.mark.parametrize("name", ["name", "often", "kind", "read"])
def test_summary_leads_to_what_must_be_put_right(page: str, name: str) -> None:
    target = f"id_{name}_0" if name == "often" else f"id_{name}"

    assert f'href="#{target}"' in page
    assert f'id="{target}"' in page


def test_error_is_tied_to_its_field(page: str) -> None:
    field = re.search(r"<input[^>]*name=\"name\"[^>]*>", page)

    assert field is not None
    assert 'aria-invalid="true"' in field.group()
    assert 'aria-describedby="id_name_helptext id_name_error"' in field.group()


def test_optional_fields_say_so(page: str) -> None:
    assert page.count("(optional)") == sum(not field.required for field in SampleForm.base_fields.values())


def test_form_without_errors_has_no_summary() -> None:
    assert "ds-error-summary" not in render_to_string("components/form.html", {"form": SampleForm()})


def test_day_is_sent_back_as_the_browser_needs_it() -> None:
    assert 'value="2026-11-23"' in str(SampleForm(initial={"until": "2026-11-23"})["until"])
