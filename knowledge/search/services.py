"""Keeping what can be found true to what is published. Called in the transaction that publishes."""

import operator
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from django.contrib.postgres.search import CombinedSearchVector, SearchVector
from django.db import connection, models, transaction

from knowledge.search.choices import Kind
from knowledge.search.models import Entry

LONGEST = 60
SHORTEST = 3  # a word of the vocabulary; shorter ones are found by the full text alone


@dataclass(frozen=True)
class Findable:
    """Something the public may read, as the search needs to know it. `named` weighs as much as the title."""

    key: str
    kind: Kind
    title: str
    address: str
    lead: str = ""
    named: str = ""
    text: str = ""
    part: str = ""
    topics: Sequence[str] = ()
    phases: Sequence[str] = ()
    language_form: str = ""


@transaction.atomic
def lay(found: Findable) -> None:
    """Make it findable, or findable as it now reads."""
    spelt = vocabulary(found.title, found.named)
    # Names of places are also words: whoever rings is not in Ringerike.
    weight = "C" if found.kind == Kind.PLACE else "A"
    take_away(found.key, beside=spelt)
    Entry.objects.create(
        key=found.key, kind=found.kind, title=found.title, lead=found.lead, address=found.address, part=found.part,
        topics=list(found.topics), phases=list(found.phases), language_form=found.language_form, spelt=spelt,
        named_words=vector((found.title, weight), (found.named, "B")),
        words=vector((found.title, "A"), (found.named, "A"), (found.lead, "B"), (found.text, "C")),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO knowledge_word (spelt, entries) SELECT unnest(%s::varchar[]), 1 "
            "ON CONFLICT (spelt) DO UPDATE SET entries = knowledge_word.entries + 1",
            [spelt],
        )


@transaction.atomic
def take_away(key: str, *, beside: Sequence[str] = ()) -> None:
    """It can no longer be found, nor can a word that stood nowhere else be guessed.

    All words of the old and the new are held first, in one order: two who publish at once never wait for each other.
    """
    entry = Entry.objects.select_for_update().filter(key=key).first()
    old = entry.spelt if entry else []
    with connection.cursor() as cursor:
        every = sorted({*old, *beside})
        cursor.execute("SELECT 1 FROM knowledge_word WHERE spelt = ANY (%s) ORDER BY spelt FOR UPDATE", [every])
        cursor.execute("DELETE FROM knowledge_word WHERE spelt = ANY (%s) AND entries = 1", [old])
        cursor.execute("UPDATE knowledge_word SET entries = entries - 1 WHERE spelt = ANY (%s)", [old])
    if entry:
        entry.delete()


def vector(*parts: tuple[str, str]) -> CombinedSearchVector | SearchVector:
    """The Norwegian stems of each text, under its weight."""
    weighed = [SearchVector(models.Value(text), weight=weight, config="norwegian") for text, weight in parts]
    return reduce(operator.add, weighed)


def vocabulary(*texts: str) -> list[str]:
    """Sorted, so that two who publish at once take the words' rows in the same order."""
    return sorted({word for text in texts for word in words(text) if len(word) >= SHORTEST and not word.isdigit()})


def words(text: str) -> Iterable[str]:
    """Lower-case words, in one way of writing letters with marks."""
    return (word[:LONGEST] for word in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower()))
