"""Finding: each word is first understood by the vocabulary of titles, then looked up among all texts.

A word finds what begins with it (mentor → mentorordning) and what holds it (ordning → mentorordning). When that finds
nothing, what it begins with (mentorhjelp → mentor) and what is spelt almost like it (mentorordnig → mentorordning).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language

from knowledge.search.choices import ONE, Kind, Part
from knowledge.search.models import Topic
from knowledge.search.services import words

LONGEST_SEARCH, MOST_WORDS = 120, 8
MOST_HITS = 150  # are shown; beyond that one must ask more narrowly
CLOSEST = 3  # of the words it may stand for, when several words are looked for in whole texts
RANKED, ENOUGH = 600, 75  # titles that are weighed against each other; below so many, the texts are looked through too
SHORT = 4  # letters: a shorter word is looked for only as the beginning of another
ALIKE = 0.42  # of the trigrams two spellings share
# Words that stand everywhere and decide nothing, in both written forms.
SMALL = frozenset(
    [
        "hva",
        "hvem",
        "hvor",
        "hvordan",
        "hvorfor",
        "når",
        "kva",
        "kven",
        "kvar",
        "korleis",
        "kvifor",
        "om",
        "jeg",
        "eg",
        "vi",
        "me",
        "du",
        "de",
        "er",
        "en",
        "ei",
        "et",
        "eit",
        "den",
        "det",
        "som",
        "til",
        "for",
        "på",
        "av",
        "og",
        "i",
        "å",
        "med",
        "kan",
        "skal",
        "må",
        "har",
        "noe",
        "noko",
        "noen",
        "nokon",
    ]
)
COLUMNS = "e.kind, e.title, e.lead, e.address, e.part, e.topics, e.phases, e.language_form, e.key"  # as in Hit
HOLDING = """
SELECT asked.word, known.spelt FROM unnest(%(asked)s::varchar[]) AS asked (word) CROSS JOIN LATERAL (
    SELECT spelt FROM knowledge_word
    WHERE spelt LIKE CASE WHEN length(asked.word) < %(short)s THEN '' ELSE '%%' END || asked.word || '%%'
    ORDER BY spelt LIKE asked.word || '%%' DESC, entries DESC LIMIT 12
) AS known
"""
ALMOST = """
SELECT asked.word, known.spelt FROM unnest(%(asked)s::varchar[]) AS asked (word) CROSS JOIN LATERAL (
    (SELECT spelt, similarity(spelt, asked.word) AS alike FROM knowledge_word
     WHERE spelt %% asked.word AND similarity(spelt, asked.word) >= %(alike)s ORDER BY alike DESC LIMIT 6)
    UNION ALL
    (SELECT spelt, 0 FROM knowledge_word
     WHERE spelt = ANY (ARRAY(SELECT left(asked.word, n) FROM generate_series(%(short)s, length(asked.word) - 1) AS n)))
) AS known ORDER BY known.alike DESC
"""
FOUND = """
WITH asked AS MATERIALIZED (
    SELECT to_tsquery('norwegian', %(query)s) AS query, to_tsquery('norwegian', %(narrow)s) AS narrow
), named AS MATERIALIZED (
    SELECT e.id, 1 + ts_rank(e.named_words, asked.query, 1) AS rank FROM knowledge_entry e, asked
    WHERE e.named_words @@ asked.query {narrowed} LIMIT %(ranked)s
), told AS MATERIALIZED (
    SELECT e.id, ts_rank(e.words, asked.narrow, 1) AS rank FROM knowledge_entry e, asked
    WHERE (SELECT count(*) FROM named) < %(enough)s AND e.words @@ asked.narrow {narrowed} LIMIT %(enough)s
), best AS MATERIALIZED (
    SELECT id, max(rank) AS rank FROM (SELECT * FROM named UNION ALL SELECT * FROM told) AS hit
    GROUP BY id ORDER BY rank DESC, id LIMIT %(most)s
)
SELECT {columns}
FROM best JOIN knowledge_entry e USING (id) ORDER BY best.rank DESC, e.id
"""
LISTED = """
SELECT {columns} FROM knowledge_entry e WHERE e.kind <> %(place)s {narrowed} ORDER BY e.title, e.id LIMIT %(most)s
"""
NARROWED = {
    "kind": "AND e.kind = %(kind)s", "part": "AND e.part = %(part)s",
    "topic": "AND %(topic)s = ANY (e.topics)", "phase": "AND %(phase)s = ANY (e.phases)",
}  # fmt: skip


@dataclass(frozen=True)
class Hit:
    kind: str
    title: str
    lead: str
    address: str
    part: str
    topics: list[str]
    phases: list[str]
    language_form: str
    key: str

    @property
    def label(self) -> str:
        return str(ONE[Kind(self.kind)])

    @property
    def part_label(self) -> str:
        return str(Part(self.part).label) if self.part in Part.values else ""


@dataclass(frozen=True)
class Choice:
    """A way to narrow the search, or to widen it again when it is chosen."""

    label: str
    address: str
    hits: int = 0  # unknown where nothing has been searched for yet
    chosen: bool = False


@dataclass(frozen=True)
class Wanted:
    """What is looked for, and how it is narrowed: kind, part, topic, phase → value."""

    text: str
    narrowed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """Hits in order, the spelling that was searched for instead, and whether not all words were found together."""

    hits: list[Hit] = field(default_factory=list)
    instead: str = ""
    loosened: bool = False

    @property
    def many(self) -> bool:
        return len(self.hits) == MOST_HITS

    def counted(self, name: str) -> Counter[str]:
        """How many hits each choice of a filter would leave. `name` is a field of Hit."""
        counts: Counter[str] = Counter()
        for hit in self.hits:
            value = getattr(hit, name)
            counts.update([value] if isinstance(value, str) else value)
        return counts


def search(wanted: Wanted) -> Found:
    """All words together; else as they were meant; else any of them. Two statements when the first way finds.

    Without words but with a filter, everything that passes it.
    """
    asked = asked_words(wanted.text)
    if not asked:
        return Found(listed(wanted) if wanted.narrowed else [])
    meant = holding(asked)
    if hits := looked_up(asked, meant, " & ", wanted):
        return Found(hits)
    almost, instead = guessed([word for word in asked if word not in meant], asked)
    meant |= almost
    if hits := looked_up(asked, meant, " & ", wanted) if almost else []:
        return Found(hits, instead)
    return Found(looked_up(asked, meant, " | ", wanted) if len(asked) > 1 else [], instead, loosened=True)


def by_topic(topics: Iterable[Topic], **also: str) -> list[Choice]:
    """A way to all that is about each, in alphabetical order. `also` narrows further: type → question."""
    language, place = get_language() or "", reverse("search:search")
    ways = (Choice(topic.name_in(language), f"{place}?{urlencode({**also, 'tema': topic.slug})}") for topic in topics)
    return sorted(ways, key=lambda way: way.label)


def every_topic() -> list[Choice]:
    """For whoever has no word to look for."""
    return by_topic(Topic.objects.all())


def topic_names(language: str) -> dict[str, str]:
    """Slug → name, in the alphabetical order of that written form."""
    return dict(
        sorted(((topic.slug, topic.name_in(language)) for topic in Topic.objects.all()), key=lambda pair: pair[1])
    )


def asked_words(text: str) -> list[str]:
    said = [word for word in words(text[:LONGEST_SEARCH]) if len(word) > 1]
    return list(dict.fromkeys([word for word in said if word not in SMALL] or said))[:MOST_WORDS]


def holding(asked: list[str]) -> dict[str, list[str]]:
    """Word → the words of titles that begin with it or hold it, the common ones first."""
    return gathered(HOLDING, {"asked": asked, "short": SHORT})


def guessed(unknown: list[str], asked: list[str]) -> tuple[dict[str, list[str]], str]:
    """Unknown word → what may have been meant; and the whole question as it was probably meant."""
    unknown = [word for word in unknown if len(word) >= SHORT]
    if not unknown:
        return {}, ""
    almost = gathered(ALMOST, {"asked": unknown, "short": SHORT, "alike": ALIKE})
    return almost, " ".join(almost.get(word, [word])[0] for word in asked) if almost else ""


def gathered(statement: str, told: Mapping[str, str | float | list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        for word, spelt, *_ in cursor.fetchall():
            found.setdefault(word, []).append(spelt)
    return found


def beginning(word: str) -> str:
    """Of other words; of two letters, too many begin so."""
    return f"{word}:*" if len(word) > 2 else word


def looked_up(asked: list[str], meant: Mapping[str, list[str]], joined: str, wanted: Wanted) -> list[Hit]:
    """Each word as the beginning of others, or one of those it stands for; all are of letters and digits only."""
    query = joined.join(f"({' | '.join([beginning(word), *meant.get(word, [])])})" for word in asked)
    narrow = joined.join(f"({' | '.join([word, *meant.get(word, [])[:CLOSEST]])})" for word in asked)
    narrow = query if len(asked) == 1 else narrow
    told: dict[str, str | int] = {
        "query": query,
        "narrow": narrow,
        "most": MOST_HITS,
        "ranked": RANKED,
        "enough": ENOUGH,
        **wanted.narrowed,
    }
    with connection.cursor() as cursor:
        cursor.execute(FOUND.format(narrowed=narrowing(wanted), columns=COLUMNS), told)
        return [Hit(*row) for row in cursor.fetchall()]


def listed(wanted: Wanted) -> list[Hit]:
    """What passes the filters, by title."""
    with connection.cursor() as cursor:
        told: dict[str, str | int] = {"place": Kind.PLACE, "most": MOST_HITS, **wanted.narrowed}
        cursor.execute(LISTED.format(narrowed=narrowing(wanted), columns=COLUMNS), told)
        return [Hit(*row) for row in cursor.fetchall()]


def narrowing(wanted: Wanted) -> str:
    return " ".join(NARROWED[name] for name in wanted.narrowed)
