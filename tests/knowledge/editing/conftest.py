"""An author at RVTS Øst, a reader at RVTS Vest, and a text between them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from knowledge.editing.models import ReadingState, open_readings
from knowledge.library.models import Article, Section
from portal.accounts.models import User
from portal.accounts.proof import TWO_FACTORS

SignedIn = Callable[[str], Client]


def sat_down(user: User) -> Client:
    """A client signed in with two factors."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[TWO_FACTORS] = True
    session.save()
    return client


@pytest.fixture
def author(db: None) -> User:
    return User.objects.get(email="editor@demo.invalid")


@pytest.fixture
def reader(db: None) -> User:
    return User.objects.get(email="marit.voll@demo.invalid")


@pytest.fixture
def at_the_desk() -> Callable[[User], Client]:
    return sat_down


@pytest.fixture
def draft(author: User) -> Article:
    article = Article(
        title="Utkastkanari", slug="utkast", lead="Kort og god.", live=False, reading_centre="vest", owner=author
    )
    Section.objects.get(slug="ressurser").add_child(instance=article)
    article.save_revision(user=author)
    return article


@pytest.fixture
def reading(draft: Article, author: User) -> ReadingState:
    """The draft, sent to be read."""
    workflow: Any = draft.get_workflow()
    workflow.start(draft, author)
    return next(iter(open_readings()))
