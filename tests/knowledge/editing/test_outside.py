"""Somebody without an account reads one version, once, within fourteen days."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import PageLogEntry

from knowledge.editing import services
from knowledge.library.models import Article, OutsideReading
from portal.accounts.models import User
from portal.tenancy.refusals import Refused


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


def test_an_approval_lets_a_colleague_publish_that_version_and_not_the_author(
    client: Client, draft: Article, author: User, reader: User, token: str
) -> None:
    """Whoever wrote it also chose whom to ask."""
    client.post(f"/faglesing/{token}/", {"approves": "yes", "remark": ""})
    with pytest.raises(PublishPagePermissionError):
        draft.get_latest_revision().publish(user=author)

    draft.get_latest_revision().publish(user=reader)

    assert client.get("/ressurser/utkast/").status_code == 200


def test_an_approval_is_of_no_other_version(
    client: Client, draft: Article, author: User, reader: User, token: str
) -> None:
    client.post(f"/faglesing/{token}/", {"approves": "yes", "remark": ""})
    draft.lead = "En annen ingress."

    with pytest.raises(PublishPagePermissionError):
        draft.save_revision(user=author).publish(user=reader)


def test_an_approval_lets_nobody_publish_who_has_no_rights_in_the_tool(
    client: Client, draft: Article, token: str
) -> None:
    other = User.objects.get(email="supervisor@demo.invalid")
    client.post(f"/faglesing/{token}/", {"approves": "yes", "remark": ""})

    with pytest.raises(PublishPagePermissionError):
        draft.get_latest_revision().publish(user=other)


def test_a_remark_is_no_approval(client: Client, draft: Article, reader: User, token: str) -> None:
    client.post(f"/faglesing/{token}/", {"approves": "no", "remark": "Kilden er gammel."})

    with pytest.raises(PublishPagePermissionError):
        draft.get_latest_revision().publish(user=reader)


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


@pytest.mark.parametrize(("days", "opens"), [(13, True), (14, False)])
def test_the_link_is_open_for_fourteen_days(client: Client, token: str, days: int, opens: bool) -> None:  # noqa: FBT001 pytest names it
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        text = client.get(f"/faglesing/{token}/").content.decode()

    assert ("Utkastkanari" in text) is opens


@pytest.mark.parametrize("over", ["expires_at", "answered_at"])
def test_an_answer_written_while_the_link_closes_is_refused(token: str, over: str) -> None:
    """The page was open before; its form is sent after."""
    OutsideReading.objects.update(**{over: timezone.now()})

    with pytest.raises(Refused, match="reading_over"):
        services.answer_outside(token=token, approves=True, remark="")


def test_what_is_said_of_a_closed_link_is_kept_nowhere(client: Client, token: str) -> None:
    answer = client.post(f"/faglesing/{token}/", {"approves": "yes", "remark": ""})

    assert {answer["Cache-Control"], client.get(f"/faglesing/{token}/")["Cache-Control"]} == {"no-store"}


@pytest.mark.parametrize("forged", ["x", "0" * 43, "../", "%00"])
def test_a_forged_link_opens_nothing(client: Client, token: str, forged: str) -> None:
    answer = client.get(f"/faglesing/{forged}/")

    assert answer.status_code in {200, 400, 404}
    assert "Utkastkanari" not in answer.content.decode()


def test_the_token_is_kept_nowhere(token: str) -> None:
    assert token not in str(OutsideReading.objects.values().get())


def test_whoever_was_asked_is_forgotten_thirty_days_after_the_link(client: Client, token: str) -> None:
    client.post(f"/faglesing/{token}/", {"approves": "no", "remark": "Fra Lise."})
    ended = timezone.now() - timedelta(days=30)
    OutsideReading.objects.update(expires_at=ended + timedelta(hours=1))
    kept = services.clear_outside()

    OutsideReading.objects.update(expires_at=ended - timedelta(hours=1))

    assert (kept, services.clear_outside(), services.clear_outside()) == (0, 1, 0)
    everything = str(list(OutsideReading.objects.values())) + str(list(PageLogEntry.objects.values("data", "label")))
    assert "Lise" not in everything
    assert OutsideReading.objects.get().approves is False


@pytest.mark.parametrize("email", ["editor@demo.invalid", "Editor@Demo.invalid", "member@demo.invalid"])
def test_nobody_with_an_account_is_asked_by_a_link(draft: Article, author: User, email: str) -> None:
    """Least of all the author herself."""
    with pytest.raises(Refused, match="reader_has_account"):
        services.ask_outside(page=draft, name="Ida", email=email, by=author)


def test_what_has_been_sent_is_never_written_over(client: Client, draft: Article, author: User, token: str) -> None:
    """The tool writes over its last version while one types: then the link would show, and approve, another text."""
    sent = draft.get_latest_revision()
    draft.lead = "Senere kanari."

    kept = draft.save_revision(user=author, overwrite_revision=sent)

    assert kept.pk != sent.pk
    assert "Senere kanari" not in client.get(f"/faglesing/{token}/").content.decode()


def test_a_closed_link_opens_no_more(
    client: Client, at_the_desk: Callable[[User], Client], reader: User, token: str
) -> None:
    """Any editor may close it: whoever sent it may have left."""
    before = client.get(f"/faglesing/{token}/").content.decode()

    at_the_desk(reader).post(f"/redaktor/lesing/utenfor/{OutsideReading.objects.get().pk}/trekk/")

    after = client.get(f"/faglesing/{token}/").content.decode()
    assert ("Utkastkanari" in before, "Utkastkanari" in after) == (True, False)
    assert PageLogEntry.objects.filter(action="knowledge.outside_withdrawn", user=reader).count() == 1


def test_an_answer_is_not_closed_afterwards(client: Client, reader: User, token: str) -> None:
    client.post(f"/faglesing/{token}/", {"approves": "no", "remark": "Kilden er gammel."})
    reading = OutsideReading.objects.get()

    services.withdraw_outside(reading=reading, by=reader)

    assert OutsideReading.objects.get().expires_at == reading.expires_at
