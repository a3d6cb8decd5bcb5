"""A holding is confirmed once a year, and ends with its membership."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from networks.directory.models import Network
from networks.functions import services
from networks.functions.choices import YEAR
from networks.functions.models import Holding
from networks.membership import services as members
from networks.membership.models import SOON
from portal.audit.models import Entry
from portal.config.jobs import keep_holdings
from portal.notices.models import Notice
from portal.notices.queries import news
from portal.tenancy.refusals import Refused
from tests.networks.functions.conftest import Acting, InForce, Member, Name

Later = Callable[[str], None]
SignedIn = Callable[[str], Client]
AT = "/nettverk/fjordby/funksjoner/"


def confirmed_long_ago(acting: Acting, holding: Holding) -> None:
    with acting("coordinator"):
        Holding.objects.filter(pk=holding.pk).update(confirm_on=timezone.localdate() + SOON)


def told(acting: Acting, who: str) -> list[str]:
    with acting(who) as user:
        return [one.line.text + one.line.where for one in news(user) if "contact list" in one.line.text]


class TestByNight:
    def test_nobody_is_told_before_it_is_time(self, acting: Acting, name: Name) -> None:
        name("health", "ase.lund")

        assert keep_holdings(0) == 0

    def test_those_who_write_routines_are_told_thirty_days_before(
        self, acting: Acting, name: Name, later: Later
    ) -> None:
        name("health", "ase.lund", "400 00 000")
        later("336 days")

        assert keep_holdings(0) == 1
        assert told(acting, "coordinator") == ["Somebody on the contact list should be confirmedFjordby"]
        assert told(acting, "member") == told(acting, "outsider-coordinator") == []

    def test_they_are_told_once_and_again_when_the_day_has_passed(
        self, acting: Acting, name: Name, later: Later
    ) -> None:
        name("health", "ase.lund")
        later("336 days")

        assert (keep_holdings(0), keep_holdings(0)) == (1, 0)
        later("366 days")
        assert (keep_holdings(0), keep_holdings(0)) == (1, 0)

    def test_what_was_told_is_no_news_once_it_is_confirmed(self, acting: Acting, name: Name) -> None:
        made = name("health", "ase.lund")
        confirmed_long_ago(acting, made)
        keep_holdings(0)
        assert told(acting, "coordinator")

        with acting("deputy") as by:
            services.confirm(holding=made, by=by)

        assert told(acting, "coordinator") == []

    def test_who_has_left_is_off_the_list(self, acting: Acting, name: Name, member: Member) -> None:
        made, stays = name("health", "ase.lund"), name("health", "mona.vik")
        with acting("coordinator") as by:
            members.end(member=member("ase.lund"), reason="moved", by=by)

        keep_holdings(0)

        with acting("coordinator"):
            assert set(Holding.objects.filter(pk__in=(made.pk, stays.pk))) == {stays}

    def test_a_person_cannot_run_it(self, acting: Acting, name: Name) -> None:
        confirmed_long_ago(acting, name("health", "ase.lund"))

        with acting("coordinator"):
            assert keep_holdings(0) == 0
            assert not Notice.objects.filter(kind="holding_confirm").exists()


class TestConfirming:
    def test_holds_for_another_year_and_is_noted(self, acting: Acting, name: Name, fjordby: Network) -> None:
        made = name("health", "ase.lund")
        confirmed_long_ago(acting, made)
        with acting("deputy") as by:
            services.confirm(holding=made, by=by)
            made.refresh_from_db()

            assert made.confirm_on == timezone.localdate() + YEAR
        with acting("coordinator"):
            assert Entry.objects.filter(network_id=fjordby.pk, action="holding.confirmed", subject_id=made.pk).exists()

    def test_is_refused_while_the_membership_is_paused(self, acting: Acting, name: Name, member: Member) -> None:
        made = name("health", "ase.lund")
        with acting("coordinator") as by:
            members.pause(member=member("ase.lund"), by=by)

            with pytest.raises(Refused, match="member_not_live"):
                services.confirm(holding=made, by=by)


class TestThePage:
    def test_says_first_what_nobody_holds(self, signed_in: SignedIn, in_force: InForce, name: Name) -> None:
        in_force("Prøve")
        name("health", "ase.lund", "+47 400 00 000")

        page = signed_in("coordinator").get(AT, headers={"accept-language": "en"}).content.decode()

        assert page.index("1 function has nobody") < page.index("Åse Lund")
        assert f'href="{AT}ny/?funksjon=police_contact"' in page
        assert 'href="tel:+4740000000"' in page

    def test_asks_for_a_word_when_the_day_is_near(self, signed_in: SignedIn, acting: Acting, name: Name) -> None:
        near, far = name("health", "ase.lund"), name("health", "mona.vik")
        confirmed_long_ago(acting, near)

        page = signed_in("coordinator").get(AT).content.decode()

        assert f"{AT}{near.pk}/bekreft/" in page
        assert f"{AT}{far.pk}/bekreft/" not in page

    def test_offers_a_member_nothing_to_change(self, signed_in: SignedIn, in_force: InForce, name: Name) -> None:
        in_force("Prøve")
        made = name("health", "ase.lund")

        page = signed_in("member").get(AT).content.decode()

        assert "ny/" not in page.partition("<main")[2]
        assert f"{AT}{made.pk}/" not in page

    def test_names_confirms_and_takes_off(
        self, signed_in: SignedIn, acting: Acting, empty: None, member: Member, fjordby: Network
    ) -> None:
        client, health = signed_in("coordinator"), member("ase.lund")
        sent = {"function": "health", "membership": health.pk, "phone": "400 00 000"}

        assert client.post(f"{AT}ny/", sent).status_code == 302
        with acting("coordinator"):
            made = Holding.objects.get(network=fjordby)
        assert client.post(f"{AT}{made.pk}/bekreft/").status_code == 302
        assert client.post(f"{AT}{made.pk}/ta-av/").status_code == 302
        with acting("coordinator"):
            assert not Holding.objects.filter(network=fjordby).exists()

    def test_says_what_stands_in_the_way(self, signed_in: SignedIn, name: Name, member: Member) -> None:
        name("health", "ase.lund")
        sent = {"function": "health", "membership": member("ase.lund").pk, "phone": ""}

        page = signed_in("coordinator").post(f"{AT}ny/", sent, headers={"accept-language": "en"})

        assert "That person holds this function already." in page.content.decode()

    @pytest.mark.parametrize("phone", ["ring meg", "12", "+47 400 00 000; DROP", "4" * 21])
    def test_takes_only_a_phone_for_a_phone(
        self, signed_in: SignedIn, acting: Acting, empty: None, member: Member, fjordby: Network, phone: str
    ) -> None:
        sent = {"function": "health", "membership": member("ase.lund").pk, "phone": phone}

        assert signed_in("coordinator").post(f"{AT}ny/", sent).status_code == 200
        with acting("coordinator"):
            assert not Holding.objects.filter(network=fjordby).exists()
