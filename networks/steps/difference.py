"""What changed between two texts, word by word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

WORDS = re.compile(r"\s+|(?:\w+|[^\w\s])\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    kind: str = ""  # "gone", "new", or nothing where both have it


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """`after` from left to right, with what is gone where it stood. Spaces go with the word before them, and do not
    count: so two words that changed beside each other are one change."""
    return tuple(pieces(WORDS.findall(before), WORDS.findall(after)))


def pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Most changes are a word or two: what is alike before and after them is not looked through."""
    begins = alike(old, new)
    ends = alike(reversed(old[begins:]), reversed(new[begins:]))
    if begins:
        yield Piece("".join(new[:begins]))
    yield from inside(old[begins : len(old) - ends], new[begins : len(new) - ends])
    if ends:
        yield Piece("".join(new[len(new) - ends :]))


def alike(old: Iterable[str], new: Iterable[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0].strip() == pair[1].strip(), zip(old, new, strict=False)))


def inside(old: list[str], new: list[str]) -> Iterator[Piece]:
    same = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    for deed, i, j, k, n in same.get_opcodes():
        if deed != "equal" and j > i:
            yield Piece("".join(old[i:j]), "gone")
        if n > k:
            yield Piece("".join(new[k:n]), "" if deed == "equal" else "new")
