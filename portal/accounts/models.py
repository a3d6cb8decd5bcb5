"""Who a person is. Nothing here says what she may do."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def alphabetical(field: str) -> models.Func:
    """Norwegian alphabetical order (… z æ ø å, with ä and ö beside their kin) where the server has no ICU."""
    return models.Func(Lower(field), models.Value("æäøöå"), models.Value("{{||}"), function="translate")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def at(self, email: str) -> "User | None":
        """Whose address this is, written as it is kept: in small letters.

        Never asked of the database without regard to case: there ı and İ are i, and another's address would be hers.
        """
        return self.filter(email=email.strip().lower()).first()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing] # guardian is untyped
    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    sort_key = models.GeneratedField(
        expression=alphabetical("name"), output_field=models.CharField(max_length=120), db_persist=True
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_is_the_name"),)

    def get_full_name(self) -> str:
        """As the editors' tool asks."""
        return self.name

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """On an object nobody has a short cut: a platform operator reads no content."""
        if obj is None:
            return super().has_perm(perm)
        return self.is_active and any(
            backend.has_perm(self, perm, obj=obj) for backend in _backends() if hasattr(backend, "has_perm")
        )


def _backends() -> list[Any]:
    from django.contrib.auth import get_backends  # noqa: PLC0415 circular

    return list(get_backends())


class Session(AbstractBaseSession):
    """A sign-in that can be seen and ended. The key is stored as its hash: a dump is no set of live sessions."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    device = models.CharField(max_length=200, blank=True)
    proved = models.BooleanField(default=False)  # with two factors: told to the live process, which opens no session

    @classmethod
    def get_session_store_class(cls) -> Any:
        from portal.accounts.sessions import SessionStore  # noqa: PLC0415 circular

        return SessionStore
