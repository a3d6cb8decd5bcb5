"""One real row of every private table in a given network, made through the services where it is missing.

`THINGS` is the table to extend: a private model without a maker fails test_tables.py. A maker is called acting as the
network's coordinator. Texts hold the network's canary, so that whoever leaks them is heard.
"""

import html
import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import connection, models
from django.http import HttpResponse
from pypdf import PdfReader

from knowledge.library.models import Article, Film, Tool
from networks.archive import services as archive
from networks.directory import services as directory
from networks.directory.models import Charter, EarlierCharter, Network, Organisation, Signature, Territory
from networks.discussion import services as discussion
from networks.discussion.models import (
    Attachment,
    CaseDocument,
    Draft,
    Mention,
    Message,
    Mute,
    Placement,
    Reaction,
    ReadMark,
    Revision,
    Room,
    Topic,
    Withheld,
)
from networks.entry import services as entry
from networks.entry.models import Grant, Invitation, JoinRequest
from networks.functions import services as functions
from networks.functions.models import Holding
from networks.membership import services as members
from networks.membership.models import Handover, Membership
from networks.readiness.models import CalendarFeed, ReadinessDone, ReadinessItem
from networks.reports import services as reports
from networks.reports.models import Report
from networks.routines.models import Lesson, Routine, RoutineVersion
from networks.runs.models import Run, RunEvent, RunStep
from networks.suggestions.models import Backing
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.audit.services import record
from portal.files.received import Received
from portal.notices.models import Notice
from portal.notices.stopping import token_for
from portal.notices.telling import note
from portal.tenancy.context import acting_as
from portal.tenancy.refusals import Refused
from tests.contracts import things_readiness, things_routines, things_runs, things_suggestions

CANARIES = {"fjordby": "fjordkanari", "skogdal-og-elvestad": "skogkanari", "kystnettverket": "kystkanari"}
GUEST = "guest@extra.invalid"  # a supervisor of conftest.py, whom the demo lets in nowhere
Maker = Callable[[Network, User], models.Model]
Told = Mapping[str, Mapping[str, str]]  # network → what stands in its addresses


def canary(network: Network) -> str:
    return CANARIES[network.slug]


def heard(text: str) -> set[str]:
    return {word for word in CANARIES.values() if word in html.unescape(text).lower()}


def all_said(answer: HttpResponse) -> str:
    """All that an answer says: a paper is read, not only looked at."""
    if answer.headers.get("Content-Type") != "application/pdf":
        return answer.content.decode() + str(answer.headers)
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join(page.extract_text() for page in pages) + str(answer.headers)


def own_canaries(email: str) -> set[str]:
    """Of the networks she is in; nobody is in none."""
    if not email:
        return set()
    user = User.objects.get(email=email)
    with acting_as(user.pk), connection.cursor() as cursor:
        cursor.execute("SELECT slug FROM networks_network WHERE id IN (SELECT network_id FROM sec.my_roles())")
        return {CANARIES[slug] for (slug,) in cursor.fetchall()}


def extra(network: Network, what: str) -> User:
    """Somebody who is none of the cast, so that making things never changes what the cast may see."""
    email = f"{what}-{network.slug}@extra.invalid"
    return User.objects.filter(email=email).first() or User.objects.create_user(email, f"{what} {canary(network)}")


def organisation(network: Network, by: User) -> Organisation:
    """A party of nobody in the cast."""
    name = f"Party {canary(network)}"
    found = Organisation.objects.filter(network=network, name=name).first()
    return found or directory.add_organisation(network=network, name=name, sector="voluntary", by=by)


def letter(network: Network, by: User, to: str, role: str = "member") -> str:
    party = organisation(network, by).pk
    return entry.invite(network=network, email=to, role=role, organisation_id=party, function=canary(network), by=by)


def membership(network: Network, by: User, what: str = "member") -> Membership:
    person = extra(network, what)
    if not Membership.objects.filter(network=network, user=person).exists():
        token = letter(network, by, person.email)
        with acting_as(person.pk):
            entry.accept(token=token, by=person)
    return Membership.objects.get(network=network, user=person)


def invitation(network: Network, by: User) -> Invitation:
    letter(network, by, f"letter-{canary(network)}@extra.invalid")
    return Invitation.objects.filter(network=network, accepted_at=None, revoked_at=None).latest("pk")


def join_request(network: Network, by: User) -> JoinRequest:
    person, told = extra(network, "asker"), canary(network)
    with acting_as(person.pk), suppress(Refused):
        entry.ask(network_id=network.pk, code=code(network), organisation=told, function=told, by=person)
    return JoinRequest.objects.get(network=network, user=person)


def code(network: Network) -> str:
    return network.join_code or ""


def handover(network: Network, by: User) -> Handover:
    with suppress(Refused):
        members.propose_handover(successor=membership(network, by), text=canary(network), by=by)
    return Handover.objects.filter(network=network).latest("pk")


