"""All style sheets in one file: a phone on a slow net asks once instead of two dozen times."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/portal.css"
OURS = (
    "tokens", "layout", "topbar", "rail", "foot", "forms", "people", "today", "front", "signin", "path", "insight",
    "directory", "pick", "members", "entry", "room", "account", "article", "film", "search",
    "modes",  # last: forced colours, reduced motion and paper have the final word
)  # fmt: skip
FONT_FILES = re.compile(r"url\(\./files/")


def sources() -> Iterator[tuple[Path, str]]:
    """Each sheet in its order, and what its relative addresses must begin with once it stands in css/."""
    yield settings.FRONT / "@fontsource-variable" / "inter" / "opsz.css", "url(../vendor/inter/files/"
    designsystemet = settings.FRONT / "@digdir" / "designsystemet-css" / "dist"
    yield designsystemet / "theme" / "designsystemet.css", ""
    yield designsystemet / "src" / "index.css", ""
    for name in OURS:
        yield settings.STYLES / f"{name}.css", ""


def built() -> Path:
    """The one file, written anew when a sheet is newer."""
    target: Path = settings.BUNDLE / NAME
    every = [(file, address) for file, address in sources() if file.exists()]
    newest = max(file.stat().st_mtime for file in (Path(__file__), *(file for file, _ in every)))
    if not target.exists() or target.stat().st_mtime < newest:
        text = "\n".join(FONT_FILES.sub(address or "url(./files/", file.read_text("utf-8")) for file, address in every)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{id(every)}")
        draft.write_text(text, "utf-8")
        draft.replace(target)  # two processes at once: each finds a whole file
    return target


class Finder(BaseFinder):
    """Finds the one file; Django's own finders find all else."""

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:  # noqa: FBT001, FBT002 Django's signature
        found = str(built()) if path == NAME else ""
        return ([found] if found else []) if find_all else (found or None)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        built()
        yield NAME, FileSystemStorage(location=settings.BUNDLE)
