"""What a person changes about being told: what she has seen, how she is written to, and in which browsers."""

import hashlib

from portal.accounts.models import User
from portal.accounts.sealing import seal
from portal.notices.choices import Mail
from portal.notices.models import NoticeChoice, PushSubscription
from portal.tenancy.context import acting_as
from portal.tenancy.functions import call


def read_up_to(*, number: int) -> None:
    """The acting person has seen her list down to this notice."""
    call("read_notices", last=number)


def choose(*, mail: str, hour: int, quiet_from: int | None, quiet_to: int | None, by: User) -> None:
    wishes = {"mail": mail, "hour": hour, "quiet_from": quiet_from, "quiet_to": quiet_to}
    NoticeChoice.objects.update_or_create(user=by, defaults=wishes)


def stop_letters(*, by: User) -> None:
    """By the link in a letter: whoever holds it need not be signed in. Doing it again changes nothing."""
    with acting_as(by.pk):
        NoticeChoice.objects.update_or_create(user=by, defaults={"mail": Mail.NEVER})


def tell_in_browser(*, endpoint: str) -> None:
    """The acting person wants to be told in this browser; who was told in it before is no more."""
    call("take_browser", endpoint=seal(endpoint, purpose="push"), digest=digest(endpoint))


def forget_browser(*, endpoint: str, by: User) -> None:
    """One browser; all of hers where none is named."""
    hers = PushSubscription.objects.filter(user=by)
    (hers.filter(digest=digest(endpoint)) if endpoint else hers).delete()


def digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
