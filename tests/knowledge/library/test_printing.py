"""Pages are printed once for all who only read, and anew when anything they show has changed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.test import Client

from knowledge.library.models import Article, Edition, Fact, Section

SignedIn = Callable[[str], Client]
PLACE = "/fenomenkunnskap/bekymret-for-en-elev/"
pytestmark = pytest.mark.django_db


def asked(client: Client, place: str, **headers: Any) -> tuple[int, str]:
    """Statements, and the page."""
    told: list[str] = []

    def note(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        told.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        text = client.get(place, **headers).content.decode()
    return len(told), text


def test_a_page_is_printed_once(client: Client) -> None:
    first, second = asked(client, PLACE), asked(client, PLACE)

    assert second[0] == 2 < first[0]
    assert second[1] == first[1]


def test_a_change_is_read_at_once(client: Client) -> None:
    client.get(PLACE)
    article = Article.objects.get(slug="bekymret-for-en-elev")
    article.lead = "Endringskanari."

    article.save_revision().publish()

    assert "Endringskanari" in client.get(PLACE).content.decode()


def test_a_page_of_an_earlier_release_is_not_shown(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """It points at a style sheet that is gone."""
    client.get(PLACE)

    monkeypatch.setattr(staticfiles_storage, "url", lambda name: f"/static/anew/{name}")

    assert "/static/anew/css/portal.css" in client.get(PLACE).content.decode()


def test_a_fact_that_changes_is_read_at_once(client: Client) -> None:
    article = Article.objects.get(slug="bekymret-for-en-elev")
    fact = Fact.objects.order_by("pk")[0]
    article.body.append(("fact", fact))
    article.save_revision().publish()
    client.get(PLACE)
    fact.text = "<p>Faktakanari.</p>"

    fact.save()

    assert "Faktakanari" in client.get(PLACE).content.decode()


def test_what_is_written_out_from_the_old_text_is_not_kept_for_the_new(client: Client, monkeypatch: Any) -> None:
    """The edition is read before the page: when it turns in between, nobody is shown what was written then."""
    real = Article.get_context

    def turned(self: Article, *args: Any, **kwargs: Any) -> Any:
        Edition.turn()
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Article, "get_context", turned)
    client.get(PLACE)
    monkeypatch.undo()

    assert asked(client, PLACE)[0] > 2


def test_each_language_has_its_own(client: Client) -> None:
    client.get(PLACE)

    assert 'lang="nn"' in client.get(PLACE, headers={"Accept-Language": "nn"}).content.decode()[:200]


def test_whoever_is_signed_in_gets_her_own_and_leaves_it_to_nobody(signed_in: SignedIn, client: Client) -> None:
    hers = signed_in("coordinator").get(PLACE).content.decode()

    anybodys = client.get(PLACE).content.decode()

    assert ("Use this in your network" in hers, "Use this in your network" in anybodys) == (True, False)
    assert "/nettverk/fjordby/" not in anybodys


def test_a_page_that_is_taken_down_is_not_shown_from_the_print(client: Client) -> None:
    client.get(PLACE)

    Article.objects.get(slug="bekymret-for-en-elev").unpublish()

    assert client.get(PLACE).status_code == 404


def test_a_page_that_moves_leads_on(client: Client) -> None:
    article = Article.objects.get(slug="bekymret-for-en-elev")

    article.move(Section.objects.get(slug="ressurser"), pos="last-child")

    answer = client.get(PLACE)
    assert (answer.status_code, answer["Location"].endswith("/ressurser/bekymret-for-en-elev/")) == (301, True)


def test_a_page_that_has_moved_and_is_taken_down_leads_nowhere(client: Client) -> None:
    """Its old address would say where the draft stands."""
    article = Article.objects.get(slug="bekymret-for-en-elev")
    article.move(Section.objects.get(slug="ressurser"), pos="last-child")

    Article.objects.get(pk=article.pk).unpublish()

    assert client.get(PLACE).status_code == 404


@pytest.mark.parametrize(("helpful", "yes", "no"), [("yes", 1, 0), ("no", 0, 1)])
def test_a_vote_is_counted_and_nothing_else(client: Client, helpful: str, yes: int, no: int) -> None:
    article = Article.objects.get(slug="bekymret-for-en-elev")

    answer = client.post(f"/fagstoff/{article.translation_key}/stem/", {"helpful": helpful})

    assert answer["Location"] == f"{PLACE}?takk=1#stemme"
    assert answer.cookies == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM knowledge_votes")
        assert cursor.fetchall() == [(article.pk, yes, no)]


def test_a_vote_for_neither_is_none(client: Client) -> None:
    article = Article.objects.get(slug="bekymret-for-en-elev")

    assert client.post(f"/fagstoff/{article.translation_key}/stem/", {"helpful": "x"}).status_code == 400


def test_a_vote_from_another_site_is_turned_away(client: Client) -> None:
    article = Article.objects.get(slug="bekymret-for-en-elev")

    answer = client.post(
        f"/fagstoff/{article.translation_key}/stem/", {"helpful": "no"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403


def test_a_vote_for_a_draft_is_absent(client: Client) -> None:
    article = Article.objects.get(slug="bekymret-for-en-elev")
    article.unpublish()

    assert client.post(f"/fagstoff/{article.translation_key}/stem/", {"helpful": "yes"}).status_code == 404


def test_a_page_with_a_long_address_is_printed_too(client: Client) -> None:
    article = Article.objects.get(slug="bekymret-for-en-elev")
    article.slug = "a" * 250
    article.save_revision().publish()
    place = f"/fenomenkunnskap/{article.slug}/"

    first, second = asked(client, place), asked(client, place)

    assert second[0] == 2 < first[0]
