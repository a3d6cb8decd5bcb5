"""Rooms beside the demo's, in Skogdal: one in which everything has happened that can, one with consent, one that ends."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from networks.archive import services as archive
from networks.directory.models import Network
from networks.discussion import services
from networks.discussion.models import Message, Placement, Room, Topic
from networks.reports import services as reports
from portal.accounts.models import User
from portal.tenancy.context import acting_as

LONG = "Fylkesmannsembetsstipendiatorganisasjonsstrukturendringsprosjektet"  # no place to break it


def lay_rooms(words: dict[str, str], by: User, other: User, third: User) -> dict[str, str]:
    """Acting as the coordinator of Skogdal; `other` is its deputy, `third` a member."""
    network = Network.objects.get(slug="skogdal-og-elvestad")
    everything = eventful(network, by, other)
    consent = services.open_room(
        network=network, name="Avtalt med familien", mode="consent", people=[other.pk],
        consent_ends_on=timezone.localdate() + timedelta(days=40), by=by,
    )  # fmt: skip
    words = words | reported(everything, by, other, third)
    return words | {
        "room": str(everything.room_id),
        "topic": str(everything.pk),
        "own": str(Message.objects.filter(topic=everything, author=by, state="shown")[0].number),
        "consent": str(consent.pk),
        "closed": str(closed(network, by, other).pk),
        "placement": str(Placement.objects.get(room=consent, user=other).pk),
    }


def eventful(network: Network, by: User, other: User) -> Topic:
    room = services.open_room(network=network, name=f"Drøfting {LONG}", mode="anonymous", people=[other.pk], by=by)
    topic = services.start_topic(
        room=room,
        title="Et emne der alt har skjedd",
        body="Hva sier vi, og **hva** sier vi ikke?",
        client_id=uuid4(),
        by=by,
    )
    mine = say(topic, by, "Jeg skriver dette om igjen.")
    services.change(message=mine, body=f"Nå er det skrevet om, og langt: {LONG}", by=by)
    with acting_as(other.pk):
        services.react(message=mine, sign="agree", given=True, by=other)
        hidden, locked = say(topic, other, "Han heter Per."), say(topic, other, "Gradert.")
        services.delete(message=say(topic, other, "Angrer."), by=other)
        say(topic, other, f"@{by.name}, hva mener du om {LONG}?")
        say(topic, other, "> Hva sier vi?\n\n1. Det vi vet\n2. Det vi tror\n\n`kode` og https://utveier.example/side")
    documents(network, mine, by)
    services.hide(message=hidden, by=by)
    services.lock(message=locked, by=by)
    return topic


def reported(topic: Topic, by: User, other: User, third: User) -> dict[str, str]:
    """One that waits for the coordinator, one of her own that is answered, one that is locked."""
    services.place(room=topic.room, person_id=third.pk, part="participant", whole=True, by=by)
    with acting_as(third.pk):
        bad = say(topic, third, f"Slik snakker vi ikke om folk: {LONG}")
        graded = say(topic, third, "Dette kan være gradert.")
    with acting_as(other.pk):
        waits = reports.report(message=bad, ground="tone", note=f"Jeg ble lei meg. {LONG}", by=other)
        locked = reports.lock(message=graded, by=other)
        named = say(topic, other, "Jeg navngir en skole her.")
    with acting_as(third.pk):
        done = reports.report(message=named, ground="person", note="", by=third)
    reports.answer(report=done, outcome="talked", answer="Takk for at du sa fra.", by=by)
    assert locked is not None
    return {"waits": str(waits.pk), "locked": str(locked.pk), "done": str(done.pk), "theirs": str(waits.message.number)}


def documents(network: Network, message: Message, by: User) -> None:
    """One only marked, one taken out, one archived."""
    for steps, party in enumerate(network.organisations.order_by("pk")[:3]):
        document = archive.mark_case_document(message=message, organisation_id=party.pk, by=by)
        if steps > 0:
            archive.export_case_document(document=document, by=by)
        if steps > 1:
            archive.receive_case_document(document=document, reference="2026/1234-5", by=by)


def say(topic: Topic, by: User, body: str) -> Message:
    number = services.say(topic=topic, body=body, client_id=uuid4(), by=by)
    return Message.objects.select_related("topic__room").get(topic=topic, number=number)


def closed(network: Network, by: User, other: User) -> Room:
    room = services.open_room(network=network, name="Avsluttet", mode="anonymous", people=[other.pk], by=by)
    services.start_topic(room=room, title="Ferdig", body="Takk.", client_id=uuid4(), by=by)
    services.close_room(room=room, days=7, talk="delete", attachments="delete", by=by)
    held = services.open_room(network=network, name="På vent", mode="anonymous", people=[other.pk], by=by)
    services.hold_room(
        room=held, reason="Krav om innsyn fra mai", ends_on=timezone.localdate() + timedelta(days=200), by=by
    )
    services.pause(room=held, by=by)
    return room
