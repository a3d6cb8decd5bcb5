"""One's own page: name and language."""

import pytest
from django.test import Client

from portal.accounts.models import User


def test_the_name_is_saved(fully: Client, ada: User) -> None:
    answer = fully.post("/konto/", {"name": "  Ada Vik Nes ", "language": "nn"})

    ada.refresh_from_db()
    assert answer["Location"] == "/konto/"
    assert (ada.name, ada.language) == ("Ada Vik Nes", "nn")
    assert 'lang="nn"' in fully.get("/konto/").content.decode()


@pytest.mark.parametrize("told", [{"name": ""}, {"name": "A" * 300}, {"name": "A\x00"}, {"language": "xx"}])
def test_what_cannot_be_saved_is_said_and_kept_in_the_form(fully: Client, ada: User, told: dict[str, str]) -> None:
    answer = fully.post("/konto/", {"name": "Ada Ny", "language": "en"} | told)

    ada.refresh_from_db()
    assert ada.name == "Ada Vik"
    assert answer.context["form"].errors
    assert answer.context["form"]["name"].value() == told.get("name", "Ada Ny")


def test_language_is_chosen_without_an_account(db: None) -> None:
    client = Client()

    client.post("/konto/sprak/", {"language": "en", "next": "/konto/logg-inn/"})

    assert '<html lang="en"' in client.get("/konto/logg-inn/").content.decode()


def test_an_unknown_language_changes_nothing(db: None) -> None:
    answer = Client().post("/konto/sprak/", {"language": "<b>"})

    assert "language" not in answer.cookies


@pytest.mark.parametrize(
    "path",
    ["/konto/", "/konto/okter/", "/konto/sikkerhet/", "/konto/passord/", "/konto/sikkerhet/reservekoder/nye/",
     "/konto/sikkerhet/app/fjern/", "/konto/sikkerhet/nokler/", "/konto/sikkerhet/nokler/ny/", "/konto/bekreft/",
     "/konto/sikkerhet/bekreft/", "/konto/sikkerhet/identitet/", "/konto/logg-ut/"],
)  # fmt: skip
def test_each_page_of_ones_own_is_whole_neutral_and_uncached(fully: Client, path: str) -> None:
    answer = fully.get(path)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert "Ada" not in page.split("<title>")[1].split("</title>")[0]
    assert answer["Cache-Control"] == "no-store"
    assert " style=" not in page


@pytest.mark.parametrize(
    "path",
    ["/konto/logg-inn/", "/konto/passord/glemt/", "/konto/passord/glemt/sendt/", "/konto/passord/glemt/ferdig/",
     "/konto/passord/glemt/1-feil/", "/konto/stengt/", "/konto/inn/avbrutt/"],
)  # fmt: skip
def test_each_page_for_everyone_is_whole(db: None, path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_the_page_of_ones_own_asks_few_questions(fully: Client, django_assert_max_num_queries: object) -> None:
    for path in ("/konto/", "/konto/okter/", "/konto/sikkerhet/"):
        with django_assert_max_num_queries(12):  # type: ignore[operator] # pytest-django's fixture
            fully.get(path)


def test_the_language_one_reads_in_is_the_one_offered(fully: Client) -> None:
    fully.cookies["language"] = "nn"

    assert fully.get("/konto/").context["form"]["language"].value() == "nn"
