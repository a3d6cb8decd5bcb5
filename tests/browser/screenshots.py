"""Photographs of every page, by hand: python -m tests.browser.screenshots FOLDER [part of the path [language]]."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import database
from tests.browser.app import launch, serve, settings
from tests.browser.pages import PAGES, SCHEMES, Page
from tests.browser.windows import House, laid_out

WIDTHS = (360, 1280)


def photograph(house: House, page: Page, folder: Path, language: str) -> None:
    context = house.context(page.persona, language=language)
    window = context.new_page()
    window.set_viewport_size({"width": WIDTHS[0], "height": 800})
    house.show(window, page)
    window.evaluate("document.fonts.ready")
    for width in WIDTHS:
        for scheme in SCHEMES:
            window.emulate_media(color_scheme=scheme)
            window.set_viewport_size({"width": width, "height": 800})
            window.screenshot(path=folder / f"{page.file}-{width}-{scheme}.png", full_page=True)
    context.close()


def main(folder: Path, part: str = "", language: str = "nb") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    server = database.server()
    server.start()
    place = Path(server.socket)
    with (
        database.clone(server, database.build_template(server), "screenshots") as name,
        serve(name, place, folder / "app.log") as origin,
        sync_playwright() as playwright,
    ):
        house = House(launch(playwright), origin, laid_out(name, place, origin), settings(name, place, origin))
        for page in PAGES:
            if part in str(page):
                photograph(house, page, folder, language)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:4])
