"""How each service is called, acting as the network's coordinator. An example prepares, and returns the call itself."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from django.utils import timezone

from networks.archive import services as archive
from networks.directory import services as directory
from networks.directory.models import County, Network
from networks.discussion import services as discussion
from networks.discussion.models import CaseDocument, Room
from networks.entry import services as entry
from networks.entry.queries import Line
from networks.insight import services as insight
from networks.membership import access
from networks.membership import services as members
from networks.reports import services as reports
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from portal.ui.tables import Row
from tests.contracts import (
    services_functions,
    services_readiness,
    services_routines,
    services_runs,
    services_suggestions,
)
from tests.contracts.things import (
    GUEST,
    canary,
    case_document,
    code,
    earlier_charter,
    extra,
    handover,
    invitation,
    join_request,
    letter,
    membership,
    message,
    organisation,
    placement,
    report,
    room,
    seen,
    territory,
    topic,
    visit,
)

Call = Callable[[], Any]
Example = Callable[[Network, User], Call]
PARTY = {"name": "Nytt politi", "sector": "police", "regime": "police"}


def by_another(user: User, call: Call) -> Call:
    def acting() -> None:
        with acting_as(user.pk):
            call()

    return acting


def change_charter(network: Network, by: User) -> Call:
    change = partial(directory.change_charter, network=network, purpose="Anew", legal_basis="agreement")
    return partial(change, keep_talk_days=30, seen=seen(network), by=by)


def sign_charter(network: Network, by: User) -> Call:
    earlier_charter(network, by)
    own = by.memberships.get(network=network).organisation
    sign = partial(directory.sign_charter, network=network, organisation=own, title="")
    return partial(sign, seen=seen(network), by=by)


def take_part_again(network: Network, by: User) -> Call:
    party = organisation(network, by)
    directory.end_participation(organisation=party, by=by)
    return partial(directory.take_part_again, organisation=party, by=by)


def correct_region(network: Network, by: User) -> Call:
    supervisor = User.objects.get(email=GUEST)
    correct = partial(directory.correct_region, county=County.objects.get(pk="11"), region="vest", source="Asked them")
    return by_another(supervisor, partial(correct, valid_from=date(2026, 1, 1), certain=True, by=supervisor))


def invite(network: Network, by: User) -> Call:
    party, email = organisation(network, by).pk, f"new-{canary(network)}@extra.invalid"
    write = partial(entry.invite, network=network, email=email, role="member", function="x")
    return partial(write, organisation_id=party, by=by)


def invite_many(network: Network, by: User) -> Call:
    party = organisation(network, by).pk
    cells = [{"email": f"{n}@extra.invalid", "organisation": "", "function": "x", "role": ""} for n in range(3)]
    lines = [Line(Row(n, told), party, "member", ()) for n, told in enumerate(cells)]
    return partial(entry.invite_many, network=network, lines=lines, by=by)


def accept(network: Network, by: User) -> Call:
    person = extra(network, "reader")
    return by_another(person, partial(entry.accept, token=letter(network, by, person.email), by=person))


def ask(network: Network, by: User) -> Call:
    person = extra(network, "asker")
    wish = partial(entry.ask, network_id=network.pk, code=code(network), organisation="x", function="x", by=person)
    return by_another(person, wish)


def admit(network: Network, by: User) -> Call:
    party = organisation(network, by).pk
    return partial(entry.admit, asked=join_request(network, by), role="member", organisation_id=party, by=by)


def resume(network: Network, by: User) -> Call:
    member = membership(network, by)
    members.pause(member=member, by=by)
    return partial(members.resume, member=member, by=by)


def leave_paused(network: Network, by: User) -> Call:
    member = membership(network, by)
    members.pause(member=member, by=by)
    with acting_as(member.user_id):
        (paused,) = access.paused()
    leave = partial(members.leave_paused, paused=paused, reason="left", by=member.user)
    return by_another(member.user, leave)


def accept_handover(network: Network, by: User) -> Call:
    offer = handover(network, by)
    successor = offer.to_membership.user
    return by_another(successor, partial(members.accept_handover, handover=offer, by=successor))


def place(network: Network, by: User) -> Call:
    person = membership(network, by, "newcomer").user
    let_in = partial(discussion.place, room=room(network, by), person_id=person.pk)
    return partial(let_in, part="participant", whole=False, by=by)


def with_consent(network: Network, by: User) -> Room:
    return discussion.open_room(
        network=network, name="Agreed", mode="consent", consent_ends_on=timezone.localdate(), by=by
    )


def paused(network: Network, by: User) -> Room:
    held = room(network, by)
    discussion.pause(room=held, by=by)
    return held


def taken_out(network: Network, by: User) -> CaseDocument:
    document = case_document(network, by)
    archive.export_case_document(document=document, by=by)
    return document


def said(change: Callable[..., Any], **told: Any) -> Example:
    return lambda network, by: partial(change, message=message(network, by), **told, by=by)


def reporting(network: Network, by: User) -> Call:
    """Somebody else in the room reports what the coordinator says: the deputy is told."""
    held, witness = message(network, by), placement(network, by).user
    return by_another(witness, partial(reports.report, message=held, ground="tone", note="", by=witness))


ROOMS: dict[str, Example] = {
    "open_room": lambda network, by: partial(
        discussion.open_room, network=network, name="New", mode="anonymous", by=by
    ),
    "place": place,
    "end_placement": lambda network, by: partial(discussion.end_placement, placement=placement(network, by), by=by),
    "share_keeping": lambda network, by: partial(discussion.share_keeping, placement=placement(network, by), by=by),
    "tighten": lambda network, by: partial(discussion.tighten, room=with_consent(network, by), by=by),
    "pause": lambda network, by: partial(discussion.pause, room=room(network, by), by=by),
    "resume": lambda network, by: partial(discussion.resume, room=paused(network, by), by=by),
    "close_room": lambda network, by: partial(
        discussion.close_room, room=room(network, by), days=7, talk="delete", attachments="delete", by=by
    ),
    "hold_room": lambda network, by: partial(
        discussion.hold_room, room=room(network, by), reason="Asked for", ends_on=timezone.localdate(), by=by
    ),
    "start_topic": lambda network, by: partial(
        discussion.start_topic, room=room(network, by), title="New", body="First", client_id=uuid4(), by=by
    ),
    "close_topic": lambda network, by: partial(discussion.close_topic, topic=topic(network, by), reason="Done", by=by),
    "say": lambda network, by: partial(discussion.say, topic=topic(network, by), body="Anew", client_id=uuid4(), by=by),
    "change": said(discussion.change, body="Anew"),
    "delete": said(discussion.delete),
    "hide": said(discussion.hide),
    "lock": said(discussion.lock),
    "react": said(discussion.react, sign="thanks", given=True),
    "mute": lambda network, by: partial(discussion.mute, topic=topic(network, by), muted=True, by=by),
    "mark_read": lambda network, by: partial(discussion.mark_read, topic=topic(network, by), number=1, by=by),
    "save_draft": lambda network, by: partial(discussion.save_draft, topic=topic(network, by), body="Begun", by=by),
}
EXAMPLES: dict[str, Example] = {
    **services_readiness.EXAMPLES,
    **services_routines.EXAMPLES,
    **services_runs.EXAMPLES,
    **services_functions.EXAMPLES,
    **services_suggestions.EXAMPLES,
    "networks.archive.services.export_room": lambda network, by: partial(
        archive.export_room, room=room(network, by), by=by
    ),
    "networks.archive.services.mark_case_document": lambda network, by: partial(
        archive.mark_case_document, message=message(network, by), organisation_id=organisation(network, by).pk, by=by
    ),
    "networks.archive.services.export_case_document": lambda network, by: partial(
        archive.export_case_document, document=case_document(network, by), by=by
    ),
    "networks.archive.services.receive_case_document": lambda network, by: partial(
        archive.receive_case_document, document=taken_out(network, by), reference="24/123", by=by
    ),
    "networks.archive.services.unmark_case_document": lambda network, by: partial(
        archive.unmark_case_document, document=case_document(network, by), by=by
    ),
    "networks.reports.services.report": reporting,
    "networks.reports.services.lock": said(reports.lock),
    "networks.reports.services.answer": lambda network, by: partial(
        reports.answer, report=report(network, by), outcome="left", answer="", by=by
    ),
    **{f"networks.discussion.services.{name}": example for name, example in ROOMS.items()},
    "networks.directory.services.add_municipality": lambda network, by: partial(
        directory.add_municipality, network=network, number="0301", by=by
    ),
    "networks.directory.services.add_organisation": lambda network, by: partial(
        directory.add_organisation, network=network, **PARTY, by=by
    ),
    "networks.directory.services.change_charter": change_charter,
    "networks.directory.services.change_network": lambda network, by: partial(
        directory.change_network, network=network, name="New", note="", preset="municipality", shows_presence=True, by=by
    ),
    "networks.directory.services.change_organisation": lambda network, by: partial(
        directory.change_organisation, organisation=organisation(network, by), **PARTY, by=by
    ),
    "networks.directory.services.correct_region": correct_region,
    "networks.directory.services.end_participation": lambda network, by: partial(
        directory.end_participation, organisation=organisation(network, by), by=by
    ),
    "networks.directory.services.remove_municipality": lambda network, by: partial(
        directory.remove_municipality, territory=territory(network, by), by=by
    ),
    "networks.directory.services.sign_charter": sign_charter,
    "networks.directory.services.take_part_again": take_part_again,
    "networks.entry.services.accept": accept,
    "networks.entry.services.admit": admit,
    "networks.entry.services.ask": ask,
    "networks.entry.services.close_join_link": lambda network, by: partial(
        entry.close_join_link, network=network, by=by
    ),
    "networks.entry.services.decline": lambda network, by: partial(
        entry.decline, asked=join_request(network, by), by=by
    ),
    "networks.entry.services.end_visit": lambda network, by: partial(entry.end_visit, visit=visit(network, by), by=by),
    "networks.entry.services.invite": invite,
    "networks.entry.services.invite_many": invite_many,
    "networks.entry.services.let_in": lambda network, by: partial(
        entry.let_in, network=network, email=GUEST, days=30, purpose="x", by=by
    ),
    "networks.entry.services.renew_join_link": lambda network, by: partial(
        entry.renew_join_link, network=network, by=by
    ),
    "networks.entry.services.renew_visit": lambda network, by: partial(
        entry.renew_visit, visit=visit(network, by), days=60, purpose="x", by=by
    ),
    "networks.entry.services.resend": lambda network, by: partial(
        entry.resend, invitation=invitation(network, by), by=by
    ),
    "networks.entry.services.revoke": lambda network, by: partial(
        entry.revoke, invitation=invitation(network, by), by=by
    ),
    "networks.insight.services.export_audit": lambda network, by: partial(
        insight.export_audit, network=network, by=by
    ),
    "networks.membership.services.accept_handover": accept_handover,
    "networks.membership.services.change_role": lambda network, by: partial(
        members.change_role, member=membership(network, by), role="observer", by=by
    ),
    "networks.membership.services.confirm": lambda network, by: partial(
        members.confirm, members=[membership(network, by), membership(network, by, "second")], by=by
    ),
    "networks.membership.services.end": lambda network, by: partial(
        members.end, member=membership(network, by), reason="moved", by=by
    ),
    "networks.membership.services.found_network": lambda network, by: partial(
        members.found_network, name="Bygda", preset="municipality", organisation="Ny", sector="police",
        function="x", by=by,
    ),
    "networks.membership.services.leave_paused": leave_paused,
    "networks.membership.services.pause": lambda network, by: partial(
        members.pause, member=membership(network, by), by=by
    ),
    "networks.membership.services.propose_handover": lambda network, by: partial(
        members.propose_handover, successor=membership(network, by), text="x", by=by
    ),
    "networks.membership.services.resume": resume,
    "networks.membership.services.withdraw_handover": lambda network, by: partial(
        members.withdraw_handover, handover=handover(network, by), by=by
    ),
}  # fmt: skip
# Where it is not exactly one entry.
ENTRIES = {
    **dict.fromkeys(services_routines.NO_ENTRY, 0),
    **dict.fromkeys(services_runs.NO_ENTRY, 0),
    **dict.fromkeys(services_suggestions.NO_ENTRY, 0),
    "networks.runs.services.start_anew": 3,  # the topic, its first message, and that the routine is followed
    "networks.reports.services.lock": 2,  # that it is locked, and that somebody is told
    "networks.discussion.services.start_topic": 2,  # the topic, and the first message in it
    "networks.discussion.services.mark_read": 0,  # what one has read oneself is nobody else's business
    "networks.discussion.services.mute": 0,  # nor what one wishes to be told of
    "networks.discussion.services.save_draft": 0,  # nor what one has not said yet
    "networks.membership.services.confirm": 2,  # one for each of the two, so that each can be found
    "networks.directory.services.correct_region": 0,  # of no network: the line itself says who noted it, and when
}
