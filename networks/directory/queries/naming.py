"""Reads what a person writes about where a network works: names in any official language, numbers, counties, districts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from networks.directory.models import Municipality


@dataclass(frozen=True)
class Found:
    """Where names led: municipalities, names of several, and names of none with the nearest known one."""

    municipalities: list[Municipality]
    ambiguous: list[tuple[str, list[Municipality]]]
    unknown: list[tuple[str, str]]


def municipality_names() -> list[str]:
    return [str(place) for place in Municipality.objects.all()]


def find_municipalities(text: str) -> Found:
    """Reads a list of names in any official language, numbers, counties and police districts."""
    known = by_name(Municipality.objects.select_related("county"))
    chosen: dict[str, Municipality] = {}
    ambiguous, unknown = [], []
    for name in listed(text, known):
        places = known.get(plain(name), [])
        if not places:
            near = get_close_matches(plain(name), known, n=1, cutoff=0.7)
            unknown.append((name, known[near[0]][0].name if near and len(known[near[0]]) == 1 else ""))
        elif len({place.name for place in places}) == 1 < len(places):
            ambiguous.append((name, places))
        else:
            chosen |= {place.number: place for place in places}
    return Found(list(chosen.values()), ambiguous, unknown)


def by_name(places: Iterable[Municipality]) -> dict[str, list[Municipality]]:
    """Every way of naming a place. Where names are shared, a municipality goes before a county, that before a district."""
    narrow: dict[str, list[Municipality]] = {}
    counties: dict[str, list[Municipality]] = {}
    districts: dict[str, list[Municipality]] = {}
    for place in places:
        for name in {place.number, place.name, place.official_name, *place.official_name.split(" - ")} - {""}:
            narrow.setdefault(plain(name), []).append(place)
        for name in (place.county.name, f"{place.county.name} fylke"):
            counties.setdefault(plain(name), []).append(place)
        for name in (place.police_district, f"{place.police_district} politidistrikt"):
            districts.setdefault(plain(name), []).append(place)
    return districts | counties | narrow


def plain(name: str) -> str:
    return " ".join(name.casefold().replace("–", "-").split()).removesuffix(" kommune")


def listed(text: str, known: dict[str, list[Municipality]]) -> list[str]:
    """The names between the commas; «og» separates too, except inside a name such as Evje og Hornnes."""
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    kept = [[part] if plain(part) in known else re.split(r"\s+(?:og|and)\s+", part) for part in parts]
    return [name for names in kept for name in names if name]
