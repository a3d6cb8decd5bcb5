"""The tables of the slices, gathered for Django's one migration history."""

from knowledge.library.models import Article, ArticleSource, Home, Section, Source, Topic

__all__ = ["Article", "ArticleSource", "Home", "Section", "Source", "Topic"]
