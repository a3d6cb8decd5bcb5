"""What waits for a person, and for whom it does not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from networks.directory import services as directory
from networks.directory.choices import EXPECTED, LegalBasis, Preset, Sector
from networks.directory.models import Charter, Network
from networks.directory.queries.parties import sector_lines
from networks.entry import services as entry
from networks.library import services as library
from networks.membership import services
from networks.membership.models import Membership
from networks.membership.queries import handover_facts
from networks.steps.content import Content, Head, Step
from networks.steps.exchange import Document
from portal.accounts.models import User
from portal.home.desk import at_the_desk
from portal.home.standing import standings
from portal.home.waiting import waiting
from portal.tenancy.functions import call
from tests.factories import make_member, make_user

Acting = Callable[[str], Any]
Later = Callable[[str], None]
Person = Callable[[str], User]
IN_TESTS = 3  # the savepoint, its release, and setting back who acts: a request inside a transaction
HOME_QUERIES = 9 + IN_TESTS  # one of them for the bell, and one for those who write the library
FRONT_QUERIES = 9 + IN_TESTS  # without that, but one for what is new in her rooms, and one for the year
INVITE = "Invite somebody", "/nettverk/fjordby/medlemmer/inviter/"
ADD = "Add an organisation", "/nettverk/fjordby/virksomheter/ny/"


def headings(user: User, slug: str = "") -> list[str]:
    """Without what is new in her rooms, where the demo has been talking."""
    return [thing.heading for thing in waiting(user, slug) if "in your rooms" not in thing.heading]


@pytest.fixture
def vik(acting: Acting, later: Later) -> Network:
    """A network the coordinator has just founded: nothing is written, nobody is asked, nobody has asked."""
    with acting("coordinator") as coordinator:
        found(coordinator, 1, later)
        return Network.objects.get(slug="vik-1")


def write_charter(network: Network, by: User) -> None:
    seen = Charter.objects.get(network=network).changed_at
    directory.change_charter(
        network=network, purpose="We prevent together.", legal_basis=LegalBasis.AGREEMENT, keep_talk_days=90,
        seen=seen, by=by,
    )  # fmt: skip


def ask(acting: Acting, network: Network) -> None:
    with acting("stranger"):
        call("ask_to_join", code=network.join_code, organisation="Fjordby helsestasjon", function="Nurse")


def test_request_waits_for_the_coordinator_by_name(acting: Acting, vik: Network) -> None:
    ask(acting, vik)

    with acting("coordinator") as coordinator:
        assert headings(coordinator, "vik-1")[0] == "Nina Nord asks to join Vik 1"
        assert waiting(coordinator, "vik-1")[0].text.endswith("Until then Nina Nord sees nothing of the network.")


def test_two_requests_wait_as_a_number(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        assert headings(coordinator)[0] == "Omar Said asks to join Fjordby"
    ask(acting, fjordby)

    with acting("coordinator") as coordinator:
        assert headings(coordinator)[0] == "2 people ask to join Fjordby"


@pytest.mark.parametrize("who", ["member", "contact", "observer", "outsider-coordinator"])
def test_request_does_not_wait_for(acting: Acting, fjordby: Network, who: str) -> None:
    ask(acting, fjordby)

    with acting(who) as user:
        assert not [heading for heading in headings(user) if "to join" in heading]


def test_handover_waits_for_the_successor_before_everything_else(acting: Acting, fjordby: Network) -> None:
    ask(acting, fjordby)
    with acting("coordinator"):
        successor = Membership.objects.get(network=fjordby, user__email="deputy@demo.invalid")
        call("propose_handover", membership=successor.pk, note="")

    with acting("deputy") as deputy:
        assert headings(deputy)[0] == "You are asked to become coordinator of Fjordby"


def test_handover_does_not_wait_for_others(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        successor = Membership.objects.get(network=fjordby, user__email="deputy@demo.invalid")
        call("propose_handover", membership=successor.pk, note="")

        assert "You are asked to become coordinator of Fjordby" not in headings(coordinator)


def test_charter_waits_to_be_written_then_signed_then_no_more(acting: Acting, vik: Network) -> None:
    with acting("coordinator") as coordinator:
        assert "Write down what Vik 1 has agreed" in headings(coordinator)

        write_charter(vik, coordinator)
        assert "Write down what Vik 1 has agreed" not in headings(coordinator)
        assert "Your organisation has not signed the charter of Vik 1" in headings(coordinator)

        seen = Charter.objects.get(network=vik).changed_at
        directory.sign_charter(
            network=vik, organisation=vik.organisations.get(), title="Adviser",
            seen=seen, by=coordinator,
        )  # fmt: skip
        assert not [heading for heading in headings(coordinator) if "charter" in heading]


def test_unwritten_charter_does_not_wait_for_the_contact(acting: Acting, vik: Network, persona: Person) -> None:
    with acting("coordinator") as coordinator:
        make_member(vik, persona("contact"), by=coordinator, role="contact")

    with acting("contact") as contact:
        assert headings(contact) == []
    with acting("coordinator") as coordinator:
        write_charter(vik, coordinator)
    with acting("contact") as contact:
        assert headings(contact) == ["Your organisation has not signed the charter of Vik 1"]


def test_invitation_waits_when_it_lapses_within_two_days(acting: Acting, vik: Network) -> None:
    with acting("coordinator") as coordinator:
        party = vik.organisations.get()
        entry.invite(
            network=vik,
            email="new@demo.invalid",
            role="member",
            organisation_id=party.pk,
            function="Adviser",
            by=coordinator,
        )
        assert not [heading for heading in headings(coordinator) if "lapse" in heading]

    with time_moved(days=6), acting("coordinator") as coordinator:
        assert "An invitation to Vik 1 lapses within two days" in headings(coordinator)


def test_missing_sectors_wait_for_who_may_invite_only(acting: Acting, fjordby: Network) -> None:
    with acting("deputy") as deputy:
        staffed = set(Membership.objects.live().filter(network=fjordby).values_list("organisation__sector", flat=True))
        visited = {Sector.RVTS}  # Thea Dahl is there
        shown = {*EXPECTED, *fjordby.organisations.values_list("sector", flat=True)}
        missing = shown - staffed - visited
        assert len(missing) > 1
        assert f"Fjordby lacks somebody from {len(missing)} sectors" in headings(deputy)
    with acting("member") as member:
        assert headings(member) == []


def test_the_front_page_the_picture_and_the_handover_miss_the_same_sectors(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        [standing] = standings(coordinator, "fjordby")
        lines = sector_lines(fjordby, today=timezone.localdate())
        handed_over = handover_facts(coordinator, fjordby).missing

    drawn = [line.sector for line in lines if line.state == "gap"]
    assert standing.missing == drawn == handed_over != []


def test_sectors_without_an_organisation_lead_to_adding_one(acting: Acting, fjordby: Network) -> None:
    """Everybody is invited for an organisation: where there is none, the form of invitations has nothing to choose."""
    with acting("coordinator") as coordinator:
        [thing] = [thing for thing in waiting(coordinator, "fjordby") if "lacks somebody" in thing.heading]
        assert (thing.button, thing.href) == INVITE

        fjordby.organisations.filter(sector=Sector.VOLUNTARY).update(sector=Sector.SCHOOL)
        [thing] = [thing for thing in waiting(coordinator, "fjordby") if "lacks somebody" in thing.heading]
        assert (thing.button, thing.href) == ADD


def test_confirmations_wait_for_the_contact_for_her_own_organisation(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        make_member(fjordby, make_user(1), by=coordinator, party="Fjordby politistasjon")
        others = Membership.objects.live().filter(network=fjordby).exclude(user=coordinator).count()
    with time_moved(days=340), acting("contact") as contact:
        assert "One membership in Fjordby must be confirmed" in headings(contact)
    with time_moved(days=340), acting("coordinator") as coordinator:
        assert f"{others} memberships in Fjordby must be confirmed" in headings(coordinator)


def test_ones_own_confirmation_waits_only_for_who_is_alone_in_the_task(acting: Acting, vik: Network) -> None:
    """The contact alone in her organisation waits for another's word; the founder of Vik has only her own."""
    with time_moved(days=340), acting("contact") as contact:
        assert not [heading for heading in headings(contact) if "must be confirmed" in heading]
    with time_moved(days=340), acting("coordinator") as coordinator:
        assert "One membership in Vik 1 must be confirmed" in headings(coordinator, "vik-1")


