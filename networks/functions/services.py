"""Naming who holds a function, taking them off the list, and confirming them for another year."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from networks.directory.models import Network
from networks.functions.choices import MOST_HOLDERS, NAMED, YEAR
from networks.functions.models import Holding
from networks.membership.choices import MembershipState
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.audit.services import record
from portal.tenancy.refusals import Refused


def name(*, network: Network, function: str, membership: Membership, phone: str, by: User) -> Holding:
    """Put a member last in a function: the first of it, or to stand in.

    Raises Refused: not_named, member_not_live, already_holds, too_many_holders, named_meanwhile.
    """
    if function not in NAMED:
        raise Refused("not_named")
    _demand_live(network.pk, membership)
    place = _next_place(network, function, membership)
    made = Holding(network=network, function=function, membership=membership, phone=phone, place=place, named_by=by)
    made.named_at, made.confirm_on = timezone.now(), timezone.localdate() + YEAR
    with transaction.atomic():
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as error:
            raise Refused("named_meanwhile") from error
        _note("holding.named", made, by=by)
    return made


def _demand_live(network_id: int, membership: Membership) -> None:
    if not Membership.objects.live().filter(network=network_id, pk=membership.pk).exists():
        raise Refused("member_not_live")


def _next_place(network: Network, function: str, membership: Membership) -> int:
    """After everybody. Whose membership is paused still has a place; whose has ended, none that counts."""
    there = Holding.objects.filter(network=network, function=function)
    if there.filter(membership=membership).exists():
        raise Refused("already_holds")
    if there.exclude(membership__state=MembershipState.ENDED).count() >= MOST_HOLDERS:
        raise Refused("too_many_holders")
    last: int = there.aggregate(last=Max("place"))["last"] or 0
    return last + 1


def take_off(*, holding: Holding, by: User) -> None:
    """The next in the function is called first. Twice is once."""
    with transaction.atomic():
        gone, _each = Holding.objects.filter(pk=holding.pk).delete()
        if gone:
            _note("holding.taken_off", holding, by=by)


def confirm(*, holding: Holding, by: User) -> None:
    """For another year from today, where it is still on the list. Raises Refused("member_not_live")."""
    _demand_live(holding.network_id, holding.membership)
    with transaction.atomic():
        if Holding.objects.filter(pk=holding.pk).update(confirm_on=timezone.localdate() + YEAR):
            _note("holding.confirmed", holding, by=by)


def _note(action: str, holding: Holding, *, by: User) -> None:
    record(holding.network_id, action, holding, label=holding.membership.user.name, function=holding.function, by=by)
