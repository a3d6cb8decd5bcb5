"""The only module that knows django-guardian: the bare exceptional grant on one object.

Guardian's defaults that leak across networks are pinned here: no superuser short cut, no global permission, no
lists. Grant tables have a direct foreign key, so a deleted object takes its grants along, and their policy hides
every row that has ended: what has lapsed is gone for guardian too, and so is what a supervisor held by an office that
has ended.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.db import models
from django.db.models.functions import Least, TruncDate
from guardian.core import ObjectPermissionChecker
from guardian.models import UserObjectPermissionBase

from portal.access.models import Office, OfficeQuerySet
from portal.accounts.models import User
from portal.tenancy.clock import Now


class ObjectGrant(UserObjectPermissionBase):
    """Base of a grant table: who, what, why, from whom, and always until when."""

    purpose = models.CharField(max_length=300)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def office() -> OfficeQuerySet:
    """The office a guest was let in for, while it runs. A later one is a new office, and takes a new letting in."""
    held = Office.objects.running().filter(user=models.OuterRef("user"), kind=Office.Kind.SUPERVISOR)
    return held.filter(starts_on__lte=models.OuterRef("granted_at__date"))


def running() -> models.Q:
    """Of a grant: neither ended nor run out, and its office is still held."""
    return models.Q(models.Exists(office()), ended_at=None, ends_at__gt=Now())


def last_day() -> models.Func:
    """Of a running grant: its own last day, or that of the office where it comes first."""
    longest = office().order_by(models.F("ends_on").desc(nulls_first=True))
    return Least(TruncDate("ends_at"), models.Subquery(longest.values("ends_on")[:1]))


def holds(user: User, codename: str, thing: models.Model) -> bool:
    """Whether a live grant on exactly this object names exactly this person."""
    checker: Any = ObjectPermissionChecker(user)
    return user.is_active and codename in set(checker.get_user_perms(thing))


def permission_id(app_label: str, codename: str) -> int:
    """The row that guardian's tables point at; the database's functions take its number."""
    return Permission.objects.get(content_type__app_label=app_label, codename=codename).pk


def no_anonymous_user(user_model: type[User]) -> User:
    raise RuntimeError("Utveier has no anonymous user row.")