def test_waiting_in_one_network_says_nothing_of_another(acting: Acting, fjordby: Network, later: Later) -> None:
    with acting("coordinator") as coordinator:
        found(coordinator, 1, later)

        assert not [heading for heading in headings(coordinator, "fjordby") if "Vik 1" in heading]
        assert [heading for heading in headings(coordinator, "vik-1") if "Vik 1" in heading]


def time_moved(*, days: int) -> Any:
    import time_machine  # noqa: PLC0415 slow

    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def found(founder: User, count: int, later: Later) -> None:
    """Two a day: with Fjordby, which the demo has just founded, as many as anybody may."""
    for number in range(1, count + 1):
        later(f"-{(count - number) // 2 * 2} days")
        services.found_network(
            name=f"Vik {number}",
            preset=Preset.ONE_MUNICIPALITY,
            organisation="Vik kommune",
            sector=Sector.MUNICIPALITY,
            function="Adviser",
            by=founder,
        )


@pytest.mark.parametrize("networks", [1, 30])
def test_home_asks_as_much_of_thirty_networks_as_of_one(
    acting: Acting,
    signed_in: Callable[[str], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
    later: Later,
    networks: int,
) -> None:
    with acting("coordinator") as coordinator:
        found(coordinator, networks - 1, later)
    client = signed_in("coordinator")
    client.get("/hjem/")

    with django_assert_num_queries(HOME_QUERIES):
        answer = client.get("/hjem/")

    assert answer.status_code == 200


def test_front_page_of_a_network_costs_nine_queries(
    signed_in: Callable[[str], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("coordinator")
    client.get("/nettverk/fjordby/")

    with django_assert_num_queries(FRONT_QUERIES):
        client.get("/nettverk/fjordby/")


def test_one_that_must_be_confirmed_is_not_the_first_of_several(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as coordinator:
        make_member(fjordby, make_user(1), by=coordinator, party="Fjordby politistasjon")
    with time_moved(days=340), acting("contact") as contact:
        [text] = [thing.text for thing in waiting(contact, "fjordby") if "must be confirmed" in thing.heading]

    assert text.startswith("By ")


def test_a_colleagues_text_waits_for_those_who_write_the_library_and_have_not_written_in_it(
    acting: Acting, signed_in: Callable[[str], Client]
) -> None:
    with acting("supervisor") as by:
        content = Content(Head(title="Noe nytt"), (Step(id="ett", title="Begynn", role="coordinator"),))
        version = library.write(document=Document("noe-nytt", "routine", "nb", content), by=by)
        library.send(version=version, note="Ny", significance="major", review_on=timezone.localdate(), by=by)

    told = {}
    for who in ("supervisor", "supervisor-expired", "coordinator", "editor"):
        with acting(who) as user:
            told[who] = [(one.heading, one.href) for one in at_the_desk(user)]
        page = signed_in(who).get("/hjem/").content.decode()
        assert ("/bibliotek/rutiner/noe-nytt/utkast/" in page) == bool(told[who])

    waits = ("A routine of the library waits for a second reader", "/bibliotek/rutiner/noe-nytt/utkast/")
    assert told == {"supervisor": [], "supervisor-expired": [waits], "coordinator": [], "editor": []}


def test_what_there_is_no_room_for_is_folded_away(
    acting: Acting, signed_in: Callable[[str], Client], later: Later
) -> None:
    with acting("coordinator") as coordinator:
        found(coordinator, 4, later)
        things = waiting(coordinator)
    page = signed_in("coordinator").get("/hjem/").content.decode()

    assert f"<summary>{len(things) - 4} more</summary>" in page
    assert [thing.href for thing in things if f'href="{thing.href}"' not in page] == []
