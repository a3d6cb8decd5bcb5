"""Letters, requests and visits. The database's functions decide; these call them, write the audit and send letters."""

import hashlib
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from networks.directory.models import Network
from networks.entry.models import Grant, Invitation, JoinRequest
from networks.entry.queries import Line, invitation_by_token, person_id
from portal.access.grants import permission_id
from portal.accounts.models import User
from portal.accounts.services import AlreadyHasAccount, open_account
from portal.audit.services import record
from portal.notices import services as notices
from portal.tenancy.functions import call, call_record
from portal.tenancy.refusals import Refused

CODE_BYTES = 16


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def write_letter(
    network_id: int, *, email: str, role: str, organisation_id: int, function: str, by: User
) -> tuple[Invitation, str]:
    """Make an invitation and queue its letter. The token is returned and kept nowhere else."""
    token = secrets.token_urlsafe(32)
    made = call(
        "invite",
        network=network_id,
        email=email,
        role=role,
        organisation=organisation_id,
        function=function,
        token_hash=token_hash(token),
    )
    link = settings.ORIGIN + reverse("networks:entry:invitation", args=[token])
    notices.send("invitation", to=email, context={"link": link}, language=by.language or settings.LANGUAGE_CODE)
    return Invitation(pk=made, network_id=network_id, email=email), token


def invite(*, network: Network, email: str, role: str, organisation_id: int, function: str, by: User) -> str:
    """Send an invitation and return its token, which is kept nowhere else. A new letter replaces an open one.

    Raises Refused, and NotAllowed when the role is not hers to give.
    """
    with transaction.atomic():
        letter, token = write_letter(
            network.pk, email=email, role=role, organisation_id=organisation_id, function=function, by=by
        )
        record(network.pk, "invitation.sent", letter, label=email, role=role, organisation=organisation_id, by=by)
    return token


def invite_many(*, network: Network, lines: Sequence[Line], by: User) -> int:
    """Send every line of a checked list, or none. Raises Refused and NotAllowed like `invite`."""
    with transaction.atomic():
        letters = [
            write_letter(
                network.pk,
                email=line.email,
                role=line.role,
                organisation_id=line.organisation_id or 0,
                function=line.function,
                by=by,
            )
            for line in lines
        ]
        record(network.pk, "invitation.imported", network, invitations=[letter.pk for letter, _token in letters], by=by)
    return len(letters)


def resend(*, invitation: Invitation, by: User) -> str:
    """Send the same invitation as a new letter, for another seven days; the old link dies. Raises like `invite`."""
    with transaction.atomic():
        letter, token = write_letter(
            invitation.network_id,
            email=invitation.email,
            role=invitation.role,
            organisation_id=invitation.organisation_id,
            function=invitation.function,
            by=by,
        )
        record(letter.network_id, "invitation.resent", letter, label=letter.email, replaced=invitation.pk, by=by)
    return token


def revoke(*, invitation: Invitation, by: User) -> None:
    with transaction.atomic():
        call("revoke_invitation", invitation=invitation.pk)
        record(invitation.network_id, "invitation.revoked", invitation, label=invitation.email, by=by)


def renew_join_link(*, network: Network, by: User) -> str:
    """Make a new join link and return its code; the old one opens nothing more."""
    code = secrets.token_urlsafe(CODE_BYTES)
    with transaction.atomic():
        call("renew_join_link", network=network.pk, code=code)
        record(network.pk, "join_link.renewed", network, by=by)
    return code


def close_join_link(*, network: Network, by: User) -> None:
    with transaction.atomic():
        call("renew_join_link", network=network.pk, code=None)
        record(network.pk, "join_link.closed", network, by=by)


def ask(*, network_id: int, code: str, organisation: str, function: str, by: User) -> None:
    """Ask to come in by the network's join link. Raises Refused, and NotAllowed for a link that is no more."""
    with transaction.atomic():
        made = call("ask_to_join", code=code, organisation=organisation, function=function)
        record(network_id, "request.made", JoinRequest(pk=made), label=by.name, by=by)


def admit(*, asked: JoinRequest, role: str, organisation_id: int, by: User) -> None:
    """Let the person in for one of the network's organisations. Raises Refused and NotAllowed like `invite`."""
    with transaction.atomic():
        membership = call("answer_request", request=asked.pk, role=role, organisation=organisation_id)
        record(
            asked.network_id, "request.admitted", asked, label=asked.user.name, role=role, membership=membership, by=by
        )
        notices.tell(asked.user)


def decline(*, asked: JoinRequest, by: User) -> None:
    with transaction.atomic():
        call("answer_request", request=asked.pk, role="", organisation=None)
        record(asked.network_id, "request.declined", asked, label=asked.user.name, by=by)
        notices.tell(asked.user)


def let_in(*, network: Network, email: str, days: int, purpose: str, by: User) -> User:
    """Let a supervisor in for at most ninety days, and say who it was. Refused in the same words for nobody's address."""
    person = person_id(email)
    with transaction.atomic():
        visit = visit_begun(network.pk, person, days=days, purpose=purpose)
        record(network.pk, "guest.let_in", visit, label=visit.user.name, days=days, by=by)
        notices.tell(visit.user)
    return visit.user


def renew_visit(*, visit: Grant, days: int, purpose: str, by: User) -> None:
    """A new visit from today takes the place of this one. Raises Refused."""
    with transaction.atomic():
        renewed = visit_begun(visit.content_object_id, visit.user_id, days=days, purpose=purpose)
        record(visit.content_object_id, "guest.renewed", renewed, label=visit.user.name, days=days, by=by)
        notices.tell(visit.user)


def visit_begun(network_id: int, person: int, *, days: int, purpose: str) -> Grant:
    permission = permission_id("networks", "visit_network")
    made = call("let_in", network=network_id, person=person, days=days, purpose=purpose, permission=permission)
    return Grant.objects.select_related("user").get(pk=made)


def end_visit(*, visit: Grant, by: User) -> None:
    """End a visit at once: by the coordinator, or by the guest herself."""
    left = visit.user_id == by.pk
    with transaction.atomic():
        record(visit.content_object_id, "guest.left" if left else "guest.ended", visit, label=visit.user.name, by=by)
        call("end_grant", visit=visit.pk)
        if not left:
            notices.tell(visit.user)


def accept(*, token: str, by: User) -> str:
    """Become a member by a letter addressed to oneself; returns the network's slug. Raises Refused."""
    with transaction.atomic():
        accepted = call_record("accept_invitation", token_hash=token_hash(token)) or {}
        record(accepted["network"], "member.joined", label=by.name, membership=accepted["membership"], by=by)
    slug: str = accepted["slug"]
    return slug


def register(*, token: str, name: str, password: str) -> User:
    """An account for the address of an open letter: whoever holds the letter has shown that the address is hers.

    She is not yet a member: that takes `accept`, and two factors. Raises Refused.
    """
    letter = invitation_by_token(token_hash(token))
    if letter is None or letter.state != "open":
        raise Refused("invitation_not_open")
    try:
        return open_account(email=letter.email, name=name, password=password)
    except AlreadyHasAccount as error:
        raise Refused("has_account") from error
