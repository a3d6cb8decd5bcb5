"""What a line keeps of what somebody wrote, and that every one-line field of the forms is one."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms

from portal.accounts.fields import Line, visible
from portal.bootstrap import ROOT


def test_marks_of_direction_and_signs_of_no_width_are_left_out() -> None:
    assert Line().clean(" Kari\u202e Lu\u200bnde\ufeff ") == "Kari Lunde"


@pytest.mark.parametrize("name", ["Ánne Sárá", "Łukasz Żółć", "محمد", "می‌خواهم", "O’Brien-Ødegård"])
def test_a_name_stays_as_it_is(name: str) -> None:
    assert visible(name) == name


@pytest.mark.parametrize("nothing", ["\u200b\u2066", "\u200d\u200c", "\u00a0\u3000\t", "\x1b\x07"])
def test_a_line_of_invisible_signs_only_is_empty(nothing: str) -> None:
    with pytest.raises(forms.ValidationError, match="required"):
        Line().clean(nothing)


def test_a_line_is_one_line() -> None:
    assert Line().clean("Kari\r\nBcc: alle@kommune.example\t\x1b[31m") == "Kari Bcc: alle@kommune.example [31m"


def one_line_fields() -> Iterator[tuple[str, forms.Field]]:
    """Of our own forms; an address, a number and a code have rules of their own, and a search is read by nobody else."""
    for app in ("portal", "networks", "cases", "knowledge"):
        for file in sorted((ROOT / app).rglob("forms.py")):
            module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
            for form in vars(module).values():
                if isinstance(form, type) and issubclass(form, forms.Form) and form.__module__ == module.__name__:
                    for name, field in form.declared_fields.items():
                        yield f"{form.__name__}.{name}", field


UNREAD = {
    "BrowserForm.endpoint",
    "ForgetForm.endpoint",
    "FoundForm.municipalities",
    "MembersFilter.navn",
    "SearchForm.q",
    "TickForm.seen",
}


def test_what_others_will_read_is_a_line() -> None:
    loose = {
        name
        for name, field in one_line_fields()
        if type(field) is forms.CharField and type(field.widget) is forms.TextInput and not name.endswith(".code")
    }
    assert loose == UNREAD
