"""What changed between two texts, word by word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from networks.steps.difference import Piece, difference

WORDS = st.lists(st.sampled_from(["ta", "kontakt", "med", "koordinatoren", ",", ".", "\n", "7", "dager"])).map(" ".join)


def test_one_word_for_another_is_one_change() -> None:
    assert difference("innen 14 dager.", "innen 7 dager.") == (
        Piece("innen "),
        Piece("14 ", "gone"),
        Piece("7 ", "new"),
        Piece("dager."),
    )


def test_nothing_changed_is_one_piece() -> None:
    assert difference("Ring først.", "Ring først.") == (Piece("Ring først."),)


@given(WORDS, WORDS)
@settings(max_examples=300, deadline=None)
def test_what_is_not_gone_is_the_later_text(before: str, after: str) -> None:
    assert "".join(piece.text for piece in difference(before, after) if piece.kind != "gone") == after


@given(WORDS, WORDS)
@settings(max_examples=300, deadline=None)
def test_what_is_not_new_is_the_earlier_text_but_for_spaces(before: str, after: str) -> None:
    kept = "".join(f"{piece.text} " for piece in difference(before, after) if piece.kind != "new")

    assert kept.split() == before.split() or "".join(kept.split()) == "".join(before.split())
