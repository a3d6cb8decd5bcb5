"""The open data: what is published, paged, as its own document says, with a licence."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from django.test import Client

from knowledge.library.models import Article, Citation, Section, Source

SignedIn = Callable[[str], Client]
KINDS = ("articles", "tools", "questions", "topics", "sources")
pytestmark = pytest.mark.django_db


def read(client: Client, place: str) -> Any:
    return client.get(f"/api/v1/{place}").json()


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_as_its_document_says(client: Client, kind: str) -> None:
    document = read(client, "openapi.json")
    described = document["paths"][f"/api/v1/knowledge/{kind}"]["get"]["responses"]["200"]["content"]
    schema = described["application/json"]["schema"] | {"components": document["components"]}
    answer = read(client, f"knowledge/{kind}")

    jsonschema.validate(answer, schema)

    assert answer["count"] >= len(answer["items"]) > 0


def test_a_text_is_read_by_its_stable_id(client: Client) -> None:
    told = read(client, "knowledge/articles")["items"][0]
    article = Article.objects.get(translation_key=UUID(told["id"]))

    article.move(Section.objects.get(slug="ressurser"), pos="last-child")

    moved = read(client, f"knowledge/articles/{told['id']}")
    assert (moved["title"], moved["url"].endswith(f"/ressurser/{article.slug}/")) == (article.title, True)
    assert moved["licence"] == "https://creativecommons.org/licenses/by/4.0/"


def test_the_rows_come_a_page_at_a_time(client: Client) -> None:
    first, second = (read(client, f"knowledge/articles?page_size=20&page={page}")["items"] for page in (1, 2))

    assert len(first) == 20
    assert {each["id"] for each in first} & {each["id"] for each in second} == set()


@pytest.mark.parametrize("who", ["", "member", "coordinator"])
def test_no_draft_is_given_away(signed_in: SignedIn, who: str) -> None:
    article = Article(title="Utkastkanari", slug="utkast", lead="x", live=False)
    Section.objects.get(slug="ressurser").add_child(instance=article)
    article.citations = [Citation(source=Source.objects.create(author="Kildekanari", title="x", kind="law"))]
    article.save()
    article.save_revision()
    client = signed_in(who)

    told = "".join(client.get(f"/api/v1/knowledge/{kind}").content.decode() for kind in KINDS)

    assert "kanari" not in told.lower()
    assert client.get(f"/api/v1/knowledge/articles/{article.translation_key}").status_code == 404


@pytest.mark.parametrize(
    "place",
    [
        "articles?page=0",
        "articles?page=abc",
        "articles?page=99999999999999999999",
        "articles?page_size=-1",
        "articles/finnes-ikke",
    ],
)
def test_a_bad_question_is_answered_calmly(client: Client, place: str) -> None:
    assert client.get(f"/api/v1/knowledge/{place}").status_code in {404, 422}


def test_nothing_can_be_written(client: Client) -> None:
    assert {client.post(f"/api/v1/knowledge/{kind}").status_code for kind in KINDS} == {405}
