"""Every change of an account and its sessions."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.accounts.models import Session, User


class AlreadyHasAccount(Exception):
    """The address belongs to somebody already."""


def open_account(*, email: str, name: str, password: str | None = None) -> User:
    """An account whose address is proved: by the letter that reached it, or by whoever runs the installation.

    Raises AlreadyHasAccount, also when two open it at the same moment.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name)
            if password is not None:
                user.set_password(password)
                user.save(update_fields=["password"])
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    except IntegrityError as error:
        raise AlreadyHasAccount from error
    return user


def password_link(user: User) -> str:
    """An address at which this person chooses a password, good for settings.PASSWORD_RESET_TIMEOUT and once."""
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.ORIGIN + reverse("account_reset_password_from_key", kwargs=parts)


def password_link_of(*, email: str) -> tuple[str, str] | None:
    """Address and link of who has this address and an open account. The letter goes to the address that is kept."""
    user = User.objects.at(email)
    return (user.email, password_link(user)) if user and user.is_active else None


def describe(*, name: str, language: str, by: User) -> None:
    by.name, by.language = name, language
    by.save(update_fields=["name", "language"])


def choose_language(*, language: str, by: User) -> None:
    User.objects.filter(pk=by.pk).update(language=language)


def end_session(*, key: str, by: User) -> None:
    """End one of one's own sign-ins; another person's key finds nothing."""
    Session.objects.filter(user=by, session_key=key).delete()


def end_other_sessions(*, but: str, by: User) -> int:
    """End every sign-in but this one; returns how many."""
    ended, _ = Session.objects.filter(user=by).exclude(session_key=but).delete()
    return ended
