"""A real OpenID provider, as a program of its own: allauth's, with one person and one client.

Run as `python provider_program.py PORT FOLDER CALLBACK LEVEL`. Nothing of the portal is in it.
"""

import os
import sys
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, PERSON, PASSWORD = "utveier", "hemmelig-mellom-to", "ola@idp.example", "et passord hos dem"


def key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pkcs8 = serialization.PrivateFormat.PKCS8
    return made.private_bytes(serialization.Encoding.PEM, pkcs8, serialization.NoEncryption()).decode()


def configure(folder: Path) -> None:
    from django.conf import settings  # noqa: PLC0415 configured first

    settings.configure(
        SECRET_KEY="their own, 0123456789-0123456789-0123456789",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "idp.sqlite3")}},
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
            "django.contrib.messages", "allauth", "allauth.account", "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware", "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]},
        }],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        ACCOUNT_LOGIN_METHODS={"email"}, ACCOUNT_SIGNUP_FIELDS=["email*", "password1*"],
        ACCOUNT_EMAIL_VERIFICATION="none", EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        IDP_OIDC_ADAPTER=f"{__name__}.adapter_of", IDP_OIDC_PRIVATE_KEY=key(),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # how slowly they hash is their affair
        USE_TZ=True,
    )  # fmt: skip


def adapter_of() -> Any:
    """The level and the moment of sign-in, which the Norwegian providers tell too."""
    from allauth.idp.oidc.adapter import DefaultOIDCAdapter  # noqa: PLC0415 configured first

    class Adapter(DefaultOIDCAdapter):  # type: ignore[misc] # allauth carries no types
        def get_claims(self, purpose: Any, user: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
            claims = dict(super().get_claims(purpose, user, *args, **kwargs))
            return claims | {"acr": sys.argv[4], "auth_time": int(user.last_login.timestamp()), "pid": "01017012345"}

    return Adapter()


def lay_in(callback: str) -> None:
    from allauth.account.models import EmailAddress  # noqa: PLC0415 configured first
    from allauth.idp.oidc.models import Client  # noqa: PLC0415 configured first
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 configured first
    from django.contrib.auth.models import User  # noqa: PLC0415, TID251 theirs

    person = User.objects.create_user("ola", PERSON, PASSWORD)
    EmailAddress.objects.create(user=person, email=PERSON, verified=True, primary=True)
    Client.objects.create(id=CLIENT, name="Utveier", secret=make_password(SECRET), redirect_uris=callback)


def serve(port: str, folder: str, callback: str) -> None:
    import django  # noqa: PLC0415 configured first
    from django.core.management import call_command  # noqa: PLC0415 configured first

    configure(Path(folder))
    django.setup()
    call_command("migrate", verbosity=0)
    lay_in(callback)
    global urlpatterns  # noqa: PLW0603 django reads them here, and they need the settings
    from django.urls import include, path  # noqa: PLC0415 configured first

    urlpatterns = [path("", include("allauth.idp.urls")), path("accounts/", include("allauth.account.urls"))]
    call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, verbosity=0)


urlpatterns: list[Any] = []
if __name__ == "__main__":
    sys.modules["provider_program"] = sys.modules[__name__]
    __name__ = "provider_program"
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    serve(*sys.argv[1:4])
