"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

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
    same = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    for deed, i, j, k, n in same.get_opcodes():
        if deed != "equal" and j > i:
            yield Piece("".join(old[i:j]), "gone")
        if n > k:
            yield Piece("".join(new[k:n]), "" if deed == "equal" else "new")
