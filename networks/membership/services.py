"""Every change of who belongs. The database's functions decide; these call them and write the audit."""

import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from networks.directory.choices import USUAL_REGIME, Sector
from networks.directory.models import Municipality, Network, Territory
from networks.membership.access import Paused
from networks.membership.models import Handover, Membership
from portal.accounts.models import User
from portal.audit.services import record
from portal.notices import services as notices
from portal.tenancy.functions import call
from portal.tenancy.refusals import Refused

# Letters that Unicode does not take apart into a base letter and an accent.
LATIN = str.maketrans("æøåđŋŧÆØÅĐŊŦ", "eoadnteoadnt")
RESERVED = frozenset({"nytt", "invitasjon", "bli-med", "pauset"})  # addresses that stand where a network's would


def _address(name: str) -> str:
    """«Sør-Østerdal» → «sor-osterdal». Raises Refused("slug_taken") for an address of the portal's own."""
    slug = slugify(name.translate(LATIN))[:60].strip("-") or secrets.token_hex(4)
    if slug in RESERVED:
        raise Refused("slug_taken")
    return slug


def found_network(
    *,
    name: str,
    preset: str,
    organisation: str,
    sector: str,
    function: str,
    municipalities: Iterable[Municipality] = (),
    slug: str = "",
    by: User,
) -> Network:
    """Start a network with its first coordinator and its territory. Raises Refused: slug_taken, too_many_networks."""
    with transaction.atomic():
        network_id = call(
            "found_network",
            slug=slug or _address(name),
            name=name,
            preset=preset,
            join_code=secrets.token_urlsafe(12),
            organisation=organisation,
            sector=sector,
            regime=USUAL_REGIME[Sector(sector)],
            function=function,
        )
        network = Network.objects.get(pk=network_id)
        Territory.objects.bulk_create([Territory(network=network, municipality=place) for place in municipalities])
        record(network.pk, "network.founded", network, label=network.name, preset=preset, by=by)
    return network


def change_role(*, member: Membership, role: str, by: User) -> None:
    """Raises Refused("last_coordinator"), and NotAllowed unless the old and the new role are hers to give."""
    with transaction.atomic():
        call("change_role", membership=member.pk, role=role)
        _note("member.role_changed", member, before=member.role, after=role, by=by)
        _tell(member, unless=by)


def pause(*, member: Membership, by: User) -> None:
    """Close the door for a while; everything she holds stays hers. Raises Refused, NotAllowed."""
    with transaction.atomic():
        call("pause_member", membership=member.pk, paused=True)
        _note("member.paused", member, by=by)
        _tell(member, unless=by)


def resume(*, member: Membership, by: User) -> None:
    """Open the door again, and confirm her if her date has passed. Raises Refused("not_paused"), NotAllowed."""
    with transaction.atomic():
        call("pause_member", membership=member.pk, paused=False)
        _note("member.resumed", member, by=by)
        _tell(member, unless=by)


def end(*, member: Membership, reason: str, by: User) -> None:
    """Take somebody out, or leave. Open letters pass on; access is gone at her next request.

    Raises Refused("last_coordinator"), NotAllowed.
    """
    with transaction.atomic():
        _note(
            "member.ended", member, reason=reason, by=by
        )  # first: afterwards the one who leaves has no role to be noted
        call("end_member", membership=member.pk, reason=reason)


def leave_paused(*, paused: Paused, reason: str, by: User) -> None:
    """Leave a network one does not see at the moment. Raises Refused("already_ended"), NotAllowed."""
    with transaction.atomic():
        record(paused.network_id, "member.left", Membership(pk=paused.pk), label=by.name, reason=reason, by=by)
        call("end_member", membership=paused.pk, reason=reason)


def confirm(*, members: Iterable[Membership], by: User) -> int:
    """Confirm people for another year, all or none; one entry each. Returns how many. Raises Refused, NotAllowed."""
    confirmed = list(members)
    with transaction.atomic():
        for member in confirmed:
            call("confirm_member", membership=member.pk)
            _note("member.confirmed", member, by=by)
    return len(confirmed)


def _note(action: str, member: Membership, *, by: User, **detail: object) -> None:
    record(member.network_id, action, member, label=member.user.name, by=by, **detail)


def _tell(member: Membership, *, unless: User) -> None:
    """What others change for her reaches her as news; her own doing does not."""
    if member.user_id != unless.pk:
        notices.tell(member.user)


def propose_handover(*, successor: Membership, text: str, by: User) -> Handover:
    """Ask somebody to follow as coordinator; nothing changes before she accepts. Raises Refused, NotAllowed."""
    with transaction.atomic():
        made = call("propose_handover", membership=successor.pk, note=text)
        handover = Handover.objects.get(pk=made)
        record(handover.network_id, "handover.proposed", handover, label=successor.user.name, by=by)
        notices.tell(successor.user)
    return handover


def accept_handover(*, handover: Handover, by: User) -> None:
    """The successor becomes coordinator and the old one a member, in one moment. Raises Refused, NotAllowed."""
    with transaction.atomic():
        call("accept_handover", handover=handover.pk)
        record(handover.network_id, "handover.accepted", handover, label=handover.from_membership.user.name, by=by)
        notices.tell(handover.from_membership.user)


def withdraw_handover(*, handover: Handover, by: User) -> None:
    """A coordinator takes it back, or the successor declines. Raises Refused("handover_not_open"), NotAllowed."""
    declined = by.pk == handover.to_membership.user_id
    with transaction.atomic():
        call("withdraw_handover", handover=handover.pk)
        record(
            handover.network_id,
            "handover.withdrawn",
            handover,
            label=handover.to_membership.user.name,
            declined=declined,
            by=by,
        )
        notices.tell(handover.from_membership.user if declined else handover.to_membership.user)
