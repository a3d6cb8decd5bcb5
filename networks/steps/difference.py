"""What changed between two texts, word by word, and one text of two changes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, takewhile

FEW = 10  # words that are shown rather than left out
SENTENCES = re.compile(r".+?(?:[.!?:]\s+|\n+|$)", re.DOTALL)
WORDS = re.compile(r"\s+|(?:\w+|[^\w\s])\s*")
KEPT = 0.5  # of the words that are looked through: with fewer in both, nobody can read one through the other
Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    kind: str = ""  # "gone", "new", or nothing where both have it


@dataclass(frozen=True, slots=True)
class Edit:
    """The words `start` to `end` give way to others. One that only puts in has no length."""

    start: int
    end: int
    words: Words
    before: str  # the word it comes after, with the space it has in the new text

    def meets(self, other: "Edit") -> bool:
        """What touches is no longer two changes: nobody but a person knows how it would read."""
        return self.start <= other.end and other.start <= self.end


def words(text: str) -> list[str]:
    """Spaces go with the word before them, and do not count: so two words that changed side by side are one change."""
    return WORDS.findall(text)


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """`after` from left to right, with what is gone where it stood."""
    return tuple(pieces(words(before), words(after)))


def pieces(old: Words, new: Words) -> Iterator[Piece]:
    done, place = 0, 0  # how far in the old, and in the new
    for edit in edits(old, new):
        same = edit.start - done
        if same:
            yield Piece("".join(new[place : place + same]))
        if edit.end > edit.start:
            yield Piece("".join(old[edit.start : edit.end]), "gone")
        if edit.words:
            yield Piece("".join(edit.words), "new")
        done, place = edit.end, place + same + len(edit.words)
    if place < len(new):
        yield Piece("".join(new[place:]))


def edits(old: Words, new: Words) -> Iterator[Edit]:
    """Most changes are a word or two: what is alike before and after them is not looked through."""
    begins = alike(old, new)
    ends = alike(reversed(old[begins:]), reversed(new[begins:]))
    between = new[begins : len(new) - ends]
    for i, j, k, n in changed(old[begins : len(old) - ends], between):
        yield Edit(begins + i, begins + j, between[k:n], new[begins + k - 1] if begins + k else "")


def changed(old: Words, new: Words) -> Iterator[tuple[int, int, int, int]]:
    """From where to where in each. What is written anew, with a word here and there as before, is one change."""
    seen = SequenceMatcher(None, bare(old), bare(new), autojunk=False)
    if seen.ratio() < KEPT:
        yield 0, len(old), 0, len(new)
    else:
        yield from ((i, j, k, n) for deed, i, j, k, n in seen.get_opcodes() if deed != "equal")


def bare(those: Words) -> list[str]:
    return [word.strip() for word in those]


def alike(old: Iterable[str], new: Iterable[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0].strip() == pair[1].strip(), zip(old, new, strict=False)))


def woven(base: str, theirs: str, ours: str) -> str | None:
    """One text with what both changed; None where they changed the same place, or one of them only how it is set."""
    old = words(base)
    there, here = list(edits(old, words(theirs))), list(edits(old, words(ours)))
    if base not in {theirs, ours} and not (there and here):
        return None
    if any(one.meets(other) for one in there for other in here):
        return None
    return "".join(applied(old, sorted([*there, *here], key=lambda edit: edit.start)))


def applied(old: Words, changes: Iterable[Edit]) -> Iterator[str]:
    done = 0
    for edit in changes:
        kept = list(old[done : edit.start])
        yield from chain(kept[:-1], [edit.before] if kept else [], edit.words)
        done = edit.end
    yield from old[done:]


def near(told: Sequence[Piece]) -> Iterator[Piece]:
    """What changed, in the sentences it stands in: of what lies far from any change only «…» is left."""
    for number, piece in enumerate(told):
        if piece.kind or len(told) == 1:
            yield piece
        else:
            yield Piece(shortened(piece.text, after=number > 0, before=number < len(told) - 1))


def shortened(text: str, *, after: bool, before: bool) -> str:
    """Without what lies beyond the sentence that a change before it ends in, and the one that a change after begins in."""
    sentences = SENTENCES.findall(text)
    begins, ends = sentences[: int(after)], sentences[len(sentences) - int(before) :]
    between = "".join(sentences[len(begins) : len(sentences) - len(ends)])
    if len(begins) + len(ends) > len(sentences) or len(between.split()) < FEW:
        return text
    return "".join([*begins, "… ", *ends])
