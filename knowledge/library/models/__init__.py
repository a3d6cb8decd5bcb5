from knowledge.library.models.facts import Source, Topic
from knowledge.library.models.pages import Article, ArticleSource, Home, Section

__all__ = ["Article", "ArticleSource", "Home", "Section", "Source", "Topic"]
