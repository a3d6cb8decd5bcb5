"""Named reads of an account."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.factors import providers
from portal.accounts.models import Session, User
from portal.accounts.personas import BY_SLUG, Persona

SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}
# The order matters: Edge calls itself Chrome, and Chrome calls itself Safari.
BROWSERS = {"Edg": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "CriOS": "Chrome", "Safari/": "Safari"}


@dataclass(frozen=True)
class SignIn:
    """One line in the list of sign-ins."""

    session: Session
    here: bool

    @property
    def device(self) -> str:
        """«Firefox, Windows», as far as the browser tells."""
        names = (browser_of(self.session.device), first_named(SYSTEMS, self.session.device))
        return ", ".join(name for name in names if name)


@dataclass(frozen=True)
class Identity:
    """A provider by which one can sign in, and the person's link to it."""

    provider: str
    name: str
    strong: bool
    link: SocialAccount | None = None


def browser_of(told: str) -> str:
    """«Firefox», from what the browser tells of itself."""
    return first_named(BROWSERS, told)


def first_named(table: dict[str, str], told: str) -> str:
    return next((name for mark, name in table.items() if mark in told), "")


def sign_ins(user: User, *, here: str) -> list[SignIn]:
    """Live sign-ins, this one first."""
    seen_since = timezone.now() - timedelta(seconds=settings.SESSION_IDLE)
    alive = Session.objects.filter(user=user, expire_date__gt=timezone.now(), seen_at__gt=seen_since)
    lines = [SignIn(session, session.session_key == here) for session in alive.order_by("-seen_at")]
    return sorted(lines, key=lambda line: not line.here)


def identities(user: User | None = None) -> list[Identity]:
    """Every configured provider; for a person, with her link to it."""
    links: QuerySet[SocialAccount] | tuple[()] = SocialAccount.objects.filter(user=user) if user else ()
    linked = {link.provider: link for link in links}
    return [
        Identity(app["provider_id"], app["name"], bool(app["settings"]["acr"]), linked.get(app["provider_id"]))
        for app in providers()
    ]


def user_of(persona: str) -> User | None:
    """The fictional person behind a slug of the demo."""
    known: Persona | None = BY_SLUG.get(persona)
    return User.objects.filter(email=known.email).first() if known else None
