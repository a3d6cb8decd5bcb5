"""The catalogues: texts are written in English in code and templates, and translated in portal/locale.

English is the source and needs no catalogue. What Django and allauth say in their own words is taken along where
their bokmål or nynorsk is missing; a nynorsk page must not answer in bokmål.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from portal.bootstrap import APPS, ROOT

LOCALE = ROOT / "portal" / "locale"
LANGUAGES = ("nb", "nn")
# What people can meet of the packages' own sentences: errors of fields, of passwords, of signing in.
FOREIGN = {
    "django": ["forms", "core/validators.py", "utils/timesince.py", "contrib/auth/password_validation.py"],
    "allauth": ["account", "mfa"],
}
CATALOGUES = {"django": ["conf/locale", "contrib/auth/locale"], "allauth": ["locale"]}
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # a date that moves would be a change in every commit
Text = str | tuple[str, ...]  # a plural is two
Key = tuple[Text, str | None]  # with its context


def collect() -> dict[str, tuple[int, int]]:
    """Bring every catalogue up to what the code says. Returns language → (texts, without translation)."""
    return {language: bring_up(language) for language in LANGUAGES}


def bring_up(language: str) -> tuple[int, int]:
    """Keeps each translation, drops what is no longer said, guesses nothing: a new text is empty, never fuzzy."""
    known = known_translations(language)
    catalog = empty(language)
    for key in sorted(texts(), key=str):
        catalog.add(key[0], known.get(key, ""), context=key[1])
    write(catalog, language)
    return len(catalog), sum(not all(strings(message)) for message in catalog if message.id)


def stale() -> bool:
    """Whether a catalogue is newer than what was compiled from it."""
    pairs = [(path(language), path(language).with_suffix(".mo")) for language in LANGUAGES]
    return any(po.exists() and (not mo.exists() or po.stat().st_mtime > mo.stat().st_mtime) for po, mo in pairs)


def compile_all() -> None:
    """Write the .mo files that the running portal reads."""
    for language in LANGUAGES:
        source, target = path(language), path(language).with_suffix(".mo")
        if source.exists():
            draft = BytesIO()
            write_mo(draft, load(source))
            target.write_bytes(draft.getvalue())


def path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def load(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened)


def empty(language: str) -> Catalog:
    return Catalog(
        locale=language,
        project="Utveier",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        header_comment=f"# Utveier, {language}. Sorted by text; brought up by `python3 manage.py messages`.",
        creation_date=BEGINNING,
        revision_date=BEGINNING,
        fuzzy=False,
    )


def write(catalog: Catalog, language: str) -> None:
    written = BytesIO()
    write_po(written, catalog, no_location=True, sort_output=True, width=120)
    path(language).parent.mkdir(parents=True, exist_ok=True)
    path(language).write_bytes(written.getvalue())


def texts() -> set[Key]:
    """Every text in our code and templates, and those of the packages that lack one of our languages."""
    said = {key for app in APPS for file in (ROOT / app).rglob("*.py") for key in in_python(file.read_bytes())}
    templates = {file: file.read_text() for file in sorted((ROOT / "templates").rglob("*.*"))}
    said |= {key for file, text in templates.items() for key in in_template(text, str(file))}
    return said | missing_abroad()


def in_python(source: bytes) -> Iterator[Key]:
    for _line, text, _comments, context in extract("python", BytesIO(source), KEYWORDS):
        yield text if isinstance(text, str) else tuple(text), context


def in_template(text: str, origin: str) -> Iterator[Key]:
    """Django blanks out the markup and leaves calls; without indentation they read as Python."""
    calls = "\n".join(line.strip() for line in templatize(text, origin).splitlines())
    return in_python(calls.encode())


def missing_abroad() -> set[Key]:
    found: set[Key] = set()
    for package, places in FOREIGN.items():
        said = {key for place in places for file in files(package, place) for key in in_python(file.read_bytes())}
        complete = [set(abroad(package, language)) for language in LANGUAGES]
        found |= {key for key in said if not all(key in translated for translated in complete)}
    return found


def files(package: str, place: str) -> Iterator[Path]:
    start = home(package) / place
    yield from [start] if start.is_file() else sorted(start.rglob("*.py"))


def home(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The package {package} is not installed.")
    return Path(spec.origin).parent


def abroad(package: str, language: str) -> dict[Key, Text]:
    """What a package translates itself."""
    translated: dict[Key, Text] = {}
    for folder in CATALOGUES[package]:
        file = home(package) / folder / language / "LC_MESSAGES" / "django.po"
        if file.exists():
            translated |= said_in(file)
    return translated


def known_translations(language: str) -> dict[Key, Text]:
    """Ours first, then what the packages have; fuzzy ones are not known."""
    known = {key: string for package in FOREIGN for key, string in abroad(package, language).items()}
    if path(language).exists():
        known |= said_in(path(language))
    return known


def said_in(file: Path) -> dict[Key, Text]:
    whole = (message for message in load(file) if message.id and not message.fuzzy and all(strings(message)))
    return {
        key_of(message): strings(message)[0] if isinstance(message.id, str) else strings(message) for message in whole
    }


def key_of(message: Message) -> Key:
    return message.id if isinstance(message.id, str) else tuple(message.id), message.context


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
