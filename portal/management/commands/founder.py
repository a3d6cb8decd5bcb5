"""The first person of an installation: an account, and a link to choose the password by."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.models import User
from portal.accounts.services import open_account, password_link


class Command(BaseCommand):
    help = (
        "Opens an account without an invitation and prints a link, good for one day and once, to choose its password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        user = User.objects.at(email)
        if user is not None and user.has_usable_password():
            raise CommandError(
                f"{user.email} has an account and a password. A forgotten one is renewed on the sign-in page."
            )
        user = user or open_checked(email, name)
        self.stdout.write("Open this within one day and choose a password. It works once:")
        self.stdout.write(password_link(user))


def open_checked(email: str, name: str) -> User:
    try:
        User(email=email, name=name).clean_fields(exclude=["password"])
    except ValidationError as error:
        raise CommandError(f"{email}, {name!r}: {' '.join(error.messages)}") from error
    return open_account(email=email, name=name)
