"""What `bench pages` serves: the portal as deployed, with two small views of the benchmark's own beside it."""

import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine, Template
from django.test import override_settings
from django.urls import include, path

if not apps.ready:  # gunicorn imports this first of all
    django.setup()

from portal.accounts.marks import signed_in
from portal.accounts.models import User
from portal.bootstrap import ROOT
from portal.config.settling import settle

BARE = Template("<!doctype html><title>Bare</title><p>{{ person.name }}</p>", engine=Engine())
STARTPROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PATIENCE = 60  # seconds
PLAIN_FILES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def bare(request: HttpRequest) -> HttpResponse:
    """One row by its key, one small template."""
    return HttpResponse(BARE.render(Context({"person": User.objects.order_by("pk")[0]})))


urlpatterns = [path("bare/", bare), path("signed-in/", signed_in(bare)), path("", include("portal.config.urls"))]
changes: dict[str, Any] = {
    "ROOT_URLCONF": __name__,
    "ALLOWED_HOSTS": ["*"],
    "STORAGES": settings.STORAGES | PLAIN_FILES,
}


def serve() -> Any:
    """A WSGI application: `/bare/` behind what `startproject` writes, everything else behind what is ours."""
    override_settings(
        ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], STORAGES=settings.STORAGES | PLAIN_FILES
    ).enable()  # for the life of this process
    ours = WSGIHandler()
    with override_settings(MIDDLEWARE=STARTPROJECT):
        plain = WSGIHandler()
    settle()
    return lambda environ, start: (plain if environ["PATH_INFO"] == "/bare/" else ours)(environ, start)


class Served:
    """The web server of the deployment over one of the databases, one process, on a socket in a folder of its own."""

    def __init__(self, database: str, folder: Path) -> None:
        self.socket = folder / f"{database}.sock"
        self.child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                f"{__name__}:serve()",
                f"--bind=unix:{self.socket}",
                "--log-level=error",
            ],
            env=os.environ | {"PORTAL_DB_NAME": database, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
            cwd=ROOT,
        )

    def wait(self) -> None:
        ends = time.monotonic() + PATIENCE
        while not self.socket.exists():
            if self.child.poll() is not None or time.monotonic() > ends:
                raise RuntimeError("The web server of the benchmark did not start.")
            time.sleep(0.1)

    def stop(self) -> None:
        self.child.terminate()
        self.child.wait()

    def get(self, address: str, cookies: str) -> int:
        """Status of the answer, once all of it has arrived."""
        connection = Connection(self.socket)
        connection.request("GET", address, headers={"Cookie": cookies})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status


class Connection(HTTPConnection):
    """HTTP over a socket in the file system, as from the proxy in front."""

    def __init__(self, place: Path) -> None:
        super().__init__("localhost")
        self.place = place

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.place))
