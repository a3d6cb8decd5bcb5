"""Which providers one may sign in by, read from the environment. None named, none offered.

For each of IDPORTEN, ANSATTPORTEN and ENTRA:

    PORTAL_OIDC_<NAME>_ISSUER        exactly as the provider writes it in its tokens
    PORTAL_OIDC_<NAME>_CLIENT_ID
    PORTAL_OIDC_<NAME>_CLIENT_SECRET or _PRIVATE_KEY (PEM, or the path of a file with one) and _KEY_ID
    PORTAL_OIDC_<NAME>_ACR           levels that count as two factors, the one to ask for first; without it the
                                     provider's word is one factor and ours is asked for besides

The provider must tell `auth_time` (in Entra ID an optional claim that is switched on for the application). The address
to register there is <PORTAL_ORIGIN>/konto/inn/<name>/svar/.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from portal.config import environment as env

NAMES = {"ANSATTPORTEN": "Ansattporten", "IDPORTEN": "ID-porten", "ENTRA": "Microsoft Entra ID"}


def providers() -> list[dict[str, Any]]:
    return [provider(name) for name in NAMES if env.text(f"PORTAL_OIDC_{name}_ISSUER")]


def provider(name: str) -> dict[str, Any]:
    told = {key: env.text(f"PORTAL_OIDC_{name}_{key}") for key in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "KEY_ID")}
    key = private_key(env.text(f"PORTAL_OIDC_{name}_PRIVATE_KEY"))
    if not told["CLIENT_ID"] or not (told["CLIENT_SECRET"] or key):
        raise ImproperlyConfigured(
            f"PORTAL_OIDC_{name}_ISSUER is set. Set PORTAL_OIDC_{name}_CLIENT_ID and _CLIENT_SECRET or _PRIVATE_KEY too."
        )
    return {
        "provider_id": name.lower(),
        "name": NAMES[name],
        "client_id": told["CLIENT_ID"],
        "secret": told["CLIENT_SECRET"],
        "settings": {
            "server_url": told["ISSUER"],
            "acr": env.words(f"PORTAL_OIDC_{name}_ACR"),
            "private_key": key,
            "key_id": told["KEY_ID"],
        },
    }


def private_key(given: str) -> str:
    return given if not given or given.startswith("-----BEGIN") else Path(given).read_text()
