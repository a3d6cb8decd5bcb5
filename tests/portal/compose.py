"""Reads docker-compose.yml the way an engine would: variables filled in, services with their commands."""

import re
import shlex
from typing import Any

import yaml

from portal.bootstrap import ROOT

FILE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")


def services() -> dict[str, Any]:
    return dict(load()["services"])


def load() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text()))


def required() -> set[str]:
    """The variables without which nothing starts."""
    return {name for name, kind, _ in VARIABLE.findall(FILE.read_text()) if kind == "?"}


def fill(text: str, values: dict[str, str]) -> str:
    """`${X:?why}` must be given, `${X:-default}` may be."""

    def value(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        return values[name] if kind == "?" else values.get(name, rest or "")

    return VARIABLE.sub(value, text)


def environment(service: str, values: dict[str, str]) -> dict[str, str]:
    return {name: fill(str(text), values) for name, text in services()[service]["environment"].items()}


def command(service: str) -> list[str]:
    return shlex.split(services()[service]["command"])
