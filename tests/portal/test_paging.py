"""Pages of long lists."""

import pytest
from django.test import RequestFactory

from portal.ui.paging import page_of


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("2", 2), ("0", 4), ("-1", 4), ("x", 1), ("9" * 40, 4), ("2.5", 1)]
)
def test_page_of_answers_any_number_with_a_page(asked: str, number: int) -> None:
    request = RequestFactory().get("/", {"side": asked})

    assert page_of(request, range(80)).number == number
