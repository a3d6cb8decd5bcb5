"""What is new to somebody. Everything is asked as her: whoever acts as another, or as nobody, finds nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q, QuerySet

from portal.access.decisions import roles_in
from portal.accounts.models import User
from portal.notices.kinds import KINDS, Line, StillSees
from portal.notices.models import Notice, NoticeChoice, PushSubscription

SHOWN = 100
NEW = "SELECT DISTINCT kind FROM portal_notice WHERE user_id = %s AND read_at IS NULL"


def still_seen(user: User, *, of: Collection[str] = KINDS.keys()) -> QuerySet[Notice]:
    """Her notices of what she may see at this moment. What she was told of and lost since is not among them."""
    kinds: dict[StillSees, list[str]] = {}  # those of one slice are asked about together
    for name in of:
        kinds.setdefault(KINDS[name].still_sees, []).append(name)
    seen = [Q(kind__in=names, subject_id__in=sees(user).order_by().values("pk")) for sees, names in kinds.items()]
    return Notice.objects.filter(reduce(or_, seen), user=user)


def unread(user: User) -> int:
    """The number at the bell, which stands on every page: what is new is looked at first, and only that is asked about.

    One query where nothing is new, else two.
    """
    roles_in(user, 0)  # refuses where somebody else asks
    with connection.cursor() as cursor:
        cursor.execute(
            NEW, [user.pk]
        )  # by hand: it stands on every page, and putting it together takes longer than asking
        kinds = {kind for (kind,) in cursor.fetchall()} & KINDS.keys()
    return still_seen(user, of=kinds).filter(read_at=None).count() if kinds else 0


def not_told(user: User, way: str) -> list[int]:
    """What is new to her and has not been told by mail, or by push."""
    field = {"mail": "mailed_at", "push": "pushed_at"}[way]
    return list(still_seen(user).filter(read_at=None, **{field: None}).order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class News:
    """A notice as it stands on her list."""

    number: int
    line: Line
    address: str
    made_at: datetime
    is_new: bool


def news(user: User) -> list[News]:
    """Newest first. Two queries, and one for each kind."""
    found = list(still_seen(user).order_by("-made_at", "-pk")[:SHOWN])
    lines = {
        (name, subject): line
        for name, kind in KINDS.items()
        if (subjects := [one.subject_id for one in found if one.kind == name])
        for subject, line in kind.lines(user, subjects).items()
    }
    return [
        News(one.pk, lines[one.kind, one.subject_id], one.address, one.made_at, one.read_at is None)
        for one in found
        if (one.kind, one.subject_id) in lines
    ]


def choice_of(user: User) -> NoticeChoice:
    """What she has chosen, or what holds for who has not chosen."""
    return NoticeChoice.objects.filter(user=user).first() or NoticeChoice(user=user)


def browsers(user: User) -> QuerySet[PushSubscription]:
    return PushSubscription.objects.filter(user=user)


def reachable(person: int) -> User | None:
    """Who has an open account."""
    return User.objects.filter(pk=person, is_active=True).first()
