"""What DATABASE_URL says, taken apart by libpq itself."""

from psycopg import Error
from psycopg.conninfo import conninfo_to_dict, make_conninfo

DEFAULT_NAME = "portal"
PERSON = frozenset({"user", "password", "passfile"})  # libpq's words for who asks


class AddressError(ValueError):
    """Carries the sentence a person is shown."""


def parts(url: str) -> dict[str, str]:
    """libpq's words: host, port, dbname, user, sslmode and so on."""
    try:
        found = {word: str(value) for word, value in conninfo_to_dict(url).items() if value is not None}
    except Error as error:
        raise unreadable(str(error).strip().rstrip(".")) from error
    if not found.get("port", "5432").isdecimal():
        raise unreadable(f"{found['port']} is no port")
    return found


def unreadable(reason: str) -> AddressError:
    return AddressError(
        f"DATABASE_URL cannot be read ({reason}). It should look like postgresql://user:password@host:5432/portal."
    )


def name(url: str) -> str:
    return parts(url).get("dbname") or DEFAULT_NAME


def without_person(url: str) -> str:
    """The same place without the administrator: what the processes of the portal are told."""
    kept = {word: value for word, value in parts(url).items() if word not in PERSON}
    return make_conninfo("", **{"dbname": DEFAULT_NAME, **kept})


def shown(url: str) -> str:
    """Who and where, without the password, for a sentence."""
    found = parts(url)
    place = f"{found.get('host', 'the local socket')}:{found.get('port', '5432')}"
    return f"{found['user']} at {place}" if "user" in found else place
