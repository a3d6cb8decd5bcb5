"""A decision is cited by its number, so no two share one, and its heading says the same as its file's name."""

from portal.bootstrap import ROOT

FILES = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [file.name[:4] for file in FILES]

    assert numbers == sorted(set(numbers))


def test_every_heading_carries_the_number_of_its_file() -> None:
    headings = {file.name: file.read_text().partition(". ")[0] for file in FILES}

    assert headings == {file.name: f"# {int(file.name[:4])}" for file in FILES}
