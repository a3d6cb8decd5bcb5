"""A routine as a file: what is written reads back, and what cannot be read is refused with line and reason."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import ValidationError

from networks.steps import exchange
from networks.steps.content import Condition, Content, Deadline, Head, Step
from networks.steps.exchange import Ancestor, Document, Unreadable, read, told, write

WHOLE = Document(
    "prove",
    "routine",
    "nb",
    Content(
        Head(title="Prøve", purpose="Når: «noe» skjer.", sources=("RVTS: Veileder",)),
        (
            Step(id="ett", title="Ja?", role="coordinator", question="Under 18?", points=("a: b", "- c"), mode="duty"),
            Step(id="to", title="yes", text="no\n\n2026-01-01", role="nav", helpers=("school",), exits=("pst",),
                 deadline=Deadline(0, "ett", working=False), only_if=Condition("ett", "yes"), required=False,
                 two_sign=True, hidden="Ikke hos oss.", links=("anonym-drofting",)),
        ),
    ),
    3,
    (Ancestor("nasjonal", 2, "RVTS"),),
    "Fjordby",
)  # fmt: skip
PLAIN = """format: utveier.routine/1
id: prove
kind: routine
language: nb
title: Prøve
steps:
  - id: ett
    title: En
    role: coordinator
  - id: to
    title: To
    role: nav
"""


def test_what_is_written_reads_back() -> None:
    assert read(write(WHOLE)) == WHOLE


@given(st.text(min_size=1, max_size=100).filter(str.isprintable))
@settings(max_examples=200, deadline=None)
def test_any_printable_text_reads_back(text: str) -> None:
    document = Document("x", "card", "nb", Content(Head(title="T"), (Step(id="a", title=text, role="nav"),)))

    assert read(write(document)) == document


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", "\n", "\r", "\ufeff"])
def test_the_end_of_a_line_is_kept_as_it_was_written(sign: str) -> None:
    step = Step(id="a", title="T", text=f"Før{sign}etter{sign}", role="nav")
    document = Document("x", "card", "nb", Content(Head(title="T"), (step,)))

    assert read(write(document)) == document


def changed(before: str, after: str) -> Callable[[], str]:
    assert before in PLAIN
    return lambda: PLAIN.replace(before, after)


BAD: dict[str, tuple[Callable[[], str], int, str]] = {
    "empty": (lambda: "", 1, "The file is empty."),
    "no YAML": (changed("  - id: to", "  - id: [to"), 11, "Here the file stops being YAML."),
    "two ids alike": (changed("id: to", "id: ett"), 10, "Two steps are called «ett»."),
    "unknown role": (changed("role: nav", "role: wizard"), 12, "«wizard» is not known as role."),
    "unknown field": (changed("title: To", "titel: To"), 10, "«title» is missing."),
    "no id": (changed("id: to", "id: To Do"), 10, "«To Do» cannot be an id"),
    "a circle": (
        changed("    role: coordinator\n  - id: to\n    title: To\n", "    role: coordinator\n    deadline: {days: 1, after: to}\n  - id: to\n    title: To\n    deadline: {days: 1, after: ett}\n"),
        7,
        "These deadlines wait for each other in a circle",
    ),
    "an unknown step": (changed("    role: nav\n", "    role: nav\n    deadline: {days: 1, after: tre}\n"), 10, "which is not there"),
    "an answer nobody gives": (changed("    role: nav\n", "    role: nav\n    only_if: {step: ett, answer: 'yes'}\n"), 10, "which asks nothing"),
    "a later answer": (changed("    role: coordinator\n", "    role: coordinator\n    only_if: {step: to, answer: 'no'}\n"), 7, "not an earlier step"),
    "said twice": (changed("title: Prøve", "title: Prøve\ntitle: Noe"), 6, "«title» is said twice."),
    "endless": (changed("title: Prøve", "title: &a Prøve\npurpose: *a"), 6, "References («*») are not read."),
    "too deep": (lambda: "a: " + "[" * 50 + "]" * 50, 1, "nested deeper"),
    "too many steps": (lambda: PLAIN + "".join(f"  - {{id: s{n}, title: T, role: nav}}\n" for n in range(5_000)), 6, "at most 100"),
    "too large": (lambda: PLAIN + "# " + "x" * 500_000, 1, "larger than any routine"),
    "another format": (changed("utveier.routine/1", "utveier.routine/9"), 1, "is not known as format"),
    "strange characters": (lambda: PLAIN + "\x00", 1, "characters that do not belong"),
    "a sign of nothing, spelt out": (changed("title: Prøve", 'title: "Pr\\0ve"'), 5, "characters that do not belong"),
    "sixty thousand steps of nothing": (lambda: PLAIN.split("steps:")[0] + "steps: [" + "{}," * 60_000 + "]", 6, "at most 100"),
    "a number of five thousand digits": (changed("language: nb", f"language: nb\nversion: {'9' * 5_000}"), 5, "«version» is not of the kind"),
    "half a sign": (changed("Prøve", "Pr\ud800ve"), 1, "characters that do not belong"),
    "a very long name": (changed("title: Prøve", f"title: Prøve\n{'x' * 300}: y"), 6, "«xxx"),
    "a number for a title": (changed("title: Prøve", "title: 7"), 5, "«title» is not of the kind it must be."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_line_and_reason(name: str) -> None:
    text, line, reason = BAD[name]

    with override("en"), pytest.raises(Unreadable) as refused:
        read(text())

    assert refused.value.faults[0].line == line
    assert reason in refused.value.faults[0].reason


@pytest.mark.parametrize("item", ["{}", "1", "[]"])
def test_of_very_many_faults_few_are_looked_at(item: str) -> None:
    """In a file of the largest size: each fault costs, and nobody mends more than ten at a time."""
    looked_at = 0

    def counted(error: ValidationError) -> str:
        nonlocal looked_at
        looked_at += 1
        return told(error)

    many = PLAIN.split("steps:")[0] + "steps: [" + f"{item}," * 60_000 + "]"
    with patch.object(exchange, "told", counted), pytest.raises(Unreadable):
        read(many)

    assert looked_at <= exchange.MOST_FOUND


def test_a_script_is_a_text_like_any_other() -> None:
    text = "<script>alert(1)</script>"

    assert read(PLAIN.replace("title: To", f"title: {text!r}")).content.steps[1].title == text


def test_each_fault_is_told_once() -> None:
    with override("en"), pytest.raises(Unreadable) as refused:
        read("format: noe")

    told = [fault.reason for fault in refused.value.faults]
    assert len(told) == len(set(told)) == 2
