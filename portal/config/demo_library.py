"""The public pages every newcomer meets: written for this project, laid in once, then the editors' own.

What is missing is laid in, in an order in which nothing points at what is not there; links between pages are set last.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.rich_text import RichText

from knowledge.library.models import (
    Article,
    Centres,
    Citation,
    Fact,
    Film,
    FilmPerson,
    Home,
    NewsItem,
    NewsList,
    Person,
    Plain,
    Question,
    Questions,
    RegionalContact,
    Section,
    Source,
    Tool,
)  # fmt: skip
from knowledge.search.models import Topic
from portal.bootstrap import ROOT

DATA = ROOT / "knowledge" / "library" / "data"
READ_ON, READ_EVERY = date(2026, 11, 3), timedelta(days=365)
FIRST = (
    "bekymret-for-en-elev", "tegn-og-endring", "hva-er-radikalisering", "familie-og-nare", "veier-inn", "veier-ut",
    "starte-et-nettverk", "tverrfaglig-nettverk", "anonym-drofting", "taushetsplikt-opplysningsplikt-avverging",
    "mentorordning", "samtalen-du-gruer-deg-til", "samtale-med-foreldre", "samtaleguide-forste-samtale",
    "sjekkliste-anonym-drofting", "tiltakskort-alvorlig-hendelse",
)  # fmt: skip
CENTRES = {"fenomenkunnskap": "ost", "nettverk-og-veiledning": "vest", "ressurser": "sor"}
LINK = re.compile(r'<a href="(/[a-z-]+/(?:[a-z0-9-]+/)?)">')
Told = dict[str, Any]


@transaction.atomic
def lay_library() -> int:
    """Everything in data/, into a site that has none of it; returns how many pages. Later it is the editors' own."""
    if Article.objects.exists():
        return 0
    library = Library()
    laid = [page for lay in (library.films, library.texts, library.questions, library.contacts) for page in lay()]
    for page in laid:
        publish(page)
    return len(laid)


def publish(page: Page) -> None:
    """With its links turned into links to pages, which follow a page that moves."""
    if hasattr(page, "body"):
        page.body = [(block.block_type, linked(block.value)) for block in page.body]
    if isinstance(page, Question):
        page.answer = linked(page.answer)
    page.save_revision().publish()


def linked(value: Any) -> Any:
    if isinstance(value, str):
        return LINK.sub(as_page, value)
    if isinstance(value, RichText):
        return linked(value.source)
    if hasattr(value, "items"):
        return {key: linked(inner) for key, inner in value.items()}
    return value


def as_page(found: re.Match[str]) -> str:
    page = Page.objects.get(url_path=f"/utveier{found[1]}")
    return f'<a linktype="page" id="{page.pk}">'


def in_turn(file: Path) -> tuple[int, str]:
    """What a newcomer should read first stands first; the editors lay the rest as they like."""
    return (FIRST.index(file.stem) if file.stem in FIRST else len(FIRST), file.stem)


def read(file: Path) -> Told:
    return tomllib.loads(file.read_text(encoding="utf-8"))


