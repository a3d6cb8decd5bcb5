"""The tables of the slices, gathered for Django's one migration history."""

from knowledge.editing.models import Reading, ReadingState
from knowledge.library.models.facts import Fact, Person, Source
from knowledge.library.models.films import Film, FilmPerson
from knowledge.library.models.lists import Centres, Home, NewsList, Questions, Section
from knowledge.library.models.pages import Article, NewsItem, Plain, Question, RegionalContact, Tool
from knowledge.library.models.printed import Edition, Printed
from knowledge.library.models.publishing import Change, OutsideReading, Votes
from knowledge.library.models.text import Citation
from knowledge.search.models import Entry, Topic, Word

__all__ = [
    "Article",
    "Centres",
    "Change",
    "Citation",
    "Edition",
    "Entry",
    "Fact",
    "Film",
    "FilmPerson",
    "Home",
    "NewsItem",
    "NewsList",
    "OutsideReading",
    "Person",
    "Plain",
    "Printed",
    "Question",
    "Questions",
    "Reading",
    "ReadingState",
    "RegionalContact",
    "Section",
    "Source",
    "Tool",
    "Topic",
    "Votes",
    "Word",
]  # fmt: skip
