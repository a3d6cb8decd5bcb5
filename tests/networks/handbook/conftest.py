"""The same Fjordby as for the contact list, and what is printed of it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from networks.routines.models import RoutineVersion
from tests.networks.functions.conftest import empty, in_force, member, name

__all__ = ["empty", "in_force", "member", "name"]
AT = "/nettverk/fjordby/rutiner/"
SignedIn = Callable[[str], Client]
Read = Callable[..., PdfReader]


@pytest.fixture
def card(signed_in: SignedIn) -> Read:
    """card(version, "member"): what she gets to print."""

    def read(version: RoutineVersion, who: str = "member") -> PdfReader:
        answer = signed_in(who).get(f"{AT}{version.routine_id}/kort.pdf", headers={"accept-language": "en"})
        assert answer.status_code == 200
        return PdfReader(io.BytesIO(answer.content))

    return read


def text_of(paper: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in paper.pages)


def root_of(paper: PdfReader) -> Any:
    return paper.trailer["/Root"]


def structure(node: Any) -> set[str]:
    """The kinds of parts that a reader's machine is told of."""
    found = {str(node["/S"])} if "/S" in node else set()
    kids = node.get("/K", [])
    held = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids]) if hasattr(kid, "get_object")]
    return found.union(*(structure(kid) for kid in held if isinstance(kid, dict)))
