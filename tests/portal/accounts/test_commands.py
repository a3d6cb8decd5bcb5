"""The first person, and offices, from the command line: each as the database role it runs by in earnest."""

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from portal.access.models import Office
from portal.accounts.models import User
from portal.bootstrap import ROOT
from tests.conftest import SERVER

Manage = Callable[..., tuple[int, str]]


@pytest.fixture
def manage(fresh_database: str) -> Manage:
    def run(*arguments: str) -> tuple[int, str]:
        environment = {
            "DJANGO_SETTINGS_MODULE": "portal.config.settings_test",
            "PORTAL_DB_NAME": fresh_database,
            "PORTAL_DB_SOCKET": str(SERVER.socket),
        }
        known = {key: value for key, value in os.environ.items() if key != "PORTAL_DB_ROLE"}
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=known | environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return run


def test_a_founder_chooses_a_password_and_is_asked_for_a_second_factor(manage: Manage) -> None:
    code, told = manage("founder", "Grete@Kommune.example", "Grete Moe")
    assert code == 0, told
    link = re.search(r"http://127.0.0.1:8000(\S+)", told)
    assert link is not None
    client, new = Client(), "seks gule biler på rad"

    client.post(client.get(link[1])["Location"], {"password1": new, "password2": new})
    client.post("/konto/logg-inn/", {"login": "grete@kommune.example", "password": new})

    assert client.get("/hjem/")["Location"] == "/konto/sikkerhet/"
    assert EmailAddress.objects.get(user__email="grete@kommune.example").verified


@pytest.mark.parametrize(
    ("email", "name"), [("ikke-en-adresse", "Grete"), ("g@k.example", "G" * 300), ("g@k.example", "")]
)
def test_a_founder_is_checked(manage: Manage, email: str, name: str) -> None:
    code, told = manage("founder", email, name)

    assert code == 1
    assert "Traceback" not in told
    assert not User.objects.filter(email=email).exists()


def test_offices_are_given_changed_and_ended(manage: Manage) -> None:
    manage("appoint", "stranger@demo.invalid", "supervisor", "--until", "2030-01-01", "--region", "ost")
    given = Office.objects.get(user__email="stranger@demo.invalid")
    manage("appoint", "stranger@demo.invalid", "supervisor", "--until", str(timezone.localdate()))
    ended = Office.objects.get(user__email="stranger@demo.invalid")

    assert (given.kind, given.region, str(given.ends_on)) == ("supervisor", "ost", "2030-01-01")
    assert (ended.pk, ended.ends_on) == (given.pk, timezone.localdate())


@pytest.mark.parametrize(
    "wrong",
    [
        ("ingen@k.example", "editor"),
        ("stranger@demo.invalid", "king"),
        ("stranger@demo.invalid", "editor", "--until", "2020-01-01"),
        ("stranger@demo.invalid", "editor", "--region", "ost"),
        ("stranger@demo.invalid", "supervisor", "--region", "mars"),
    ],
)
def test_a_wrong_appointment_is_refused_with_a_sentence(manage: Manage, wrong: tuple[str, ...]) -> None:
    code, told = manage("appoint", *wrong)

    assert code != 0
    assert "Traceback" not in told
    assert not Office.objects.filter(user__email="stranger@demo.invalid").exists()


def test_the_application_itself_appoints_nobody(db: None) -> None:
    user = User.objects.get(email="stranger@demo.invalid")

    with pytest.raises(ProgrammingError), transaction.atomic():
        Office.objects.create(user=user, kind="operator", starts_on=timezone.localdate())
