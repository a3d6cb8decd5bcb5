"""What a person can prove herself with. Codes on paper are a spare key, never a factor of their own."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from portal.accounts.models import User

OWN = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def own_factors(user: User) -> int:
    """Passkeys and authenticator apps."""
    held: int = Authenticator.objects.filter(user_id=user.pk, type__in=OWN).count()
    return held


def providers() -> list[dict[str, Any]]:
    """The configured providers one can sign in by (portal/config/identity.py)."""
    configured: list[dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]  # type: ignore[assignment] # django's type is object
    return configured


def strong_providers() -> list[str]:
    """Those whose sign-in proves a high level, and therefore counts as two factors."""
    return [app["provider_id"] for app in providers() if app["settings"]["acr"]]


def strong_identities(user: User) -> int:
    """Linked identities of such a provider."""
    held: int = SocialAccount.objects.filter(user_id=user.pk, provider__in=strong_providers()).count()
    return held


def has_second_factor(user: User) -> bool:
    return own_factors(user) > 0 or strong_identities(user) > 0


def is_last_factor(user: User) -> bool:
    """Whether taking one away would leave nothing to prove herself with."""
    return own_factors(user) + strong_identities(user) <= 1
