"""Somebody without an account reads one version, once, within fourteen days."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError

from knowledge.editing import services
from knowledge.library.models import Article, OutsideReading
from portal.accounts.models import User


@pytest.fixture
def token(draft: Article, author: User) -> str:
    return services.ask_outside(page=draft, name="Lise Falk", email="lise@outside.invalid", by=author)


def test_whoever_holds_the_link_reads_the_draft(client: Client, token: str) -> None:
    answer = client.get(f"/faglesing/{token}/")

    assert "Utkastkanari" in answer.content.decode()
    assert (answer["Cache-Control"], answer["X-Robots-Tag"], answer["Referrer-Policy"]) == (
        "no-store", "noindex", "same-origin",
    )  # fmt: skip


def test_the_link_shows_the_version_that_was_sent(client: Client, draft: Article, token: str) -> None:
    draft.lead = "Senere kanari."
    draft.save_revision()

    assert "Senere kanari" not in client.get(f"/faglesing/{token}/").content.decode()


def test_an_approval_lets_the_author_publish_that_version(
    client: Client, draft: Article, author: User, token: str
) -> None:
    client.post(f"/faglesing/{token}/", {"approves": "yes", "remark": ""})

    draft.get_latest_revision().publish(user=author)

    assert client.get("/ressurser/utkast/").status_code == 200


def test_an_approval_is_of_no_other_version(client: Client, draft: Article, author: User, token: str) -> None:
    client.post(f"/faglesing/{token}/", {"approves": "yes", "remark": ""})
    draft.lead = "En annen ingress."

    with pytest.raises(PublishPagePermissionError):
        draft.save_revision(user=author).publish(user=author)


def test_a_remark_is_no_approval(client: Client, draft: Article, author: User, token: str) -> None:
    client.post(f"/faglesing/{token}/", {"approves": "no", "remark": "Kilden er gammel."})

    with pytest.raises(PublishPagePermissionError):
        draft.get_latest_revision().publish(user=author)


def test_a_no_without_a_reason_is_asked_for_one(client: Client, token: str) -> None:
    text = client.post(f"/faglesing/{token}/", {"approves": "no", "remark": ""}).content.decode()

    assert "Say what should be changed." in text
    assert OutsideReading.objects.get().answered_at is None


def test_the_link_answers_once(client: Client, token: str) -> None:
    client.post(f"/faglesing/{token}/", {"approves": "no", "remark": "Nei."})

    again = client.post(f"/faglesing/{token}/", {"approves": "yes", "remark": ""}).content.decode()

    assert "This link is closed" in again
    assert OutsideReading.objects.get().approves is False


def test_the_link_closes_after_fourteen_days(client: Client, token: str) -> None:
    OutsideReading.objects.update(expires_at=timezone.now())

    assert "Utkastkanari" not in client.get(f"/faglesing/{token}/").content.decode()


@pytest.mark.parametrize("forged", ["x", "0" * 43, "../", "%00"])
def test_a_forged_link_opens_nothing(client: Client, token: str, forged: str) -> None:
    answer = client.get(f"/faglesing/{forged}/")

    assert answer.status_code in {200, 400, 404}
    assert "Utkastkanari" not in answer.content.decode()


def test_the_token_is_kept_nowhere(token: str) -> None:
    assert token not in str(OutsideReading.objects.values().get())


def test_names_of_those_asked_go_thirty_days_after_the_link(token: str) -> None:
    ended = timezone.now() - timedelta(days=30)
    OutsideReading.objects.update(expires_at=ended + timedelta(hours=1))
    kept = services.clear_outside()

    OutsideReading.objects.update(expires_at=ended - timedelta(hours=1))

    assert (kept, services.clear_outside()) == (0, 1)
