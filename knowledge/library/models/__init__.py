from knowledge.library.models.facts import Fact, Person, Source
from knowledge.library.models.films import Film, FilmPerson
from knowledge.library.models.lists import Centres, Home, NewsList, Questions, Section
from knowledge.library.models.pages import Article, NewsItem, Plain, Question, RegionalContact, Tool
from knowledge.library.models.printed import Edition, Printed
from knowledge.library.models.publishing import Change, OutsideReading, Votes
from knowledge.library.models.text import Citation

__all__ = [
    "Article",
    "Centres",
    "Change",
    "Citation",
    "Edition",
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
    "RegionalContact",
    "Section",
    "Source",
    "Tool",
    "Votes",
]  # fmt: skip
