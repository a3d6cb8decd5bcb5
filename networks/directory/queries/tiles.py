"""Norway as a map of tiles, one a county: where about each lies, and the smallest as easy to see as the largest."""

from collections.abc import Mapping
from dataclasses import dataclass

PLACES = {
    "Finnmark": ("Fi", 4, 0),
    "Troms": ("Tr", 3, 1),
    "Nordland": ("No", 2, 2),
    "Trøndelag": ("Tø", 2, 3),
    "Møre og Romsdal": ("MR", 1, 4),
    "Innlandet": ("In", 2, 4),
    "Vestland": ("Vl", 0, 5),
    "Buskerud": ("Bu", 1, 5),
    "Oslo": ("Os", 2, 5),
    "Akershus": ("Ak", 3, 5),
    "Rogaland": ("Ro", 0, 6),
    "Telemark": ("Te", 1, 6),
    "Vestfold": ("Vf", 2, 6),
    "Østfold": ("Øf", 3, 6),
    "Agder": ("Ag", 1, 7),
}
WIDE, HIGH = 54, 46  # of a tile with its gap
MANY = 10


@dataclass(frozen=True)
class Tile:
    name: str
    short: str
    x: int
    y: int
    count: int

    @property
    def shade(self) -> str:
        return "many" if self.count >= MANY else "some" if self.count else "none"


def tiles(counted: Mapping[str, int]) -> list[Tile]:
    """From the north."""
    return [
        Tile(name, short, column * WIDE, row * HIGH, counted.get(name, 0))
        for name, (short, column, row) in PLACES.items()
    ]
