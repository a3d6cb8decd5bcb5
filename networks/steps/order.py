"""The order of steps: which were moved, and moving some without disturbing what a network has placed itself."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

Order = Sequence[str]
Pair = tuple[str, str]


def moved(before: Order, after: Order) -> frozenset[str]:
    """The fewest steps that must be lifted out of `before` for the rest to stand as they do in `after`."""
    both = set(before) & set(after)
    place = {step: number for number, step in enumerate(after)}
    kept = longest_rising([place[step] for step in before if step in both])
    return frozenset(both - {after[number] for number in kept})


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """Of several equally long, the one that ends lowest: so that the same change is found the same way twice."""
    ends: list[int] = []  # the index of the lowest end of a rising run of each length
    before: list[int] = [-1] * len(numbers)
    for index, number in enumerate(numbers):
        length = bisect_left(ends, number, key=numbers.__getitem__)
        before[index] = ends[length - 1] if length else -1
        ends[length:] = [index, *ends[length + 1 :]]
    return [numbers[index] for index in back_from(ends[-1] if ends else -1, before)][::-1]


def back_from(index: int, before: Sequence[int]) -> Iterator[int]:
    while index >= 0:
        yield index
        index = before[index]


def chosen_here(base: Order, ours: Order) -> frozenset[Pair]:
    """Pairs whose order is the network's own choice: (first, then). One of the two is its own, or it turned them round."""
    place = {step: number for number, step in enumerate(base)}
    return frozenset(
        (first, then)
        for number, first in enumerate(ours)
        for then in ours[number + 1 :]
        if first not in place or then not in place or place[first] > place[then]
    )


def keeps(order: Order, pairs: Iterable[Pair]) -> bool:
    place = {step: number for number, step in enumerate(order)}
    return all(place[first] < place[then] for first, then in pairs if first in place and then in place)


def put(order: Order, step: str, model: Order) -> list[str]:
    """`order` with `step` right after the nearest that stands before it in `model`, or first where none does."""
    rest = [other for other in order if other != step]
    for other in reversed(model[: model.index(step)]):
        if other in rest:
            at = rest.index(other) + 1
            return [*rest[:at], step, *rest[at:]]
    return [step, *rest]
