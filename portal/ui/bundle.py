"""What is joined before it is sent: all style sheets in one file, and the names of all municipalities.

A phone on a slow net asks once for what it will need anyway, and keeps it.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

OURS = (
    "tokens", "layout", "topbar", "rail", "foot", "forms", "people", "today", "front", "signin", "path", "insight",
    "directory", "pick", "members", "entry", "room", "account", "article", "film", "search", "routine", "run", "year",
    "modes",  # last: forced colours, reduced motion and paper have the final word
)  # fmt: skip
FONT_FILES = re.compile(r"url\(\./files/")


def sheets() -> Iterator[tuple[Path, str]]:
    """Each sheet in its order, and what its relative addresses must begin with once it stands in css/."""
    yield settings.FRONT / "@fontsource-variable" / "inter" / "opsz.css", "url(../vendor/inter/files/"
    designsystemet = settings.FRONT / "@digdir" / "designsystemet-css" / "dist"
    yield designsystemet / "theme" / "designsystemet.css", ""
    yield designsystemet / "src" / "index.css", ""
    for name in OURS:
        yield settings.STYLES / f"{name}.css", ""


def styles() -> str:
    every = [(file, address) for file, address in sheets() if file.exists()]
    return "\n".join(FONT_FILES.sub(address or "url(./files/", file.read_text("utf-8")) for file, address in every)


def places() -> str:
    """Every official name, in each of its languages. js/detector.js asks for it when somebody begins to write."""
    with settings.PLACES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {name for row in rows for name in (row["name"], *row["official_name"].split(" - ")) if name}
    return f"export default {json.dumps(sorted(names), ensure_ascii=False)};\n"


Made = tuple[Callable[[], str], Callable[[], list[Path]]]
# What it is made by, and of.
FILES: dict[str, Made] = {
    "css/portal.css": (styles, lambda: [file for file, _ in sheets() if file.exists()]),
    "js/places.js": (places, lambda: [settings.PLACES]),
}


def built(name: str) -> Path:
    """The file, written anew when something it is made of is newer."""
    make, sources = FILES[name]
    target: Path = settings.BUNDLE / name
    newest = max(file.stat().st_mtime for file in (Path(__file__), *sources()))
    if not target.exists() or target.stat().st_mtime < newest:
        text = make()
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{id(text)}")
        draft.write_text(text, "utf-8")
        draft.replace(target)  # two processes at once: each finds a whole file
    return target


class Finder(BaseFinder):
    """Finds these files; Django's own finders find all else."""

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:  # noqa: FBT001, FBT002 Django's signature
        found = str(built(path)) if path in FILES else ""
        return (
            found if found and not find_all else [found] * bool(found)
        )  # nothing is an empty list, as in Django's own

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in FILES:
            built(name)
            yield name, FileSystemStorage(location=settings.BUNDLE)
