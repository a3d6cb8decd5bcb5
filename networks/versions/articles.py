"""Which article somebody means, by what never changes of it."""

from uuid import UUID

from knowledge.links.queries import keys_of, resolve


def key_of(link: str) -> UUID | None:
    try:
        return UUID(link)
    except ValueError:
        return None


def linked(said: str) -> str:
    """The stable id of the article somebody means by its id or its address; empty where there is none."""
    key = key_of(said) or keys_of([name := said.rstrip("/").rsplit("/", 1)[-1]]).get(name)
    return str(key) if key and resolve([key]) else ""
