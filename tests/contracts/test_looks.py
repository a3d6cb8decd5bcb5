"""A browser looks at every page there is."""

import re
from uuid import uuid4

import pytest
from django.urls import Resolver404, resolve

from tests.browser.pages import NO_PAGE, PAGES
from tests.contracts.matrix import ROWS
from tests.contracts.routes import routes

READ = {template for method, template in (row.split(" ", 1) for row in ROWS) if method == "GET"}
RESET = "/konto/passord/glemt/1-x/"  # the whole address is a word of the scene


def route_of(path: str) -> str:
    """Empty where no address answers: the page of what is not there."""
    try:
        path = re.sub(r"{(text|tool)}", str(uuid4()), path.replace("{reset}", RESET))
        return resolve(re.sub(r"{\w+}", "1", path).partition("?")[0]).route
    except Resolver404:
        return ""


def test_every_page_is_looked_at() -> None:
    looked_at = {route_of(page.path) for page in PAGES}

    assert {route_of(path) for path in READ} - looked_at - set(NO_PAGE) == set()


@pytest.mark.parametrize("route", NO_PAGE)
def test_what_is_no_page_is_an_address(route: str) -> None:
    assert route in routes()


def test_nothing_is_both_looked_at_and_excused() -> None:
    assert {route_of(page.path) for page in PAGES} & set(NO_PAGE) == set()


def test_no_page_stands_twice() -> None:
    assert len({str(page) for page in PAGES}) == len(PAGES) == len({page.file for page in PAGES})