def visit(network: Network, by: User) -> Grant:
    entry.let_in(network=network, email=GUEST, days=30, purpose=canary(network), by=by)
    made: Grant = Grant.objects.get(content_object=network, user__email=GUEST)
    return made


def seen(network: Network) -> datetime:
    return Charter.objects.get(network=network).changed_at


def earlier_charter(network: Network, by: User) -> EarlierCharter:
    """The demo's text is signed, so changing it lays it aside."""
    directory.change_charter(
        network=network, purpose=f"Anew: {canary(network)}", legal_basis="agreement", keep_talk_days=90,
        seen=seen(network), by=by,
    )  # fmt: skip
    return EarlierCharter.objects.filter(network=network).latest("version")


def signature(network: Network, by: User) -> Signature:
    earlier_charter(network, by)
    own = Membership.objects.get(network=network, user=by, state="active").organisation
    with suppress(Refused):
        directory.sign_charter(network=network, organisation=own, title=canary(network), seen=seen(network), by=by)
    return Signature.objects.filter(network=network).latest("pk")


def territory(network: Network, by: User) -> Territory:
    return network.territory.all()[0]


def audit_entry(network: Network, by: User) -> Entry:
    record(network.pk, "network.looked_at", network, label=canary(network), by=by)
    return Entry.objects.filter(network_id=network.pk).latest("seq")


def room(network: Network, by: User) -> Room:
    """One that the coordinator keeps, with none of the cast in it."""
    name = f"Room {canary(network)}"
    found = Room.objects.filter(network=network, name=name).first()
    return found or discussion.open_room(network=network, name=name, mode="anonymous", by=by)


def placement(network: Network, by: User, who: str = "placed") -> Placement:
    person = membership(network, by, who).user
    with suppress(Refused):
        discussion.place(room=room(network, by), person_id=person.pk, part="participant", whole=True, by=by)
    return Placement.objects.get(room=room(network, by), user=person)


def topic(network: Network, by: User, what: str = "About") -> Topic:
    title = f"{what} {canary(network)}"
    found = Topic.objects.filter(network=network, title=title).first()
    start = partial(discussion.start_topic, room=room(network, by), title=title, client_id=uuid4(), by=by)
    return found or start(body=f"First {canary(network)}")


def message(network: Network, by: User, body: str = "") -> Message:
    held = topic(network, by)
    number = discussion.say(topic=held, body=body or f"Said {canary(network)}", client_id=uuid4(), by=by)
    return Message.objects.get(topic=held, number=number)


def attachment(network: Network, by: User) -> Attachment:
    file = Received(f"{canary(network)}.txt", "txt", canary(network).encode())
    number = discussion.say(topic=topic(network, by), body="", client_id=uuid4(), files=[file], by=by)
    return Attachment.objects.get(message__topic=topic(network, by), message__number=number)


def reaction(network: Network, by: User) -> Reaction:
    said = message(network, by)
    discussion.react(message=said, sign="thanks", given=True, by=by)
    return Reaction.objects.get(message=said)


def mention(network: Network, by: User) -> Mention:
    person = placement(network, by).user
    return Mention.objects.get(message=message(network, by, f"@{person.name} {canary(network)}"))


def revision(network: Network, by: User) -> Revision:
    said = message(network, by)
    discussion.change(message=said, body="Anew", by=by)
    return Revision.objects.get(message=said)


def withheld(network: Network, by: User) -> Withheld:
    said = message(network, by)
    discussion.hide(message=said, by=by)
    return Withheld.objects.get(message=said)


def report(network: Network, by: User) -> Report:
    """By one of two in the room, of what the other said."""
    author, witness = (placement(network, by, who).user for who in ("placed", "witness"))
    with acting_as(author.pk):
        said = message(network, author)
    with acting_as(witness.pk):
        reports.report(message=said, ground="tone", note=canary(network), by=witness)
    return Report.objects.get(message=said)


def read_mark(network: Network, by: User) -> ReadMark:
    discussion.mark_read(topic=topic(network, by), number=1, by=by)
    return ReadMark.objects.get(topic=topic(network, by), user=by)


def draft(network: Network, by: User) -> Draft:
    held = topic(network, by, "Begun")  # where nothing more is said: with the message the draft is gone
    discussion.save_draft(topic=held, body=f"Begun {canary(network)}", by=by)
    return Draft.objects.get(topic=held, user=by)


def mute(network: Network, by: User) -> Mute:
    discussion.mute(topic=topic(network, by), muted=True, by=by)
    return Mute.objects.get(topic=topic(network, by), user=by)


def notice(network: Network, by: User) -> Notice:
    about, key = message(network, by).pk, f"about:{canary(network)}"
    note(people=[by.pk], network_id=network.pk, kind="mention", subject_id=about, address="/hjem/", key=key)
    return Notice.objects.get(network_id=network.pk, user=by, key=key)


