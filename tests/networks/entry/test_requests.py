"""Asking to join by the network's link, and the coordinator's answer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from networks.directory.models import Network, Organisation
from networks.entry import access, queries, services
from networks.entry.models import JoinRequest
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused

Acting = Callable[[str], Any]


def ask(network: Network, by: User) -> None:
    services.ask(
        network_id=network.pk, code=network.join_code or "", organisation="NAV Fjordby", function="Adviser", by=by
    )


def own_requests_of(acting: Acting, slug: str) -> list[queries.OwnRequest]:
    with acting(slug):
        return queries.own_requests()


def test_asking_gives_no_access(acting: Acting, asked: JoinRequest) -> None:
    with acting("stranger"):
        assert not Network.objects.filter(slug="fjordby").exists()
        assert not JoinRequest.objects.exists()


def test_the_doorstep_tells_who_asked_that_she_waits(acting: Acting, fjordby: Network, asked: JoinRequest) -> None:
    with acting("stranger") as stranger:
        doorstep = access.get_doorstep_or_404(stranger, fjordby.join_code or "")

    assert (doorstep.name, doorstep.asked_at, doorstep.member) == ("Fjordby", asked.asked_at, False)


def test_admitted_person_is_a_member_for_the_chosen_organisation(
    acting: Acting, asked: JoinRequest, party: Organisation
) -> None:
    with acting("deputy") as deputy:
        services.admit(asked=asked, role="observer", organisation_id=party.pk, by=deputy)

    with acting("stranger") as stranger:
        membership = Membership.objects.get(user=stranger)
        assert (membership.role, membership.organisation_id, membership.function) == ("observer", party.pk, "Adviser")


def test_declined_person_stays_outside_and_may_ask_again(acting: Acting, fjordby: Network, asked: JoinRequest) -> None:
    with acting("coordinator") as coordinator:
        services.decline(asked=asked, by=coordinator)

    with acting("stranger") as stranger:
        assert not Membership.objects.exists()
        doorstep = access.get_doorstep_or_404(stranger, fjordby.join_code or "")
        assert (doorstep.asked_at, doorstep.declined_at is None) == (None, False)
        ask(fjordby, stranger)


def test_a_no_stands_on_ones_day_for_thirty_days_with_the_way_to_ask_again(
    acting: Acting,
    signed_in: Callable[[str], Client],
    fjordby: Network,
    asked: JoinRequest,
    later: Callable[[str], None],
) -> None:
    with acting("coordinator") as coordinator:
        services.decline(asked=asked, by=coordinator)
    stranger = signed_in("stranger")

    stranger.cookies["language"] = "en"
    page = stranger.get("/hjem/").content.decode()
    assert "The coordinator said no" in page
    assert f'href="/nettverk/bli-med/{fjordby.join_code}/"' in page

    later("31 days")
    assert own_requests_of(acting, "stranger") == []


def test_a_no_stands_on_nobody_elses_day(acting: Acting, asked: JoinRequest) -> None:
    with acting("coordinator") as coordinator:
        services.decline(asked=asked, by=coordinator)

    assert [own.network for own in own_requests_of(acting, "stranger")] == ["Fjordby"]
    assert own_requests_of(acting, "ex-member") == own_requests_of(acting, "outsider-coordinator") == []


def test_a_declined_person_is_not_handed_a_newer_link(acting: Acting, fjordby: Network, asked: JoinRequest) -> None:
    with acting("coordinator") as coordinator:
        services.decline(asked=asked, by=coordinator)
        services.renew_join_link(network=fjordby, by=coordinator)

    assert [(own.declined_at is None, own.code) for own in own_requests_of(acting, "stranger")] == [(False, "")]


def test_asking_again_takes_the_place_of_the_no(acting: Acting, fjordby: Network, asked: JoinRequest) -> None:
    with acting("coordinator") as coordinator:
        services.decline(asked=asked, by=coordinator)
    with acting("stranger") as stranger:
        ask(fjordby, stranger)

    assert [own.declined_at for own in own_requests_of(acting, "stranger")] == [None]


def test_whoever_came_in_another_way_is_told_no_no(
    acting: Acting, asked: JoinRequest, send: Callable[..., str]
) -> None:
    with acting("coordinator") as coordinator:
        services.decline(asked=asked, by=coordinator)
    token = send("stranger@demo.invalid")
    with acting("stranger") as stranger:
        services.accept(token=token, by=stranger)

    assert own_requests_of(acting, "stranger") == []


def test_asking_twice_is_refused(acting: Acting, fjordby: Network, asked: JoinRequest) -> None:
    with acting("stranger") as stranger, pytest.raises(Refused, match="already_asked"):
        ask(fjordby, stranger)


def test_a_member_cannot_ask(acting: Acting, fjordby: Network) -> None:
    with acting("member") as member, pytest.raises(Refused, match="already_member"):
        ask(fjordby, member)


def test_answering_twice_is_refused(acting: Acting, asked: JoinRequest, party: Organisation) -> None:
    with acting("coordinator") as coordinator:
        services.decline(asked=asked, by=coordinator)

        with pytest.raises(Refused, match="already_answered"):
            services.admit(asked=asked, role="member", organisation_id=party.pk, by=coordinator)


def test_admitting_for_another_networks_organisation_is_refused(acting: Acting, asked: JoinRequest) -> None:
    with acting("outsider-coordinator"):
        foreign = Organisation.objects.get(name="Skogdal kommune")

    with acting("coordinator") as coordinator, pytest.raises(Refused, match="no_such_organisation"):
        services.admit(asked=asked, role="member", organisation_id=foreign.pk, by=coordinator)


def test_a_deputy_admits_no_coordinator(acting: Acting, asked: JoinRequest, party: Organisation) -> None:
    with acting("deputy") as deputy, pytest.raises(NotAllowed):
        services.admit(asked=asked, role="coordinator", organisation_id=party.pk, by=deputy)


@pytest.mark.parametrize("slug", ["contact", "member", "observer", "ex-member", "outsider-coordinator", "stranger"])
def test_the_database_refuses_answers_of_who_may_not(
    acting: Acting, asked: JoinRequest, party: Organisation, slug: str
) -> None:
    with pytest.raises(NotAllowed), acting(slug):
        call("answer_request", request=asked.pk, role="member", organisation=party.pk)


@pytest.mark.parametrize("slug", ["contact", "member", "outsider-coordinator", "stranger"])
def test_requests_are_invisible_to_who_may_not_answer(acting: Acting, asked: JoinRequest, slug: str) -> None:
    with acting(slug) as user:
        assert not JoinRequest.objects.filter(pk=asked.pk).exists()
        with pytest.raises(NotVisible):
            access.get_request_or_404(user, "fjordby", asked.pk)


def test_a_new_join_link_kills_the_old(acting: Acting, fjordby: Network) -> None:
    old = fjordby.join_code or ""
    with acting("deputy") as deputy:
        new = services.renew_join_link(network=fjordby, by=deputy)

    with acting("stranger") as stranger:
        assert access.get_doorstep_or_404(stranger, new).slug == "fjordby"
        with pytest.raises(NotVisible):
            access.get_doorstep_or_404(stranger, old)


@pytest.mark.parametrize("code", ["", "None", "null"])
def test_a_closed_link_opens_for_no_code(acting: Acting, fjordby: Network, code: str) -> None:
    with acting("coordinator") as coordinator:
        services.close_join_link(network=fjordby, by=coordinator)

    with acting("stranger") as stranger, pytest.raises(NotVisible):
        access.get_doorstep_or_404(stranger, code)


@pytest.mark.parametrize("slug", ["contact", "member", "observer", "ex-member", "outsider-coordinator", "stranger"])
def test_the_database_refuses_a_new_link_to_who_may_not_manage(acting: Acting, fjordby: Network, slug: str) -> None:
    with pytest.raises(NotAllowed), acting(slug):
        call("renew_join_link", network=fjordby.pk, code="chosen-by-somebody")


def test_nobody_sees_a_network_by_its_code(acting: Acting, fjordby: Network) -> None:
    assert call("network_by_code", code=fjordby.join_code) is None


def test_each_step_of_a_request_leaves_one_entry(
    acting: Acting, fjordby: Network, asked: JoinRequest, party: Organisation
) -> None:
    with acting("coordinator") as coordinator:
        services.admit(asked=asked, role="member", organisation_id=party.pk, by=coordinator)
        services.renew_join_link(network=fjordby, by=coordinator)
        services.close_join_link(network=fjordby, by=coordinator)
        actions = list(
            Entry.objects.filter(network_id=fjordby.pk).order_by("-seq").values_list("action", flat=True)[:4]
        )

    assert actions == ["join_link.closed", "join_link.renewed", "request.admitted", "request.made"]