class Library:
    """The data folder, with what the texts point at already laid in."""

    def __init__(self) -> None:
        self.topics = {slug: laid_topic(slug, names) for slug, names in read(DATA / "topics.toml").items()}
        self.sources = {key: laid_source(told) for key, told in read(DATA / "sources.toml").items()}
        self.facts = {key: self.fact(told) for key, told in read(DATA / "facts.toml").items()}

    def fact(self, told: Told) -> Fact:
        given = {key: value for key, value in told.items() if key != "source"}
        source = self.sources.get(told.get("source", ""))
        return Fact.objects.get_or_create(heading=told["heading"], defaults=given | {"source": source})[0]

    def missing(self, folder: str, parent: Page) -> Iterator[tuple[str, Told]]:
        known = set(parent.get_children().values_list("slug", flat=True))
        for file in sorted((DATA / folder).glob("*.toml"), key=in_turn):
            told = read(file)
            if file.stem not in known and told.get("part", parent.slug) == parent.slug:
                yield file.stem, told

    def films(self) -> Iterator[Page]:
        for part in Section.objects.order_by("path"):
            for slug, told in self.missing("films", part):
                if (DATA / "films" / f"{slug}.webm").exists():
                    yield self.add(part, film(slug, told), told)

    def texts(self) -> Iterator[Page]:
        for part in Section.objects.order_by("path"):
            for slug, told in self.missing("articles", part):
                yield self.add(part, Article(slug=slug, **self.written(told)), told)
            for slug, told in self.missing("tools", part):
                phases = dict.fromkeys(told["phases"], True)
                tool = Tool(slug=slug, target_group=told["target_group"], **phases, **self.written(told))
                yield self.add(part, tool, told)
        for slug, told in self.missing("news", NewsList.objects.get()):
            yield self.add(
                NewsList.objects.get(), NewsItem(slug=slug, dated_on=told["date"], **self.written(told)), told
            )
        for slug, told in self.missing("pages", Home.objects.get()):
            yield self.add(Home.objects.get(), Plain(slug=slug, **self.written(told)), told)

    def questions(self) -> Iterator[Page]:
        asked, known = Questions.objects.get(), set(Question.objects.values_list("slug", flat=True))
        for slug, told in read(DATA / "faq.toml").items():
            if slug not in known:
                question = Question(slug=slug, title=told["question"], answer=told["answer"].strip(), **kept(told))
                yield self.add(asked, question, told)

    def contacts(self) -> Iterator[Page]:
        centres, known = Centres.objects.get(), set(RegionalContact.objects.values_list("slug", flat=True))
        for slug, told in read(DATA / "contacts.toml").items():
            if slug not in known:
                yield centres.add_child(instance=RegionalContact(slug=slug, centre=slug, **told))

    def add(self, parent: Page, text: Any, told: Told) -> Page:
        text.topics = [self.topics[slug] for slug in told.get("topics", [])]
        text.citations = [
            Citation(source=self.sources[key], sort_order=n) for n, key in enumerate(told.get("sources", []))
        ]
        return parent.add_child(instance=text)

    def written(self, told: Told) -> Told:
        body = [self.block(part) for part in told["body"]]
        return {"title": told["title"], "lead": told["lead"], "body": body} | kept(told)

    def block(self, part: Told) -> tuple[str, Any]:
        value = {key: text.strip() if isinstance(text, str) else text for key, text in part.items() if key != "kind"}
        if part["kind"] == "steps":
            value["steps"] = [{"action": action, "detail": detail} for action, detail in part["steps"]]
        if part["kind"] == "contact":
            return "contact", None
        if part["kind"] == "fact":
            return "fact", self.facts[part["fact"]]
        if part["kind"] in {"film", "tool"}:
            return part["kind"], Page.objects.get(slug=part[part["kind"]]).specific
        return part["kind"], value["text"] if part["kind"] == "text" else value


def kept(told: Told) -> Told:
    """Who answers for it, and when it was read through."""
    return {
        "language_form": told.get("language_form", "nb"), "search_words": told.get("search_words", ""),
        "centre": CENTRES.get(told.get("part", ""), "ost"), "read_through_on": READ_ON,
        "review_by": READ_ON + READ_EVERY, "show_in_menus": True,
    }  # fmt: skip


def laid_topic(slug: str, names: list[str]) -> Topic:
    return Topic.objects.get_or_create(slug=slug, defaults={"name_nb": names[0], "name_nn": names[1]})[0]


def laid_source(told: Told) -> Source:
    return Source.objects.get_or_create(author=told["author"], title=told["title"], defaults=told)[0]


def film(slug: str, told: Told) -> Film:
    files = DATA / "films"
    transcript = (files / f"{slug}.txt").read_text(encoding="utf-8")
    made = Film(
        slug=slug, title=told["title"], lead=told["lead"], transcript=transcript, description=told["description"],
        seconds=last_second(transcript), **kept(told),
    )  # fmt: skip
    made.still = still(files / f"{slug}.webp", told["title"])
    made.video = File((files / f"{slug}.webm").open("rb"), name=f"{slug}.webm")
    made.captions = File((files / f"{slug}.vtt").open("rb"), name=f"{slug}.vtt")
    made.people = [FilmPerson(person=person(who), sort_order=n) for n, who in enumerate(told["people"])]
    return made


def still(file: Path, title: str) -> Image:
    return Image.objects.filter(title=title).first() or Image.objects.create(
        title=title, file=File(file.open("rb"), name=file.name)
    )


def person(told: Told) -> Person:
    return Person.objects.get_or_create(name=told["name"], defaults=told | {"agreed_on": READ_ON})[0]


def last_second(transcript: str) -> int:
    minutes, seconds = transcript.strip().splitlines()[-1].split(" ", 1)[0].split(":")
    return int(minutes) * 60 + int(seconds) + 5
