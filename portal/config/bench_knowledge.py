"""How long the public pages and the search take with 200 texts and with 20,000, beside a bare view with one query.

The texts are made of Norwegian words and compounds, the common ones common and the rare ones rare (Zipf), from a seed.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

import psycopg
from psycopg import sql

from portal.config.bench_data import Sized, address, tidy
from portal.config.bench_served import Served
from portal.config.postgres import Server


@dataclass(frozen=True)
class Shelf(Sized):
    texts: int


SHELVES = (Shelf("shelf_200", 200), Shelf("shelf_20000", 20_000))
TURNS, WARM = 60, 8
OK = 200
PAGES = {
    "bare": "/bare/",
    "article": "/fenomenkunnskap/bekymret-for-en-elev/?uten=lager",
    "article, printed": "/fenomenkunnskap/bekymret-for-en-elev/",
    "section": "/fenomenkunnskap/?uten=lager",
    "section, printed": "/fenomenkunnskap/",
}
SEARCHES = (
    "skole", "mentor", "ordning", "barnevern", "bekymring", "radikalisering", "skolesamtale", "nettverk", "ungdomsråd",
    "radikalisring", "bekymringsamtale", "mentorordnig", "samtael", "nettverkk", "mentor skole", "barn familie samtale",
    "starte nettverk", "elev sier noe som bekymrer", "hva gjør jeg når en elev sier noe rart", "politi", "112", "xyzzy",
    "kautokeino", "tverrfaglig samarbeid i kommunen",
)  # fmt: skip
ROOTS = [
    "skole",
    "barn",
    "ungdom",
    "mentor",
    "samtale",
    "vern",
    "familie",
    "nettverk",
    "kommune",
    "politi",
    "helse",
    "bekymring",
    "hjelp",
    "plan",
    "råd",
    "arbeid",
    "fritid",
    "elev",
    "lærer",
    "leder",
    "vei",
    "møte",
    "rutine",
    "steg",
    "veiledning",
    "støtte",
    "samarbeid",
    "ordning",
    "tiltak",
    "innsats",
    "tillit",
    "ansvar",
    "trygghet",
    "språk",
    "kultur",
    "religion",
    "idrett",
    "bolig",
    "økonomi",
    "jobb",
    "praksis",
    "kurs",
    "senter",
    "region",
    "fylke",
    "tjeneste",
    "enhet",
    "gruppe",
    "team",
    "avtale",
    "samtykke",
    "frist",
    "vedtak",
    "sak",
    "møteplass",
    "forebygging",
    "radikalisering",
    "ekstremisme",
    "utenforskap",
    "tilhørighet",
    "identitet",
]
ARTICLE_MOST, PRINTED_MOST, SEARCH_MOST, GROWTH_MOST = 5.0, 1.5, 8.0, 1.5
PATH = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class Times:
    taken: list[float] = field(default_factory=list)

    @property
    def ms(self) -> float:
        return median(self.taken) * 1000

    @property
    def p95(self) -> float:
        return quantiles(self.taken, n=20)[-1] * 1000


Measured = dict[tuple[str, str], Times]


def vocabulary() -> tuple[list[str], list[float]]:
    """Roots and compounds in the order of how common they are, and their weights."""
    shuffled = random.Random(7)  # noqa: S311 a benchmark
    compounds = [one + other for one in ROOTS for other in ROOTS if one != other]
    shuffled.shuffle(compounds)
    every = [*ROOTS, *compounds]
    return every, [1 / (place + 10) for place in range(len(every))]


def texts(many: int) -> Iterator[tuple[str, str, str, str, str]]:
    """(path below the part, slug, title, lead, text)."""
    chance = random.Random(11)  # noqa: S311 as above
    every, weights = vocabulary()
    for number in range(many):
        words = chance.choices(every, weights, k=300)
        title = " ".join(chance.choices(every, k=4)).capitalize()
        yield step(1000 + number), f"tekst-{number}", title, " ".join(words[:24]), " ".join(words)


def step(number: int) -> str:
    """Four signs of treebeard's path."""
    return "".join(PATH[number // 36**power % 36] for power in (3, 2, 1, 0))


FILL = """
CREATE TEMP TABLE made (path text, slug text, title text, lead text, text text);
"""
LAID = """
CREATE TEMP TABLE model AS SELECT p.*, a.body FROM wagtailcore_page p JOIN knowledge_article a ON a.page_ptr_id = p.id
WHERE p.slug = 'bekymret-for-en-elev';
CREATE TEMP TABLE part AS SELECT * FROM wagtailcore_page WHERE slug = 'fenomenkunnskap';
CREATE TEMP TABLE laid AS SELECT nextval('wagtailcore_page_id_seq') AS id, m.*, gen_random_uuid() AS key FROM made m;
INSERT INTO wagtailcore_page ({columns}, id, path, slug, title, draft_title, url_path, translation_key)
SELECT {values}, l.id, part.path || l.path, l.slug, l.title, l.title, part.url_path || l.slug || '/', l.key
FROM laid l, model, part;
INSERT INTO knowledge_article ({article}, page_ptr_id, lead)
SELECT {article_values}, l.id, l.lead FROM laid l, knowledge_article a, model WHERE a.page_ptr_id = model.id;
UPDATE wagtailcore_page SET numchild = numchild + (SELECT count(*) FROM laid) WHERE slug = 'fenomenkunnskap';
INSERT INTO knowledge_entry (key, kind, title, lead, address, part, topics, phases, language_form, named_words, words, spelt)
SELECT 'page:' || key, 'article', title, lead, '/fenomenkunnskap/' || slug || '/', 'fenomenkunnskap', '{{}}', '{{}}', 'nb',
       setweight(to_tsvector('norwegian', title), 'A'), setweight(to_tsvector('norwegian', title), 'A') || setweight(to_tsvector('norwegian', lead), 'B')
       || setweight(to_tsvector('norwegian', text), 'C'), string_to_array(lower(title), ' ') FROM laid;
INSERT INTO knowledge_word (spelt, entries)
SELECT word, count(DISTINCT slug) FROM laid, unnest(string_to_array(lower(title), ' ')) AS word GROUP BY word
ON CONFLICT (spelt) DO UPDATE SET entries = knowledge_word.entries + excluded.entries;
"""
OURS = {
    "id",
    "path",
    "slug",
    "title",
    "draft_title",
    "url_path",
    "translation_key",
    "latest_revision_id",
    "live_revision_id",
}


def fill(server: Server, shelf: Shelf) -> None:
    with psycopg.connect(address(server, shelf, "maint")) as connection:
        connection.execute(FILL)
        with connection.cursor().copy("COPY made FROM STDIN") as copy:
            for row in texts(shelf.texts):
                copy.write_row(row)
        page, article = (
            columns(connection, "wagtailcore_page") - OURS,
            columns(connection, "knowledge_article") - {"page_ptr_id", "lead"},
        )
        connection.execute(
            sql.SQL(LAID).format(
                columns=listed(page),
                values=listed(page, "model"),
                article=listed(article),
                article_values=listed(article, "a"),
            )
        )
    tidy(server, shelf)


def columns(connection: "psycopg.Connection[tuple[str]]", table: str) -> set[str]:
    found = connection.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    return {name for (name,) in found}


def listed(names: set[str], table: str = "") -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(*([table] if table else []), name) for name in sorted(names))


def sizes(server: Server, shelf: Shelf) -> str:
    with psycopg.connect(address(server, shelf, "maint")) as connection:
        found = [
            (connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone() or (0,))[0]
            for table in ("knowledge_article", "knowledge_entry", "knowledge_word")
        ]
    return "{} articles, {} entries, {} words known".format(*found)


def measure() -> Measured:
    """Page or search, and shelf → times. All take turns, so that a busy minute falls on each alike."""
    found: Measured = {(name, shelf.name): Times() for shelf in SHELVES for name in (*PAGES, "search")}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as endings:
        servers = {shelf.name: Served(shelf.database, Path(folder)) for shelf in SHELVES}
        for server in servers.values():
            endings.callback(server.stop)
            server.wait()
        for turn in range(WARM + TURNS):
            for (name, shelf), times in found.items():
                for address_ in asked(name, turn):
                    taken = timed(servers[shelf], address_)
                    if turn >= WARM:
                        times.taken.append(taken)
    return found


def asked(name: str, turn: int) -> list[str]:
    """The pages are asked for as they are, of the searches four a turn."""
    if name != "search":
        return [PAGES[name]]
    return [f"/sok/?q={quote(SEARCHES[(4 * turn + n) % len(SEARCHES)])}" for n in range(4)]


def timed(server: Served, place: str) -> float:
    started = time.perf_counter()
    status = server.get(place, "")
    taken = time.perf_counter() - started
    if status != OK:
        raise RuntimeError(f"{place} answered {status}.")
    return taken


def report(found: Measured) -> Iterator[str]:
    small, large = (shelf.name for shelf in SHELVES)
    yield f"{'page':<18}{'median ms':>18}{'p95 ms':>18}{'x bare':>14}{'growth':>8}"
    for name in (*PAGES, "search"):
        one, many = found[name, small], found[name, large]
        beside = " / ".join(f"{found[name, shelf.name].ms / found['bare', shelf.name].ms:.1f}" for shelf in SHELVES)
        yield (
            f"{name:<18}{f'{one.ms:.2f} / {many.ms:.2f}':>18}{f'{one.p95:.2f} / {many.p95:.2f}':>18}{beside:>14}"
            f"{many.ms / one.ms:>8.2f}"
        )


def misses(found: Measured) -> list[str]:
    """The targets that were not met, in words."""
    small, large = (shelf.name for shelf in SHELVES)
    bare = found["bare", large].ms
    measured = (
        ("article, beside the bare view", found["article", large].ms / bare, ARTICLE_MOST),
        ("article printed, beside the bare view", found["article, printed", large].ms / bare, PRINTED_MOST),
        ("search p95, beside the bare view", found["search", large].p95 / bare, SEARCH_MOST),
        ("search p95, growth", found["search", large].p95 / found["search", small].p95, GROWTH_MOST),
    )
    return [f"{what}: {value:.2f}; at most {most}." for what, value, most in measured if value > most]
