"""What changed between two texts, word by word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from networks.steps.difference import Piece, difference, near, woven

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


def test_two_changes_in_different_places_are_one_text() -> None:
    base = "Begynn med en samtale. Ring RVTS."

    woven_together = woven(
        base, "Begynn med en samtale, og sett av tid. Ring RVTS.", "Begynn med en samtale. Ring Kari."
    )

    assert woven_together == "Begynn med en samtale, og sett av tid. Ring Kari."


def test_a_sentence_put_after_the_last_one_keeps_its_space() -> None:
    assert woven("Ring først.", "Ring først. Ta deg tid.", "Ring alltid først.") == "Ring alltid først. Ta deg tid."


def test_two_changes_in_the_same_place_are_for_a_person() -> None:
    assert woven("Innen 14 dager.", "Innen 10 dager.", "Innen 7 dager.") is None
    assert woven("Ring først.", "Ring først. Ta deg tid.", "Ring først. Skriv datoen.") is None


@given(WORDS, WORDS)
@settings(max_examples=300, deadline=None)
def test_a_change_woven_with_none_is_that_change(base: str, changed: str) -> None:
    """But for spaces alone, which are no change."""
    assert [(woven(base, changed, base) or "").split(), (woven(base, base, changed) or "").split()] == [
        changed.split(),
        changed.split(),
    ]


def test_what_is_only_set_otherwise_is_not_lost_in_one_text() -> None:
    assert woven("En. To. Tre.", "En. To. Fire.", "En.\nTo.\nTre.") is None


def test_what_is_written_anew_is_one_change() -> None:
    """A word here and there as before would be read through all that is struck out."""
    before = "Ring hver dag. Svar helst samme dag, og finn ut hva som ikke kan vente."
    after = "Ring hver dag. Den som blir spurt, svarer innen en time og finner ut hva som haster."

    assert [piece.kind for piece in difference(before, after)] == ["", "gone", "new", ""]


LONG = "Ring hver dag, og si hvem du er. Er det utrygt, går du rett til det neste steget i stedet. Ring 112 om noen er i fare."


def test_what_lies_far_from_a_change_is_left_out() -> None:
    seen = list(near(difference(LONG, LONG.replace("hver", "annenhver"))))

    assert [piece.text for piece in seen] == ["Ring ", "hver ", "annenhver ", "dag, og si hvem du er. … "]


def test_between_two_changes_their_own_sentences_are_shown() -> None:
    after = LONG.replace("hver", "annenhver").replace("112", "politiet")

    text = "".join(piece.text for piece in near(difference(LONG, after)) if piece.kind != "gone")

    assert text == "Ring annenhver dag, og si hvem du er. … Ring politiet om noen er i fare."


def test_a_few_words_are_rather_shown() -> None:
    before, after = "Ring hver dag. Vent litt. Gå.", "Ring annenhver dag. Vent litt. Stå."

    assert list(near(difference(before, after))) == list(difference(before, after))


def test_what_has_not_changed_is_shown_whole() -> None:
    assert list(near(difference(LONG, LONG))) == [Piece(LONG)]
