"""The open data of the knowledge base: read-only, paged, with a licence. Described in /api/v1/openapi.json."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema
from ninja.pagination import PageNumberPagination, paginate

from knowledge.opendata import queries

MOST = 100  # in one page
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


class Paged(PageNumberPagination):
    """Pages of at most a hundred, and no number that the database cannot count to."""

    class Input(PageNumberPagination.Input):
        page: int = Field(1, ge=1, le=100_000)


router = Router(tags=["knowledge"])


class TopicOut(Schema):
    slug: str
    name_nb: str
    name_nn: str


class SourceOut(Schema):
    author: str
    year: int | None = None
    title: str
    publisher: str
    link: str
    kind: str


class TextOut(Schema):
    """`id` is stable: it stays when the page moves. `licence` is that of the text."""

    id: UUID = Field(alias="translation_key")
    title: str
    lead: str
    text: str
    url: str
    language_form: str
    topics: list[str]
    sources: list[SourceOut]
    published_at: datetime | None = Field(alias="first_published_at")
    changed_at: datetime | None = Field(alias="last_published_at")
    read_through_on: date | None = None
    review_by: date | None = None
    licence: str = LICENCE

    @staticmethod
    def resolve_text(page: Any) -> str:
        return str(page.plain())

    @staticmethod
    def resolve_url(page: Any) -> str:
        return settings.ORIGIN + str(page.address)

    @staticmethod
    def resolve_topics(page: Any) -> list[str]:
        return [topic.slug for topic in page.topics.all()]

    @staticmethod
    def resolve_sources(page: Any) -> list[Any]:
        return [citation.source for citation in page.citations.all()]


class ToolOut(TextOut):
    target_group: str
    phases: list[str]


@router.get("/articles", response=list[TextOut], summary="Published articles")
@paginate(Paged, page_size=MOST)
def articles(request: HttpRequest) -> Any:
    return queries.articles()


@router.get("/articles/{uuid:key}", response=TextOut, summary="One article by its stable id")
def article(request: HttpRequest, key: UUID) -> Any:
    return one(queries.articles(), key)


@router.get("/tools", response=list[ToolOut], summary="Published tools and measures")
@paginate(Paged, page_size=MOST)
def tools(request: HttpRequest) -> Any:
    return queries.tools()


@router.get("/tools/{uuid:key}", response=ToolOut, summary="One tool by its stable id")
def tool(request: HttpRequest, key: UUID) -> Any:
    return one(queries.tools(), key)


@router.get("/questions", response=list[TextOut], summary="Published questions and answers")
@paginate(Paged, page_size=MOST)
def questions(request: HttpRequest) -> Any:
    return queries.questions()


@router.get("/topics", response=list[TopicOut], summary="The vocabulary, in both written forms of Norwegian")
@paginate(Paged, page_size=MOST)
def topics(request: HttpRequest) -> Any:
    return queries.topics()


@router.get("/sources", response=list[SourceOut], summary="What the published texts rest on")
@paginate(Paged, page_size=MOST)
def sources(request: HttpRequest) -> Any:
    return queries.sources()


def one(found: Any, key: UUID) -> Any:
    page = found.filter(translation_key=key).first()
    if page is None:
        raise Http404
    return page
