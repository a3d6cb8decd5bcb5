"""The editors' tool: for whom an office as editor runs, and from it nobody sees into a workspace."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Page

from knowledge.library.access import is_editor
from knowledge.library.models import Article, Section
from knowledge.library.services import EDITORS
from portal.accounts.models import User
from tests.contracts.expected import SIGNED_IN
from tests.contracts.routes import tool_routes
from tests.knowledge.forms import form_of
from tests.networks.entry.conftest import in_office

PUBLISH = {"action-publish": "1"}
SignedIn = Callable[[str], Client]
Persona = Callable[[str], User]
Later = Callable[[str], None]


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


def test_the_office_opens_the_tool_until_its_last_day(persona: Persona, later: Later) -> None:
    with in_office(persona("stranger"), kind="editor", until=timezone.localdate()) as user:
        on_the_last = is_editor(user)

        later("1 day")

        assert (on_the_last, is_editor(user)) == (True, False)


def test_an_editor_writes_and_takes_down_but_does_not_publish_alone(signed_in: SignedIn) -> None:
    client = signed_in("editor")
    part = Section.objects.get(slug="ressurser")
    told = form_of(Article(title="En ny guide", slug="en-ny-guide", lead="Kort og god.")) | PUBLISH

    client.post(f"/redaktor/pages/add/knowledge/article/{part.pk}/", told)

    article = Article.objects.get(slug="en-ny-guide")
    alone = client.get("/ressurser/en-ny-guide/").status_code
    article.get_latest_revision().publish()  # as a reading by another would
    published = client.get("/ressurser/en-ny-guide/").status_code
    client.post(f"/redaktor/pages/{article.pk}/unpublish/", {})
    assert (alone, published, client.get("/ressurser/en-ny-guide/").status_code) == (404, 200, 404)


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
    told = form_of(public, lead="Kort og godt.", significance=matters, change_note="Ny ingress.") | PUBLISH

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


def test_what_was_never_public_is_not_published_as_a_correction(signed_in: SignedIn, public: Article) -> None:
    public.unpublish()
    told = form_of(public, lead="Noe helt annet.", significance="typo") | PUBLISH

    signed_in("editor").post(f"/redaktor/pages/{public.pk}/edit/", told)

    assert not Article.objects.get(pk=public.pk).live


@pytest.mark.parametrize("model", ["plain", "section"])
def test_nothing_new_is_laid_beside_the_parts(signed_in: SignedIn, model: str) -> None:
    home = Page.objects.get(depth=2)

    answer = signed_in("editor").post(f"/redaktor/pages/add/knowledge/{model}/{home.pk}/", {"title": "x", "slug": "x"})

    assert answer.status_code in {302, 403}
    assert not Page.objects.filter(slug="x").exists()


@pytest.mark.parametrize("slug", ["utveier", "om-utveier", "ressurser", "ofte-spurt"])
@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_the_sites_own_pages_stay(signed_in: SignedIn, slug: str, act: str) -> None:
    page = Page.objects.get(slug=slug)

    signed_in("editor").post(f"/redaktor/pages/{page.pk}/{act}/", {})

    assert Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("slug", ["om-utveier", "fenomenkunnskap"])
def test_the_sites_own_pages_keep_their_place(signed_in: SignedIn, slug: str) -> None:
    page, home = Page.objects.get(slug=slug), Page.objects.get(depth=2)

    signed_in("editor").post(f"/redaktor/pages/{page.pk}/move/{home.pk}/confirm/", {})

    assert Page.objects.get(pk=page.pk).path == page.path


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves its draft open
def test_an_editor_uploads_and_chooses_pictures(signed_in: SignedIn) -> None:
    client, file = signed_in("editor"), BytesIO()
    Picture.new("RGB", (40, 30), "navy").save(file, "PNG")
    upload = SimpleUploadedFile("nytt.png", file.getvalue(), "image/png")

    client.post("/redaktor/images/add/", {"title": "Nytt bilde", "file": upload, "collection": ""})

    assert Image.objects.filter(title="Nytt bilde").exists()
    assert "Nytt bilde" in client.get("/redaktor/images/chooser/").content.decode()


def test_the_tool_names_editors_and_nobody_else(signed_in: SignedIn) -> None:
    part = Section.objects.get(slug="ressurser")

    text = signed_in("editor").get(f"/redaktor/pages/add/knowledge/article/{part.pk}/").content.decode()

    assert re.findall(r"Ida Rønning|Marit Voll|Kari Lunde|Sara Berg|Nina Nord", text) != []
    assert re.findall(r"Kari Lunde|Sara Berg|Nina Nord", text) == []


def test_a_draft_may_be_framed_by_the_tool(signed_in: SignedIn, public: Article) -> None:
    client = signed_in("editor")
    client.post(f"/redaktor/pages/{public.pk}/edit/preview/", form_of(public))

    seen = client.get(f"/redaktor/pages/{public.pk}/edit/preview/?in_preview_panel=true")

    assert seen.status_code == 200
    assert "frame-ancestors 'self'" in seen["Content-Security-Policy"]


def test_a_link_to_what_is_no_longer_public_says_nothing_of_it(signed_in: SignedIn, public: Article) -> None:
    other = Article.objects.get(slug="samtykke")
    public.body = [("text", f'<p><a linktype="page" id="{other.pk}">Les mer</a></p>')]
    public.save_revision().publish()
    before = signed_in("").get(public.address).content.decode()

    other.unpublish()

    after = signed_in("").get(public.address).content.decode()
    assert ("/samtykke/" in before, "/samtykke/" in after, "Les mer" in after) == (True, False, True)


def test_a_long_text_is_saved_whole(signed_in: SignedIn, public: Article) -> None:
    """Every block, step and source of it sends several fields."""
    blocks = {f"body-{n}-{name}": value for n in range(150) for name, value in block_of(n).items()}
    told = form_of(public) | PUBLISH | blocks | {"body-count": "150"}

    signed_in("editor").post(f"/redaktor/pages/{public.pk}/edit/", told)

    assert len(told) > 900
    assert len(Article.objects.get(pk=public.pk).body) == 150


def block_of(place: int) -> dict[str, str]:
    quote = {"value-text": "Ord.", "value-person": "Anne Kvam", "value-role": "politikontakt"}
    return {"deleted": "", "order": str(place), "type": "quote", "id": ""} | quote
