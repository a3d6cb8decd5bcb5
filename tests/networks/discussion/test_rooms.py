"""Who is in a room, who sees that there is one, and what its keepers may do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from networks.directory.models import Network
from networks.discussion import access, services
from networks.discussion.choices import Mode, Part
from networks.discussion.models import Placement, Room
from networks.discussion.queries.people import placeable
from networks.entry import services as entry
from networks.entry.models import Grant
from networks.membership import services as membership
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.tenancy.refusals import NotAllowed, Refused
from tests.networks.discussion.conftest import Acting, Persona

PlaceOf = Callable[[str], Placement]
IN, OUT = ("coordinator", "member", "contact", "supervisor"), ("deputy", "mentor", "observer", "outsider-coordinator")


def sees(acting: Acting, who: str, room: Room) -> bool:
    with acting(who) as user:
        return access.visible_to(user).filter(pk=room.pk).exists()


@pytest.mark.parametrize("who", IN)
def test_those_placed_see_the_room(acting: Acting, room: Room, who: str) -> None:
    assert sees(acting, who, room)


@pytest.mark.parametrize("who", OUT)
def test_nobody_else_sees_that_it_exists(acting: Acting, room: Room, who: str) -> None:
    assert not sees(acting, who, room)


def test_a_coordinator_who_is_not_placed_sees_nothing(acting: Acting, persona: Persona, fjordby: Network) -> None:
    """Leading the network is no key to its rooms (PR-2)."""
    with acting("member") as by:
        made = services.open_room(network=fjordby, name="Uten leder", mode=Mode.ANONYMOUS, by=by)

    assert not sees(acting, "coordinator", made)


def test_the_log_of_the_network_tells_nothing_of_rooms(acting: Acting, room: Room) -> None:
    with acting("deputy"):
        assert Entry.objects.filter(action="network.founded").exists()
        assert not Entry.objects.filter(detail__room=room.pk).exists()


def test_those_in_the_room_who_read_the_log_find_its_entries(acting: Acting, room: Room) -> None:
    with acting("coordinator"):
        assert Entry.objects.filter(action="room.placed", detail__room=room.pk).count() == 3


def test_everybody_in_the_room_is_named_with_agency_and_duty(acting: Acting, room: Room) -> None:
    with acting("member"):
        told = {(p.name, p.agency, p.regime, p.part, p.is_guest) for p in access.people_in(room)}

    assert told == {
        ("Eva Nilsen", "Fjordby skole", "fvl", "participant", False),
        ("Kari Lunde", "Fjordby kommune", "fvl", "keeper", False),
        ("Rune Solheim", "Fjordby politistasjon", "police", "participant", False),
        ("Thea Dahl", "RVTS", "health", "adviser", True),
    }


def test_who_is_not_in_the_room_is_told_nobody(acting: Acting, room: Room) -> None:
    with acting("deputy"):
        assert access.people_in(room) == []


def test_observers_and_strangers_cannot_be_placed(acting: Acting, persona: Persona, room: Room) -> None:
    for who in ("observer", "stranger", "outsider-coordinator", "ex-member"):
        with acting("coordinator") as by, pytest.raises(Refused, match="not_placeable"):
            services.place(room=room, person_id=persona(who).pk, part=Part.PARTICIPANT, whole=True, by=by)


def test_a_keeper_is_offered_those_who_can_be_placed(acting: Acting, fjordby: Network, room: Room) -> None:
    with acting("coordinator"):
        offered = {one.name for one in placeable(fjordby, room)}

    assert {"Mats Holm", "Mona Vik"} <= offered
    assert offered.isdisjoint({"Eva Nilsen", "Liv Odden", "Nina Nord"})  # in it already; observer; of no network


def test_nobody_is_placed_twice(acting: Acting, persona: Persona, room: Room) -> None:
    with acting("coordinator") as by, pytest.raises(Refused, match="already_placed"):
        services.place(room=room, person_id=persona("member").pk, part=Part.PARTICIPANT, whole=True, by=by)


@pytest.mark.parametrize("who", ["member", "supervisor", "deputy"])
def test_only_keepers_place(acting: Acting, persona: Persona, room: Room, who: str) -> None:
    with acting(who) as by, pytest.raises(NotAllowed):
        services.place(room=room, person_id=persona("mentor").pk, part=Part.PARTICIPANT, whole=True, by=by)


def test_who_leaves_sees_the_room_no_more(acting: Acting, room: Room, place_of: PlaceOf) -> None:
    placement = place_of("member")
    with acting("member") as by:
        services.end_placement(placement=placement, by=by)

    assert not sees(acting, "member", room)


def test_a_participant_takes_nobody_out(acting: Acting, place_of: PlaceOf) -> None:
    placement = place_of("contact")
    with acting("member") as by, pytest.raises(NotAllowed):
        services.end_placement(placement=placement, by=by)


def test_the_last_keeper_stays_until_another_keeps(acting: Acting, room: Room, place_of: PlaceOf) -> None:
    own, other = place_of("coordinator"), place_of("member")
    with acting("coordinator") as by:
        with pytest.raises(Refused, match="last_keeper"):
            services.end_placement(placement=own, by=by)
        services.share_keeping(placement=other, by=by)
        services.end_placement(placement=own, by=by)

    assert not sees(acting, "coordinator", room)


def test_a_guest_keeps_no_room(acting: Acting, place_of: PlaceOf) -> None:
    placement = place_of("supervisor")
    with acting("coordinator") as by, pytest.raises(Refused, match="not_placeable"):
        services.share_keeping(placement=placement, by=by)


def coming_back(acting: Acting, persona: Persona, fjordby: Network) -> None:
    """The member leaves the network and is invited anew."""
    member = persona("member")
    with acting("coordinator") as by:
        held = Membership.objects.get(network=fjordby, user=member, state="active")
        party = held.organisation_id
        membership.end(member=held, reason="moved", by=by)
        token = entry.invite(
            network=fjordby, email=member.email, role="member", organisation_id=party, function="x", by=by
        )
    with acting("member") as by:
        entry.accept(token=token, by=by)


def test_coming_back_to_the_network_is_not_coming_back_to_its_rooms(
    acting: Acting, persona: Persona, fjordby: Network, room: Room
) -> None:
    coming_back(acting, persona, fjordby)

    assert not sees(acting, "member", room)


def test_whoever_came_back_can_be_placed_anew(acting: Acting, persona: Persona, fjordby: Network, room: Room) -> None:
    coming_back(acting, persona, fjordby)
    with acting("coordinator") as by:
        services.place(room=room, person_id=persona("member").pk, part=Part.PARTICIPANT, whole=False, by=by)

    assert sees(acting, "member", room)


def test_a_paused_member_hears_nothing_until_she_is_resumed(
    acting: Acting, persona: Persona, fjordby: Network, room: Room
) -> None:
    with acting("coordinator") as by:
        held = Membership.objects.get(network=fjordby, user=persona("member"), state="active")
        membership.pause(member=held, by=by)
        paused = sees(acting, "member", room)
        membership.resume(member=held, by=by)

    assert (paused, sees(acting, "member", room)) == (False, True)


def test_a_visit_that_ends_ends_the_place(acting: Acting, persona: Persona, fjordby: Network, room: Room) -> None:
    with acting("coordinator") as by:
        held = Grant.objects.get(content_object=fjordby, user=persona("supervisor"))
        entry.end_visit(visit=held, by=by)
        entry.let_in(network=fjordby, email=persona("supervisor").email, days=10, purpose="Igjen", by=by)

    assert not sees(acting, "supervisor", room)


def test_a_place_ends_with_the_last_day_of_the_visit(acting: Acting, room: Room, later: Callable[[str], None]) -> None:
    before = sees(acting, "supervisor", room)
    later("61 days")

    assert (before, sees(acting, "supervisor", room)) == (True, False)


def test_a_room_whose_keepers_are_gone_is_kept_by_those_who_take_part(
    acting: Acting, persona: Persona, fjordby: Network
) -> None:
    with acting("deputy") as by:
        made = services.open_room(
            network=fjordby, name="Uten", mode=Mode.ANONYMOUS, people=[persona("member").pk], by=by
        )
    with acting("coordinator") as by:
        membership.end(member=Membership.objects.get(user=persona("deputy"), state="active"), reason="left", by=by)
    with acting("member") as member:
        assert access.may_keep(member, made)


def test_consent_becomes_anonymous_and_never_back(acting: Acting, fjordby: Network) -> None:
    ends = timezone.localdate() + timedelta(days=30)
    with acting("coordinator") as by:
        made = services.open_room(network=fjordby, name="Med samtykke", mode=Mode.CONSENT, consent_ends_on=ends, by=by)
        services.tighten(room=made, by=by)
        made.refresh_from_db()
        assert (made.mode, made.consent_ends_on) == (Mode.ANONYMOUS, None)
        with pytest.raises(Refused, match="already_anonymous"):
            services.tighten(room=made, by=by)


@pytest.mark.parametrize("act", [services.tighten, services.pause, services.resume])
def test_who_does_not_keep_the_room_changes_nothing(acting: Acting, room: Room, act: Callable[..., Any]) -> None:
    with acting("member") as by, pytest.raises(NotAllowed):
        act(room=room, by=by)


@pytest.mark.parametrize("who", ["observer", "supervisor", "stranger"])
def test_who_may_not_open_rooms_opens_none(acting: Acting, fjordby: Network, who: str) -> None:
    with acting(who) as by, pytest.raises(NotAllowed):
        services.open_room(network=fjordby, name="Mitt", mode=Mode.ANONYMOUS, by=by)


def test_two_rooms_of_one_name_are_refused(acting: Acting, fjordby: Network, room: Room) -> None:
    with acting("coordinator") as by, pytest.raises(Refused, match="room_name_taken"):
        services.open_room(network=fjordby, name="PRØVEROM", mode=Mode.ANONYMOUS, by=by)


def test_another_person_is_never_asked_about(acting: Acting, persona: Persona, room: Room) -> None:
    member: User = persona("member")
    with acting("coordinator"), pytest.raises(RuntimeError, match="while acting as"):
        access.visible_to(member)


def test_who_comes_back_to_the_network_is_placed_anew_or_not_at_all(
    acting: Acting, persona: Persona, fjordby: Network, room: Room
) -> None:
    with acting("coordinator") as by:
        member = Membership.objects.get(network=fjordby, user=persona("member"), state="active")
        membership.end(member=member, reason="moved", by=by)
        assert not room.placements.filter(user=persona("member"), ended_at=None).exists()
        email, party = persona("member").email, member.organisation_id
        token = entry.invite(
            network=fjordby, email=email, role="member", organisation_id=party, function="Lærer", by=by
        )
    with acting("member") as user:
        entry.accept(token=token, by=user)
        assert not access.visible_to(user).filter(pk=room.pk).exists()
