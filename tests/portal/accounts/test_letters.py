"""Letters about accounts: neutral, in the queue, and through a real mail server."""

import asyncio
import json
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import allauth
import pytest
from aiosmtpd.controller import Controller
from asgiref.sync import sync_to_async
from django.core import mail
from django.db import connection, connections
from django.template.loader import render_to_string
from django.test import Client

from networks.entry import services as entry
from portal.accounts.adapter import CHANGES
from portal.accounts.models import User
from portal.accounts.sealing import unseal
from portal.accounts.services import open_account
from portal.notices.forgotten import answer_forgotten
from portal.notices.services import deliver
from tests.portal.accounts.conftest import EMAIL, PASSWORD, Letter, code_of, sign_in

FORBIDDEN = ("fjordby", "kari", "radikal", "ekstrem", "ada", "nettverk ", "sak ")


def queued(task: str = "deliver") -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [task])
        rows = [row[0] for row in cursor.fetchall()]
    return [row if isinstance(row, dict) else json.loads(row) for row in rows]


def delivered() -> list[Any]:
    """What the worker sends, with every letter of the queue."""
    mail.outbox.clear()
    for job in queued("answer_forgotten"):
        answer_forgotten(**job)
    for job in queued():
        deliver(**job)
    return list(mail.outbox)


def test_a_forgotten_password_sends_a_link_that_works(ada: User) -> None:
    Client().post("/konto/passord/glemt/", {"email": EMAIL})

    letter = delivered()[-1]
    link = re.search(r"http://127.0.0.1:8000(/\S+)", letter.body)
    assert link is not None
    client = Client()
    form = client.get(link[1])["Location"]
    client.post(form, {"password1": "seks gule biler på rad", "password2": "seks gule biler på rad"})
    assert sign_in(Client(), password="seks gule biler på rad").status_code == 302
    assert sign_in(Client()).status_code == 200


def test_the_link_is_on_our_own_origin_whatever_host_is_claimed(ada: User) -> None:
    Client(HTTP_HOST="localhost").post("/konto/passord/glemt/", {"email": EMAIL})

    assert "http://127.0.0.1:8000/konto/passord/" in delivered()[-1].body


def test_a_reset_does_not_go_past_the_second_factor(ada: User, secret: str) -> None:
    Client().post("/konto/passord/glemt/", {"email": EMAIL})
    link = re.search(r"127.0.0.1:8000(/\S+)", delivered()[-1].body)
    assert link is not None
    client = Client()
    new = {"password1": "seks gule biler på rad", "password2": "seks gule biler på rad"}
    client.post(client.get(link[1])["Location"], new)

    assert client.get("/konto/")["Location"].startswith("/konto/logg-inn/")
    assert sign_in(client, password=new["password1"])["Location"].startswith("/konto/sikkerhet/kode/")


def test_a_link_works_once(ada: User) -> None:
    Client().post("/konto/passord/glemt/", {"email": EMAIL})
    link = re.search(r"127.0.0.1:8000(/\S+)", delivered()[-1].body)
    assert link is not None
    client = Client()
    new = {"password1": "seks gule biler på rad", "password2": "seks gule biler på rad"}
    client.post(client.get(link[1])["Location"], new)

    assert "used or too old" in Client().get(link[1]).content.decode()


def test_an_unknown_address_gets_no_letter(db: None) -> None:
    Client().post("/konto/passord/glemt/", {"email": "ingen@fjordby.example"})

    assert "ingen@fjordby.example" not in {letter.to[0] for letter in delivered()}


def test_a_closed_account_gets_no_letter(ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)

    Client().post("/konto/passord/glemt/", {"email": EMAIL})

    assert EMAIL not in {letter.to[0] for letter in delivered()}


def test_a_new_factor_is_told_by_letter(ada: User, django_capture_on_commit_callbacks: Any) -> None:
    client = Client()
    sign_in(client)
    secret = client.get("/konto/sikkerhet/app/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/sikkerhet/app/", {"code": code_of(secret)})

    assert [json.loads(unseal(job["letter"], purpose="letter"))["what"] for job in queued()[-1:]] == ["app_added"]


