"""Windows of a browser: who is signed in there, and a page as its row in pages.py says."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Response, Route
from playwright.sync_api import Page as Window

from portal.accounts.personas import BY_SLUG
from portal.bootstrap import ROOT
from tests.browser.app import settings
from tests.browser.pages import Page

LAY_OUT = "import django; django.setup(); from tests.browser.scene import tell; tell()"
PUBLISH = """
import datetime, django, time_machine
django.setup()
from portal.config.jobs import publish_scheduled
with time_machine.travel(datetime.datetime.now() + datetime.timedelta(days={days})):
    publish_scheduled(0)
"""
FORM = "main form:has(.ds-button:not([data-variant]))"


def laid_out(database: str, folder: Path, origin: str) -> dict[str, Any]:
    """The scene, made by a process of its own that ends before the first look."""
    scene: dict[str, Any] = json.loads(apart(LAY_OUT, settings(database, folder, origin)))
    return scene


def apart(code: str, told: dict[str, str]) -> str:
    """What a process of its own says, with the application's settings."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=os.environ | told, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"It ended with an error:\n{done.stderr[-3000:]}")
    return done.stdout


def listen(window: Window, complaints: list[str]) -> None:
    """Errors, warnings and breaches of the content policy, as the console says them."""
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)


@dataclass
class House:
    """The running application with its scene. Everybody signs in once."""

    browser: Browser
    origin: str
    scene: dict[str, Any]
    told: dict[str, str]
    known: dict[str, Any] = field(default_factory=dict)
    windows: dict[tuple[str, str], Window] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)  # of the window looked at last

    def window(self, persona: str, *, language: str = "") -> Window:
        """One window a person and language for all pages that are only looked at: a new one costs two processes."""
        if (persona, language) not in self.windows:
            self.windows[persona, language] = self.context(persona, language=language).new_page()
            listen(self.windows[persona, language], self.complaints)
        window = self.windows[persona, language]
        window.unroute_all()
        window.emulate_media(color_scheme="light")
        self.complaints.clear()
        return window

    def let_pass(self, *, days: int) -> None:
        """The job that publishes on a date, that many days from now."""
        apart(PUBLISH.format(days=days), self.told)

    def context(self, persona: str = "", *, language: str = "", **wishes: Any) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.origin, reduced_motion="reduce", storage_state=self.state(persona), **wishes
        )
        if language:
            context.add_cookies([{"name": "language", "value": language, "url": self.origin}])
        return context

    def state(self, persona: str) -> Any:
        if persona in self.scene["sessions"]:
            cookie = {"name": self.scene["cookie"], "value": self.scene["sessions"][persona], "url": self.origin}
            return self.known.setdefault(persona, self.made(lambda context: context.add_cookies([cookie])))
        if persona and persona not in self.known:
            assert persona in BY_SLUG
            address = f"{self.origin}/demo/sign-in/"
            self.known[persona] = self.made(lambda c: c.request.post(address, form={"persona": persona}))
        return self.known.get(persona)

    def made(self, act: Any) -> Any:
        context = self.browser.new_context()
        act(context)
        state = context.storage_state()
        context.close()
        return state

    def show(self, window: Window, page: Page) -> Response:
        """Raises AssertionError where the page does not answer."""
        if page.face:
            window.route(f"**{page.path}", lambda route: self.put_on(route, page))
        answer = window.goto(page.path.format_map(self.scene["words"]))
        if page.sent is not None:
            answer = send(window, page.sent)
        assert answer is not None
        return answer

    def put_on(self, route: Route, page: Page) -> None:
        route.fulfill(status=page.status, content_type="text/html; charset=utf-8", body=self.scene["faces"][page.face])


def send(window: Window, told: Any) -> Response:
    """Fill in the page's form and send it past the browser's own checks, so that the portal answers."""
    form = window.locator(FORM).first
    form.evaluate("form => { form.noValidate = true; }")
    for name, value in told.items():
        form.locator(f"[name={name}]").fill(value)
    with window.expect_navigation() as came:
        form.locator(".ds-button:not([data-variant])").first.click()
    answer = came.value
    assert answer is not None
    return answer
