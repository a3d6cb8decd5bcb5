"""The editors' tool: for whom an office as editor runs, and from it nobody sees into a workspace."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from knowledge.library.access import is_editor
from knowledge.library.models import Article, Section
from knowledge.library.services import EDITORS
from portal.accounts.models import User
from tests.contracts.matrix import SIGNED_IN
from tests.contracts.routes import tool_routes

SignedIn = Callable[[str], Client]
Persona = Callable[[str], User]


def paths() -> Iterator[str]:
    """An address of each route of the tool, with a number or a word in every place."""
    for route in tool_routes():
        path = re.sub(r"<(?:int:)[^>]+>", "1", re.sub(r"<(?:path|slug|str):[^>]+>", "x", route))
        path = re.sub(r"<uuid:[^>]+>", "00000000-0000-0000-0000-000000000000", path)
        yield "/" + re.sub(r"<[^>]+>", "1", path).lstrip("^").rstrip("$")


def test_every_view_of_the_tool_stands_behind_the_door() -> None:
    doors = {(getattr(view, "door", ""), getattr(view, "apart", False)) for view in tool_routes().values()}

    assert doors == {("editor", True)}


@pytest.mark.parametrize("who", sorted(SIGNED_IN - {"editor"}))
def test_to_others_the_tool_does_not_exist(signed_in: SignedIn, who: str) -> None:
    assert signed_in(who).get("/redaktor/").status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "operator"])
def test_to_others_no_page_of_it_exists(signed_in: SignedIn, who: str) -> None:
    client = signed_in(who)

    assert {client.get(path).status_code for path in paths()} == {404}


def test_nobody_is_asked_to_sign_in(client: Client, db: None) -> None:
    answers = {path: client.get(path) for path in paths()}

    assert {p for p, a in answers.items() if a.status_code not in {302, 404}} == set()
    assert client.get("/redaktor/")["Location"] == "/konto/logg-inn/?next=/redaktor/"


def test_an_editor_comes_in(signed_in: SignedIn) -> None:
    assert signed_in("editor").get("/redaktor/").status_code == 200


def test_rights_in_the_tool_are_nothing_without_the_office(signed_in: SignedIn, persona: Persona) -> None:
    member = persona("member")
    member.groups.add(Group.objects.get(name=EDITORS))

    assert not is_editor(member)
    assert signed_in("member").get("/redaktor/").status_code == 404


def test_an_editor_writes_and_takes_down_but_does_not_publish_alone(signed_in: SignedIn) -> None:
    client = signed_in("editor")
    part = Section.objects.get(slug="ressurser")
    told = form_of(Article(title="En ny guide", slug="en-ny-guide", lead="Kort og god."))

    client.post(f"/redaktor/pages/add/knowledge/article/{part.pk}/", told)

    article = Article.objects.get(slug="en-ny-guide")
    alone = client.get("/ressurser/en-ny-guide/").status_code
    article.get_latest_revision().publish()  # as a reading by another would
    published = client.get("/ressurser/en-ny-guide/").status_code
    client.post(f"/redaktor/pages/{article.pk}/unpublish/", {})
    assert (alone, published, client.get("/ressurser/en-ny-guide/").status_code) == (404, 200, 404)


def form_of(article: Article, **changed: str) -> dict[str, str]:
    """What the tool's form sends for an article without body and sources."""
    return {
        "title": article.title, "slug": article.slug, "lead": article.lead, "language_form": "nb", "centre": "ost",
        "reading_centre": "", "keeper": "", "search_words": "", "variant_of": "", "significance": "typo",
        "change_note": "", "read_through_on": "", "review_by": "", "body-count": "0", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0", "citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0",
        "action-publish": "1", **changed,
    }  # fmt: skip


@pytest.fixture
def public(db: None) -> Article:
    article = Article(title="En guide", slug="en-guide", lead="Kort og god.")
    Section.objects.get(slug="ressurser").add_child(instance=article)
    article.save_revision().publish()
    found: Article = Article.objects.get(pk=article.pk)
    return found


@pytest.mark.parametrize(
    ("matters", "reads"), [("typo", "Kort og godt."), ("major", "Kort og god."), ("medium", "Kort og god.")]
)
def test_only_a_correction_is_published_from_the_form(
    signed_in: SignedIn, public: Article, matters: str, reads: str
) -> None:
    told = form_of(public, lead="Kort og godt.", significance=matters, change_note="Ny ingress.")

    signed_in("editor").post(f"/redaktor/pages/{public.pk}/edit/", told)

    assert Article.objects.get(pk=public.pk).lead == reads


def test_from_the_tool_no_workspace_is_seen(signed_in: SignedIn) -> None:
    """Whatever she is a member of: while she edits, the transaction acts as nobody."""
    client, acted = signed_in("editor"), list[str]()

    def note(execute: Callable[..., Any], statement: str, params: Any, *rest: Any) -> Any:
        acted.extend([params[0]] if "sec.act_as" in statement else [])
        return execute(statement, params, *rest)

    with connection.execute_wrapper(note):
        client.get("/redaktor/")
        in_the_tool = set(acted)
        client.get("/hjem/")

    assert (in_the_tool, set(acted)) == ({""}, {"", str(User.objects.get(email="editor@demo.invalid").pk)})
