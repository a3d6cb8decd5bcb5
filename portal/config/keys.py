"""The secrets of one data folder: made once, kept beside the data they protect, never remade under it."""

import json
import secrets
from pathlib import Path

KEY = "secret_key"  # seals what rests in the database; a new one could not open the old
PUSH = "push_key"  # signs what is sent to browsers; with a new one they are asked anew
PASSWORDS = tuple(f"{role}_password" for role in ("owner", "app", "live", "maint", "backup"))


class KeysError(RuntimeError):
    """Carries the sentence a person is shown."""


def file_in(folder: Path) -> Path:
    return folder / "secrets.json"


def read(folder: Path) -> dict[str, str]:
    """What the folder holds; nothing when it holds no file."""
    file = file_in(folder)
    try:
        known = json.loads(file.read_text()) if file.exists() else {}
    except (OSError, ValueError) as error:
        raise KeysError(f"The keys in {file} cannot be read. Put the file back from the backup.") from error
    if not isinstance(known, dict) or not all(isinstance(value, str) and value for value in known.values()):
        raise KeysError(f"The keys in {file} are damaged. Put the file back from the backup.")
    return known


def make(folder: Path, *, has_data: bool) -> dict[str, str]:
    """Fill in what is missing and return everything. Raises KeysError, or OSError when the folder is read-only."""
    known = read(folder)
    if KEY not in known and (has_data or known):
        raise KeysError(
            f"The key that seals the data in {folder} is missing. Put {file_in(folder).name} back from the backup, "
            "or start anew with another --data DIR."
        )
    made = {name: secrets.token_urlsafe(48) for name in (KEY, PUSH, *PASSWORDS) if name not in known}
    if made:
        write(folder, known | made)
    return known | made


def write(folder: Path, known: dict[str, str]) -> None:
    """Beside, then renamed: a cut-off run leaves the old file or the new one, never half of it."""
    draft = folder / "secrets.json.new"
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(known, indent=1))
    draft.replace(file_in(folder))