def test_a_new_password_is_told_by_letter(fully: Client) -> None:
    new = "seks gule biler på rad"
    fully.post("/konto/passord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    letter = delivered()[-1]
    assert letter.to == [EMAIL]
    assert letter.subject == "Your account was changed"


@pytest.mark.parametrize("lookalike", ["ad\u0131@fjordby.example", "ad\u0130@fjordby.example"])
def test_an_address_that_looks_alike_gets_no_link(db: None, lookalike: str) -> None:
    """In capitals PostgreSQL takes ı for I: whoever owns that address would be sent somebody else's link."""
    open_account(email="adi@fjordby.example", name="Adi Vik", password=PASSWORD)

    for email in (lookalike, "ADI@fjordby.example"):
        Client().post("/konto/passord/glemt/", {"email": email})

    sent = [letter.to[0] for letter in delivered() if letter.to[0].startswith("ad")]
    assert sent == ["adi@fjordby.example"]


@pytest.mark.parametrize("what", [*sorted(set(CHANGES.values())), "something"])
def test_every_letter_about_a_change_has_its_own_neutral_words(what: str) -> None:
    body = render_to_string("notices/account_changed.body.txt", {"what": what})
    subject = render_to_string("notices/account_changed.subject.txt", {"what": what})

    assert (body.splitlines()[0] == "Your account in Utveier was changed.") == (what == "something")
    assert not [word for word in FORBIDDEN if word in (subject + body).lower()]


def test_every_letter_allauth_can_send_here_is_known() -> None:
    """Its templates, minus the flows that are not mounted: sign-up, change of address, codes by e-mail."""
    folder = Path(allauth.__file__).parent / "templates"
    found = {
        str(file.relative_to(folder)).removesuffix("_subject.txt")
        for app in ("account", "mfa", "socialaccount")
        for file in (folder / app / "email").glob("*_subject.txt")
    }
    not_mounted = {
        "account/email/account_already_exists", "account/email/email_changed", "account/email/email_confirm",
        "account/email/email_confirmation", "account/email/email_confirmation_signup", "account/email/email_deleted",
        "account/email/login_code", "account/email/password_reset_code", "account/email/unknown_account",
    }  # fmt: skip

    assert found - not_mounted - {"account/email/password_reset_key"} == set(CHANGES)


def test_a_waiting_letter_is_sealed(letter: Letter) -> None:
    address = letter("ny@skole.example")

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(args::text, ' ') FROM procrastinate_jobs")
        resting = cursor.fetchone()[0]
    assert "ny@skole.example" not in resting
    assert address.split("/")[3] not in resting


class Sink:
    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(  # noqa: N802 aiosmtpd's name
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.letters.append(parsed)
        return "250 OK"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    from tests.portal.accounts.ports import free_port  # noqa: PLC0415 slow

    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", controller.port, False
    yield handler
    controller.stop()


def test_an_invitation_goes_out_by_the_worker_through_a_mail_server(fresh_database: str, sink: Sink) -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 slow

    from networks.directory.models import Network  # noqa: PLC0415 slow
    from portal.tenancy.context import acting_as  # noqa: PLC0415 slow

    coordinator = User.objects.get(email="coordinator@demo.invalid")
    with acting_as(coordinator.pk):
        network = Network.objects.get(slug="fjordby")
        party = network.organisations.order_by("pk")[0]
        token = entry.invite(
            network=network,
            email="ny@skole.example",
            role="member",
            organisation_id=party.pk,
            function="x",
            by=coordinator,
        )
    connection.close()

    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined] # django's has it
    with worker.open():
        worker.run_worker(wait=False, install_signal_handlers=False, queues=["mail"])
    asyncio.run(sync_to_async(connections.close_all)())  # what is due it asks of Django, in a thread that stays

    mine = [letter for letter in sink.letters if letter["To"] == "ny@skole.example"]
    assert len(mine) == 1
    assert f"/nettverk/invitasjon/{token}/" in mine[0].get_content()
    assert not [word for word in FORBIDDEN if word in f"{mine[0]['Subject']}".lower()]
