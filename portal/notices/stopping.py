"""The link that stops letters in one click. It holds her number and our signature, and opens nothing else."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from portal.accounts.models import User
from portal.notices.queries import reachable

SIGNER = signing.Signer(salt="notices.stop")


def link_for(user: User) -> str:
    return settings.ORIGIN + reverse("notices:stop", args=[token_for(user)])


def token_for(user: User) -> str:
    return SIGNER.sign(str(user.pk))


def person_of(token: str) -> User | None:
    """Whose letters the link stops; nobody's where we have not written it."""
    try:
        return reachable(int(SIGNER.unsign(token)))
    except (signing.BadSignature, ValueError):
        return None
