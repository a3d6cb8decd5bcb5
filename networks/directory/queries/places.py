"""Named reads of the public directory: municipalities by any of their names, and the centre that serves them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from networks.directory.models import LETTERS, County, Municipality, Network, Region, RegionCounty

IN_ORDER = str.maketrans(*LETTERS)
STROKES = str.maketrans("æøđŋŧ", "aodnt")  # letters that Unicode does not take apart


@dataclass(frozen=True)
class Place:
    """A municipality as the directory shows it. `twin` is the county of another with the same name."""

    municipality: Municipality
    twin: County | None


@dataclass(frozen=True)
class CountyLine:
    """A county, and the row that says which centre serves it now."""

    county: County
    municipalities: int
    centre: RegionCounty | None


@dataclass(frozen=True)
class CountyGroup:
    line: CountyLine
    places: list[Place]


def municipalities() -> list[Municipality]:
    """All of them, with their counties, in alphabetical order. One query; there are 357."""
    return list(Municipality.objects.select_related("county"))


def municipality(number: str) -> Municipality | None:
    return Municipality.objects.select_related("county").filter(number=number).first()


def centres(*, today: date) -> dict[str, RegionCounty]:
    """County number → the row in force: the latest that has begun, and of one day the one noted last."""
    begun = RegionCounty.objects.filter(valid_from__lte=today).select_related("region", "county", "noted_by")
    return {row.county_id: row for row in begun.order_by("county_id", "valid_from", "pk")}


def history(county: County) -> list[RegionCounty]:
    return list(county.regions.select_related("region", "noted_by"))


def regions() -> list[Region]:
    return list(Region.objects.order_by("name"))


def grouped(
    found: Iterable[Municipality], every: Iterable[Municipality], lines: Iterable[CountyLine]
) -> list[CountyGroup]:
    """What was found, under its counties."""
    other = twins(every)
    inside: dict[str, list[Place]] = {}
    for each in found:
        inside.setdefault(each.county_id, []).append(Place(each, other.get(each.number)))
    return [CountyGroup(line, inside[line.county.pk]) for line in lines if line.county.pk in inside]


def twins(every: Iterable[Municipality]) -> dict[str, County]:
    """Number → the county of the other municipality with the same name: Herøy and Våler."""
    named: dict[str, list[Municipality]] = {}
    for each in every:
        named.setdefault(each.name, []).append(each)
    pairs = [pair for pair in named.values() if len(pair) > 1]
    return {one.number: other.county for pair in pairs for one, other in zip(pair, reversed(pair), strict=True)}


def county_lines(every: Iterable[Municipality], *, today: date) -> list[CountyLine]:
    served = centres(today=today)
    counties = {each.county_id: each.county for each in every}
    number_of = Counter(each.county_id for each in every)
    lines = [CountyLine(county, number_of[number], served.get(number)) for number, county in counties.items()]
    return sorted(lines, key=lambda line: in_order(line.county.name))


def by_centre(lines: Iterable[CountyLine]) -> list[tuple[str, list[CountyLine]]]:
    """The centres with their counties, and last the counties nobody is known to serve."""
    served: dict[str, list[CountyLine]] = {region.name: [] for region in regions()}
    for line in lines:
        served.setdefault(line.centre.region.name if line.centre else "", []).append(line)
    return list(served.items())


def search(every: Iterable[Municipality], wanted: str) -> list[Municipality]:
    """Every word begins a word of a name, the number or the county. Found county by county.

    What is typed without marks finds marked letters too (karasjohka, Kárášjohka); a typed mark is taken at its word,
    so that «ås» does not find Asker.
    """
    spoken, flat = words(wanted), words(fold(wanted))
    every = list(every)
    exact = [each for each in every if begins(spoken, words(described(each)))] if spoken != flat else []
    found = exact or [each for each in every if begins(flat, words(fold(described(each))))]
    return sorted(found, key=lambda each: in_order(each.county.name))


def described(municipality: Municipality) -> str:
    told = (municipality.name, *municipality.names, municipality.number, municipality.county.name)
    return " ".join(told).casefold()


def begins(wanted: list[str], found: list[str]) -> bool:
    return bool(wanted) and all(any(word.startswith(each) for word in found) for each in wanted)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text.casefold()))


def fold(text: str) -> str:
    """Without marks and strokes: Kárášjohka → karasjohka, Tromsø → tromso, Ås → as."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(STROKES))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def by_county(every: Iterable[Municipality]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of a select, grouped by county; what is called the same carries its county too."""
    every = list(every)
    same = twins(every)
    grouped: dict[str, list[tuple[str, str]]] = {}
    for each in every:
        label = f"{each} ({each.county.name})" if each.number in same else str(each)
        grouped.setdefault(each.county.name, []).append((each.number, label))
    return sorted(grouped.items(), key=lambda group: in_order(group[0]))


def in_order(name: str) -> str:
    """The sort key the database makes, for names that are grouped here."""
    return name.lower().translate(IN_ORDER)


def territory(network: Network) -> list[Municipality]:
    worked_in = network.territory.values("municipality")
    return list(Municipality.objects.filter(pk__in=worked_in).select_related("county"))