def case_document(network: Network, by: User) -> CaseDocument:
    party = organisation(network, by)
    return archive.mark_case_document(message=message(network, by), organisation_id=party.pk, by=by)


def year_item(network: Network, by: User) -> ReadinessItem:
    return things_readiness.item(network, by, membership(network, by), canary(network))


def year_done(network: Network, by: User) -> ReadinessDone:
    return things_readiness.done(network, by, membership(network, by), canary(network))


def routine(network: Network, by: User) -> Routine:
    return things_routines.whole(network, by, membership(network, by, "reader"), canary(network))


def routine_version(network: Network, by: User) -> RoutineVersion:
    return things_routines.open_of(routine(network, by))


def backing(network: Network, by: User) -> Backing:
    return things_suggestions.backing(routine(network, by), by)


def run(network: Network, by: User) -> Run:
    return things_runs.run(network, by, routine(network, by), topic(network, by, "Followed"), canary(network))


def lesson(network: Network, by: User) -> Lesson:
    return things_runs.lesson(by, routine(network, by), canary(network))


def holding(network: Network, by: User, who: str = "holder") -> Holding:
    held = membership(network, by, who)
    made = Holding.objects.filter(network=network, membership=held).first()
    return made or functions.name(network=network, function="school", membership=held, phone="40000000", by=by)


THINGS: dict[type[models.Model], Maker] = {
    Attachment: attachment,
    Backing: backing,
    Network: lambda network, by: network,
    CalendarFeed: lambda network, by: things_readiness.feed(network, by)[0],
    CaseDocument: case_document,
    Charter: lambda network, by: network.charter,
    EarlierCharter: earlier_charter,
    Draft: draft,
    Entry: audit_entry,
    Grant: visit,
    Handover: handover,
    Holding: holding,
    Invitation: invitation,
    JoinRequest: join_request,
    Membership: membership,
    Mention: mention,
    Message: message,
    Mute: mute,
    Notice: notice,
    Organisation: organisation,
    Placement: placement,
    Reaction: reaction,
    ReadMark: read_mark,
    ReadinessDone: year_done,
    ReadinessItem: year_item,
    Report: report,
    Revision: revision,
    Room: room,
    Lesson: lesson,
    Routine: routine,
    RoutineVersion: routine_version,
    Run: run,
    RunEvent: lambda network, by: things_runs.event(run(network, by)),
    RunStep: lambda network, by: things_runs.step(network, by, run(network, by)),
    Signature: signature,
    Territory: territory,
    Topic: topic,
    Withheld: withheld,
}
# What stands in an address between { and }, where it is the number of a row of the network's own …
IDS: dict[str, Maker] = {
    "attachment": attachment,
    "document": case_document,
    "handover": handover,
    "invitation": invitation,
    "member": membership,
    "organisation": organisation,
    "report": report,
    "request": join_request,
    "placement": placement,
    "room": room,
    "lesson": lesson,
    "routine": routine,
    "run": run,
    "holding": holding,
    "topic": topic,
    "visit": visit,
    "year_item": year_item,
}
# … and where it is a word.
WORDS: dict[str, Callable[[Network, User], str]] = {
    "fjordby": lambda network, by: network.slug,
    "code": lambda network, by: code(network),
    "letter": lambda network, by: letter(network, by, f"reader-{canary(network)}@extra.invalid"),
    "municipality": lambda network, by: territory(network, by).municipality_id,
    "text": lambda network, by: str(Article.objects.get(slug="bekymret-for-en-elev").translation_key),
    "tool": lambda network, by: str(Tool.objects.get(slug="scenariearbeid").translation_key),
    "captions": lambda network, by: Film.objects.get(slug="sov-du-godt").captions.name,
    "stop": lambda network, by: token_for(by),
    "filed": lambda network, by: str(Message.objects.filter(attachments__network=network).latest("pk").number),
    "said": lambda network, by: str(message(network, by).number),
    "version": lambda network, by: str(earlier_charter(network, by).version),
    "calendar": lambda network, by: things_readiness.feed(network, by)[1],
    "suggestion": lambda network, by: str(backing(network, by).suggestion_id),
    "step": lambda network, by: things_routines.STEP,
    "written": lambda network, by: things_routines.written(f"skrevet-{network.slug}"),
}
# Of these, the ones that another network's rows have differently.
FOREIGN = ("municipality", "suggestion", *IDS)


def made(model: type[models.Model], network: Network, by: User) -> Any:
    return THINGS[model](network, by)


def parts(network: Network, by: User) -> dict[str, str]:
    """What the words in braces stand for in this network. Call it acting as the coordinator."""
    ids = {name: str(maker(network, by).pk) for name, maker in IDS.items()}
    return ids | {name: word(network, by) for name, word in WORDS.items()}


def address(template: str, told: Mapping[str, str]) -> str:
    return template.format_map(told)
