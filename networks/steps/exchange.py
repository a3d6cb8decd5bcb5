"""A routine as a file: YAML by the published schema. What cannot be read is refused with the line and the reason."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator, ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

from networks.steps.content import Content
from networks.steps.rules import problems

FORMAT = "utveier.routine/1"
SCHEMA = Path(__file__).with_name("routine.schema.json")
MOST_BYTES, DEEPEST, MOST_FAULTS = 200_000, 12, 10
MOST_FOUND = 200  # faults that are looked at: a small file can hold a hundred thousand
LONGEST_NUMBER = 9  # digits
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C: a large file takes a tenth of the time
META = ("format", "id", "kind", "language", "variant_of", "version", "owner", "lineage")
MOST_ANCESTORS = 20
ENDS = frozenset("\x85\u2028\u2029")
STRANGE = gettext_lazy("The file holds characters that do not belong in a text.")
Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    reason: str


class Unreadable(Exception):
    """What is wrong, line by line; never more than a person would mend at a time."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].reason)
        self.faults = sorted(dict.fromkeys(faults), key=lambda fault: fault.line)[:MOST_FAULTS]


@dataclass(frozen=True, slots=True)
class Ancestor:
    id: str
    version: int
    owner: str


@dataclass(frozen=True)
class Document:
    """A content, and what it is called outside."""

    id: str
    kind: str
    language: str
    content: Content
    version: int | None = None
    lineage: tuple[Ancestor, ...] = ()  # what it was built on, the nearest first
    owner: str = ""  # whose it is; older files do not say
    variant_of: str = ""  # the id of the text it translates; its steps have the same ids


@cache
def schema() -> Mapping[str, Any]:
    told: Mapping[str, Any] = json.loads(SCHEMA.read_text())
    return told


def write(document: Document) -> str:
    meta: dict[str, Any] = {"format": FORMAT, "id": document.id, "kind": document.kind, "language": document.language}
    if document.variant_of:
        meta["variant_of"] = document.variant_of
    if document.version:
        meta["version"] = document.version
    if document.owner:
        meta["owner"] = document.owner
    if document.lineage:
        meta["lineage"] = [{"id": one.id, "version": one.version, "owner": one.owner} for one in document.lineage]
    return yaml.dump(meta | document.content.as_data(), None, Writer, sort_keys=False, allow_unicode=True, width=100)


class Writer(yaml.SafeDumper):
    """Spells out the signs that a reader would take for the end of a line."""


def text_node(writer: Writer, text: str) -> Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style='"' if ENDS & set(text) else None)


Writer.add_representer(str, text_node)


def read(text: str) -> Document:
    """Raises Unreadable."""
    data, lines = parsed(text)
    if faults := [Fault(line_of(lines, error), told(error)) for error in islice(found(data), MOST_FOUND)]:
        raise Unreadable(faults)
    content = Content.from_data({name: value for name, value in data.items() if name not in META})
    if wrong := problems(content):
        at = {step["id"]: lines["steps", number] for number, step in enumerate(data["steps"])}
        raise Unreadable([Fault(at[problem.step], problem.reason) for problem in wrong])
    return Document(
        data["id"],
        data["kind"],
        data["language"],
        content,
        data.get("version"),
        tuple(Ancestor(**one) for one in data.get("lineage", ())),
        data.get("owner", ""),
        data.get("variant_of", ""),
    )


# YAML to plain data, and the line of each place


def parsed(text: str) -> tuple[Any, dict[Where, int]]:
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Unreadable([Fault(1, _("The file is larger than any routine. At most 200 kB are read."))])
    try:
        refuse_tricks(text)
        root = yaml.compose(text, LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unreadable(
            [Fault(line, _("Here the file stops being YAML. Look at indentation, colons and quotes."))]
        ) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise Unreadable([Fault(1, str(STRANGE))]) from error
    if root is None:
        raise Unreadable([Fault(1, _("The file is empty."))])
    lines: dict[Where, int] = {}
    return plain(root, (), lines), lines


def refuse_tricks(text: str) -> None:
    """No references, which can make a small file endless, and nothing nested deeper than a routine is."""
    depth = 0
    for event in yaml.parse(text, LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable([Fault(line, _("References («*») are not read. Write the text out."))])
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Unreadable([Fault(line, _("This is nested deeper than a routine can be."))])


def plain(node: Node, where: Where, lines: dict[Where, int]) -> Any:
    lines[where] = node.start_mark.line + 1
    if isinstance(node, SequenceNode):
        return [plain(one, (*where, number), lines) for number, one in enumerate(node.value)]
    if isinstance(node, MappingNode):
        return mapping(node, where, lines)
    return scalar(node)


def mapping(node: MappingNode, where: Where, lines: dict[Where, int]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in made:
            raise Unreadable([Fault(line, _("«%(name)s» is said twice.") % {"name": name})])
        made[name] = plain(value, (*where, name), lines)
        lines[(*where, name)] = line
    return made


def scalar(node: Node) -> Any:
    """Only `true` and `false` are truth values: «yes», «nei» and dates are words, as whoever wrote them meant.

    A NUL can be written as «\\0» where the text of the file holds none, and the database keeps none.
    """
    if "\0" in node.value:
        raise Unreadable([Fault(node.start_mark.line + 1, str(STRANGE))])
    if node.tag == "tag:yaml.org,2002:bool" and node.value.lower() in ("true", "false"):
        return node.value.lower() == "true"
    if node.tag == "tag:yaml.org,2002:int" and node.value.isdecimal() and len(node.value) <= LONGEST_NUMBER:
        return int(node.value)
    return node.value


# The schema's faults in sentences


def found(data: Any) -> Iterator[ValidationError]:
    yield from Draft202012Validator(schema()).iter_errors(data)


def line_of(lines: Mapping[Where, int], error: ValidationError) -> int:
    where: Where = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and (unknown := strangers(error)):
        where = (*where, unknown[0])
    return lines.get(where, 1)


def strangers(error: ValidationError) -> list[str]:
    instance: Any = error.instance
    rules: Any = error.schema
    return [name for name in instance if name not in rules["properties"]]


def told(error: ValidationError) -> str:
    instance: Any = error.instance
    limit: Any = error.validator_value
    name = next((str(part) for part in reversed(error.absolute_path) if isinstance(part, str)), _("the file"))
    given = {"name": name, "limit": limit, "value": shortened(instance)}
    match error.validator:
        case "required":
            missing = [each for each in limit if each not in instance]
            return _("«%(missing)s» is missing.") % {"missing": ", ".join(missing)}
        case "additionalProperties":
            return _("«%(name)s» is not known here.") % {"name": shortened(", ".join(strangers(error)))}
        case "enum" | "const":
            among = limit if isinstance(limit, list) else [limit]
            return _("«%(value)s» is not known as %(name)s. It can be: %(among)s.") % (
                given | {"among": ", ".join(among)}
            )
        case "maxLength" | "maxItems" | "maximum":
            return _("«%(name)s» is too much: at most %(limit)s.") % given
        case "minLength" | "minItems" | "minimum":
            return _("«%(name)s» is too little: at least %(limit)s.") % given
        case "pattern":
            return _("«%(value)s» cannot be an id: small letters a to z, digits and hyphens.") % given
    return _("«%(name)s» is not of the kind it must be.") % given


def shortened(value: Any) -> str:
    said = str(value)
    return said if len(said) <= 60 else f"{said[:60]}…"
