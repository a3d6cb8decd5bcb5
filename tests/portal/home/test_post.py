"""The demo's letter box: open in a demo, absent elsewhere, and never a stranger's letters."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

BOX = "/demo/post/"


@pytest.fixture
def lay(settings: Any, tmp_path: Path) -> Callable[..., None]:
    """lay(to="…", body="…"): a letter as the file backend lays it."""
    settings.MAIL_FOLDER = tmp_path
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    def write(to: str, body: str, subject: str = "Du har en invitasjon") -> None:
        EmailMessage(subject, body, "utveier@localhost", [to]).send()

    return write


def test_letters_are_shown_newest_first(signed_in: Callable[[str], Client], lay: Callable[..., None]) -> None:
    lay("member@demo.invalid", "Første blåbær")
    lay("member@demo.invalid", "Andre blåbær")

    page = signed_in("stranger").get(BOX).content.decode()

    assert 0 < page.index("Andre blåbær") < page.index("Første blåbær")


def test_an_invitation_to_anybody_can_be_opened(
    signed_in: Callable[[str], Client], lay: Callable[..., None], settings: Any
) -> None:
    link = f"{settings.ORIGIN}/nettverk/invitasjon/abc/"
    lay("ny@kommune.example", f"Åpne lenken:\n\n{link}\n")

    assert f'href="{link}"' in signed_in("coordinator").get(BOX).content.decode()


def test_other_letters_to_other_people_are_not_shown(
    signed_in: Callable[[str], Client], lay: Callable[..., None]
) -> None:
    lay("ola@kommune.example", "Nytt passord her")
    lay("member@demo.invalid", "Nytt i Utveier")

    page = signed_in("coordinator").get(BOX).content.decode()

    assert ("Nytt passord" in page, "Nytt i Utveier" in page) == (False, True)


def test_what_a_letter_holds_is_escaped(signed_in: Callable[[str], Client], lay: Callable[..., None]) -> None:
    lay("member@demo.invalid", "<b>feit</b>", subject="<i>skrå</i>")

    page = signed_in("coordinator").get(BOX).content.decode()

    assert ("<b>feit" in page, "<i>skrå" in page) == (False, False)


def test_an_empty_or_missing_folder_is_an_empty_box(
    signed_in: Callable[[str], Client], settings: Any, tmp_path: Path
) -> None:
    settings.MAIL_FOLDER = tmp_path / "not-yet"

    assert signed_in("coordinator").get(BOX).context["letters"] == []


def test_there_is_no_box_outside_the_demo(
    signed_in: Callable[[str], Client], lay: Callable[..., None], settings: Any
) -> None:
    lay("member@demo.invalid", "Nytt i Utveier")
    client = signed_in("coordinator")
    settings.DEMO = False

    assert client.get(BOX).status_code == 404


def test_nobody_reads_it_without_signing_in(signed_in: Callable[[str], Client], lay: Callable[..., None]) -> None:
    lay("member@demo.invalid", "Nytt i Utveier")

    assert signed_in("").get(BOX).status_code == 302
