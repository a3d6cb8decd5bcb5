"""An article says to a member in which of her networks' routines it is used, and to nobody else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knowledge.library.models import Article
from networks.routines import services
from networks.routines.models import Routine
from tests.networks.routines.conftest import Acting, Drafted, draft, in_force, publish, reworded, routine, source

__all__ = ["draft", "in_force", "publish", "routine", "source"]  # the fixtures of a routine
SignedIn = Callable[[str], Client]
SAID = "Used in the routine «Prøverutine» in Fjordby, step 2"


@pytest.fixture
def article(db: None) -> Article:
    """One that no routine of the demo points to."""
    found: Article = Article.objects.get(slug="liv-pa-nett")
    return found


@pytest.fixture(params=["by its key", "by its name"])
def used(
    request: Any, acting: Acting, draft: Drafted, in_force: Callable[[], int], article: Article
) -> Callable[..., None]:
    """used(): Fjordby's routine points to it in its second step, and is in force."""
    link = str(article.translation_key) if request.param == "by its key" else article.slug

    def done() -> None:
        with acting("coordinator") as by:
            services.change(version=draft(), how=reworded("drofte", links=(link,)), by=by)
        in_force()

    return done


def page(client: Client, article: Article) -> str:
    return re.sub(r"\s+", " ", client.get(article.address).content.decode())


def test_members_see_the_step_it_is_used_in(
    signed_in: SignedIn, article: Article, routine: Routine, used: Callable[..., None]
) -> None:
    used()

    told = page(signed_in("member"), article)
    assert f'<a href="/nettverk/fjordby/rutiner/{routine.pk}/#drofte">{SAID}</a>' in told


@pytest.mark.parametrize("who", ["", "outsider-coordinator", "stranger"])
def test_nobody_outside_the_network_sees_it(
    signed_in: SignedIn, article: Article, used: Callable[..., None], who: str
) -> None:
    used()

    assert "Used in the routine" not in page(signed_in(who), article)


def test_a_draft_is_not_in_use(
    signed_in: SignedIn, acting: Acting, article: Article, draft: Drafted, routine: Routine
) -> None:
    with acting("coordinator") as by:
        services.change(version=draft(), how=reworded("drofte", links=(article.slug,)), by=by)

    assert "Used in the routine" not in page(signed_in("coordinator"), article)


def test_a_step_put_aside_is_not_in_use(
    signed_in: SignedIn, acting: Acting, article: Article, draft: Drafted, in_force: Callable[[], int]
) -> None:
    with acting("coordinator") as by:
        how = reworded("drofte", links=(article.slug,), hidden="Ikke hos oss")
        services.change(version=draft(), how=how, by=by)
    in_force()

    assert "Used in the routine" not in page(signed_in("coordinator"), article)


def statements(client: Client, article: Article) -> list[str]:
    page(client, article)  # what is looked up once in a process is
    with CaptureQueriesContext(connection) as asked:
        page(client, article)
    return [one["sql"] for one in asked.captured_queries]


def test_it_costs_a_member_one_statement_and_others_none(
    signed_in: SignedIn, article: Article, used: Callable[..., None]
) -> None:
    used()

    told = {who: sum("routineversion" in sql for sql in statements(signed_in(who), article)) for who in ("", "member")}
    assert told == {"": 0, "member": 1}


def test_the_publics_page_stays_the_same(article: Article, used: Callable[..., None]) -> None:
    before = Client().get(article.address)
    used()
    after = Client().get(article.address)

    assert (before.content, before.cookies) == (after.content, after.cookies)
