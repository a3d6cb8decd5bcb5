"""Two people in two windows who talk in a topic: the room they share, and what one does and sees there."""

import io
import json
import sys
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
from django.test import override_settings
from PIL import Image
from playwright.sync_api import APIResponse, BrowserContext, Locator, Page, Route, expect

from networks.directory.models import Network
from networks.discussion import services
from portal.config.demo import maintenance
from portal.tenancy.context import acting_as
from tests import database
from tests.browser.focus import HERE, UNSEEN
from tests.browser.windows import House, apart
from tests.conftest import SERVER

LAY = "import django; django.setup(); from tests.browser.talkers import tell; tell()"
NETWORK = "skogdal-og-elvestad"
A, B = "outsider-coordinator", "tor.helge.moen"
A_IS, B_IS = "Hanne Eide", "Tor Helge Moen"
ROOM, TITLE, BEGUN = "To og to", "Et emne for to", "Hva gjør vi?"
TOPICS = 80  # each test takes one of its own, and several files of tests may share the house
MANY = {"person": 1000, "topic": 1000, "files": 1000}  # for the process that lays them
# What was said a moment ago was said yesterday: it no longer counts for how much one may say in a minute.
YESTERDAY = """
UPDATE networks_message m SET sent_at = sent_at - interval '1 day' FROM networks_room r
WHERE r.id = m.room_id AND r.name = %s AND sent_at > now() - interval '1 hour'
"""
EARLIER = "UPDATE networks_placement SET sees_from_at = sees_from_at - interval '2 days' WHERE room_id = %s"
SOON = 10.0  # seconds
FAR = 60  # more tab stops than the way to anything in a topic
FIELD_TOO = UNSEEN.replace("'.pick, ", "'.composer, .pick, ")  # the field is drawn by the form it lies in


class Held:
    """The first answer from an address: asked for at once, and kept from the page until it is let go."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.kept: list[tuple[Route, APIResponse]] = []
        page.route(address, self.hold)

    def hold(self, route: Route) -> None:
        if self.kept:
            route.continue_()
        else:
            self.kept.append((route, route.fetch()))

    def until_answered(self) -> None:
        ends = time.monotonic() + SOON
        while not self.kept:
            assert time.monotonic() < ends, "It was not asked for."
            self.page.evaluate("1")  # lets the answer in

    def let_go(self) -> None:
        [(route, answer)] = self.kept
        route.fulfill(response=answer)
        self.page.unroute(self.address)


class Talker:
    """A person at her window."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.field = page.locator("#say")
        self.messages = page.locator("[data-portal-log] .msg")
        self.texts = page.locator("[data-portal-log] .msg .txt")
        self.told = page.locator("[data-portal-told]")
        self.state = page.locator("[data-portal-state]")
        self.typing = page.locator("[data-portal-typing]")

    def enter(self, address: str, state: str = "live") -> None:
        self.page.goto(address)
        expect(self.state).to_have_attribute("data-state", state)

    def send(self, text: str) -> None:
        self.field.fill(text)
        self.page.get_by_role("button", name="Send").click()

    def say(self, text: str) -> None:
        """Returns when her own window shows it."""
        self.send(text)
        expect(self.message(text)).to_be_visible()

    def message(self, text: str) -> Locator:
        return self.messages.filter(has=self.page.locator(".txt", has_text=text))

    def more(self, text: str) -> Locator:
        """What can be done with a message, opened."""
        self.message(text).locator("summary").click()
        return self.message(text).locator(".dots .panel")

    def change(self, text: str, to: str) -> None:
        self.more(text).get_by_role("link", name="Change").click()
        self.page.locator("#id_body").fill(to)
        self.page.get_by_role("button", name="Save").click()
        expect(self.message(to)).to_be_visible()

    # With the keyboard alone

    def press(self, *keys: str) -> None:
        """The focus is seen after each."""
        for key in keys:
            self.page.keyboard.press(key)
            self.sees_the_focus()

    def sees_the_focus(self) -> None:
        assert self.page.evaluate(FIELD_TOO) == "", "The focus is not seen."

    def tab_to(self, name: str) -> None:
        for _ in range(FAR):
            self.press("Tab")
            if self.page.evaluate(HERE, name):
                return
        raise AssertionError(f"«{name}» was not reached by keyboard.")

    def write(self, text: str) -> None:
        """Into the field where the focus is; sent as the page says."""
        self.page.keyboard.type(text)
        self.page.keyboard.press("Control+Enter")
        expect(self.message(text)).to_be_visible()


@dataclass(frozen=True)
class Talk:
    """One topic, open before both."""

    a: Talker
    b: Talker
    address: str


class Two:
    """Both windows, kept for all tests of a module: a new one costs two processes."""

    def __init__(self, house: House) -> None:
        self.house = house
        if "topics" not in house.scene:
            told = json.loads(apart(LAY, house.told))
            house.scene["sessions"] |= told["sessions"]
            house.scene["topics"] = told["topics"]
        self.a_context, self.b_context = house.context(A), house.context(B)
        self.a, self.b = Talker(self.a_context.new_page()), Talker(self.b_context.new_page())
        self.others: list[BrowserContext] = []

    def topic(self) -> str:
        """One in which nobody has answered yet."""
        with psycopg.connect(database.administrator(SERVER), dbname=self.house.told["PORTAL_DB_NAME"]) as connection:
            connection.execute(YESTERDAY, [ROOM])
        address: str = self.house.scene["topics"].pop()
        return address

    def meet(self, *, both: bool = True, width: int = 1280) -> Talk:
        """Both open it at the same time; or only A, for B to come later or not at all."""
        address, there = self.topic(), [self.a, self.b] if both else [self.a]
        for talker in (self.a, self.b):
            talker.page.set_viewport_size({"width": width, "height": 800})
        for talker in there:
            talker.page.goto(address, wait_until="commit")
        for talker in there:
            expect(talker.state).to_have_attribute("data-state", "live")
        return Talk(self.a, self.b, address)

    def beside(self, who: str, **wishes: Any) -> Talker:
        """A window that differs from the two: without script, or with a clock or a net of its own."""
        context = self.house.context(who, **wishes)
        self.others.append(context)
        return Talker(context.new_page())

    def part(self) -> None:
        """What was only for one test is closed."""
        while self.others:
            self.others.pop().close()

    def leave(self) -> None:
        self.part()
        self.a_context.close()
        self.b_context.close()


def drawing() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (320, 180), "#1c5546").save(kept, "png")
    return kept.getvalue()


def tell() -> None:
    from tests.browser.scene import person, without_door  # noqa: PLC0415 it asks for a database

    by, other = person(A), person(B)
    with acting_as(by.pk), override_settings(TALK_LIMITS=MANY):
        network = Network.objects.get(slug=NETWORK)
        room = services.open_room(network=network, name=ROOM, mode="anonymous", people=[other.pk], by=by)
        topics = [
            services.start_topic(room=room, title=TITLE, body=BEGUN, client_id=uuid4(), by=by).get_absolute_url()
            for _ in range(TOPICS)
        ]
    maintenance([(EARLIER, [room.pk])])
    json.dump({"topics": topics, "sessions": {B: without_door(B)}}, sys.stdout)
