"""The demo every newcomer meets: fictional people in three networks, made through the same services as the real ones.

Every private text holds a word unique to its network (fjordkanari, skogkanari, kystkanari), so that a leak can be
searched for. What lies in the past (a visit that has ended, somebody who left in May) is dated back afterwards, by
the maintenance role, since no service can do that; offices are given by the same role.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db import transaction

from knowledge.library.services import let_edit
from networks.directory import services as directory
from networks.directory.choices import LegalBasis, Preset, Sector
from networks.directory.models import Charter, Network, Organisation
from networks.entry import services as entry
from networks.entry.models import Grant
from networks.membership import services as membership
from networks.membership.models import Membership
from portal.access.grants import permission_id
from portal.access.roles import Role
from portal.accounts.models import User
from portal.accounts.personas import PERSONAS
from portal.audit.services import record
from portal.config import environment
from portal.config.demo_functions import lay_card, lay_functions
from portal.config.demo_library import lay_library
from portal.config.demo_readiness import lay_year
from portal.config.demo_rooms import lay_rooms
from portal.config.demo_routines import lay_routine
from portal.config.demo_runs import lay_run
from portal.config.demo_suggestions import lay_suggestions
from portal.tenancy.context import acting_as
from portal.tenancy.functions import call

OTHERS = {
    "mona.vik": "Mona Vik", "ase.lund": "Åse Lund", "arne.dale": "Arne Dale", "omar.said": "Omar Said",
    "tor.helge.moen": "Tor Helge Moen", "berit.krag": "Berit Krag", "nils.gaup": "Nils Gaup", "solveig.ness": "Solveig Ness",
    "marit.voll": "Marit Voll",
}  # fmt: skip
OFFICES = (
    ("supervisor", "supervisor", "vest"),
    ("supervisor-expired", "supervisor", "vest"),
    ("editor", "editor", "ost"),
    ("marit.voll", "editor", "vest"),
    ("operator", "operator", ""),
)


@dataclass(frozen=True)
class Place:
    """A network being furnished, by its founder."""

    network: Network
    founder: User

    def party(self, name: str, sector: Sector) -> Organisation:
        return directory.add_organisation(network=self.network, name=name, sector=sector, by=self.founder)

    def join(self, user: User, role: Role, organisation: Organisation, function: str) -> Membership:
        token = entry.invite(
            network=self.network, email=user.email, role=role, organisation_id=organisation.pk, function=function,
            by=self.founder,
        )  # fmt: skip
        with acting_as(user.pk):
            entry.accept(token=token, by=user)
        return Membership.objects.get(network=self.network, user=user)

    def agree(self, purpose: str) -> None:
        directory.change_charter(
            network=self.network, purpose=purpose, legal_basis=LegalBasis.AGREEMENT, keep_talk_days=90,
            seen=self.seen(), by=self.founder,
        )  # fmt: skip

    def works_in(self, *numbers: str) -> None:
        """Real municipalities, so that region and police district can be shown; nothing else here is real."""
        for number in numbers:
            directory.add_municipality(network=self.network, number=number, by=self.founder)

    def seen(self) -> datetime:
        return Charter.objects.get(network=self.network).changed_at

    def sign(self, user: User, organisation: Organisation, title: str) -> None:
        with acting_as(user.pk):
            directory.sign_charter(
                network=self.network,
                organisation=organisation,
                title=title,
                seen=self.seen(),
                by=user,
            )

    def let_in(self, guest: User, days: int, purpose: str) -> None:
        """Without the letters that tell the guest, which nobody would read."""
        permission = permission_id("networks", "visit_network")
        made = call(
            "let_in", network=self.network.pk, person=guest.pk, days=days, purpose=purpose, permission=permission
        )
        record(self.network.pk, "guest.let_in", Grant(pk=made), label=guest.name, days=days, by=self.founder)


def lay_demo() -> bool:
    """Lay in what is missing; returns whether anything was. Runs as portal_app, like everybody."""
    cast = people()
    offices(cast)
    with transaction.atomic():
        made = [furnish(cast) for furnish in (fjordby, skogdal, kysten) if not furnished(cast, furnish.__name__)]
    if made:
        date_back()
    for who in ("editor", "marit.voll"):
        let_edit(user=cast[who])
    return bool(lay_library() or made)


def people() -> dict[str, User]:
    wanted = {p.slug: (p.email, p.name) for p in PERSONAS}
    wanted |= {slug: (f"{slug}@demo.invalid", name) for slug, name in OTHERS.items()}
    return {slug: person(*told) for slug, told in wanted.items()}


def person(email: str, name: str) -> User:
    return User.objects.filter(email=email).first() or User.objects.create_user(email, name)


def furnished(cast: dict[str, User], place: str) -> bool:
    founder = {"fjordby": "coordinator", "skogdal": "outsider-coordinator", "kysten": "berit.krag"}[place]
    with acting_as(cast[founder].pk):
        return Network.objects.exists()


def start(founder: User, note: str, **told: Any) -> tuple[Place, Organisation]:
    network = membership.found_network(**told, by=founder)
    network.note = note
    network.save(update_fields=["note"])
    return Place(network, founder), network.organisations.get()


def fjordby(cast: dict[str, User]) -> None:
    founder = cast["coordinator"]
    with acting_as(founder.pk):
        place, own = start(
            founder, "Neste samling er 8. desember, i møterommet fjordkanari.", name="Fjordby", slug="fjordby",
            preset=Preset.ONE_MUNICIPALITY, organisation="Fjordby kommune", sector=Sector.MUNICIPALITY,
            function="SLT-koordinator",
        )  # fmt: skip
        place.works_in("1151")
        police, school = (
            place.party("Fjordby politistasjon", Sector.POLICE),
            place.party("Fjordby skole", Sector.SCHOOL),
        )
        nav, health = place.party("NAV Fjordby", Sector.LABOUR), place.party("Fjordby legesenter", Sector.HEALTH)
        place.party("Fjordkanari frivilligsentral", Sector.VOLUNTARY)
        child = place.party("Fjordby barneverntjeneste", Sector.CHILD_WELFARE)
        prison = place.party("Fjordby fengsel", Sector.CORRECTIONAL)
        place.join(cast["deputy"], Role.DEPUTY, own, "Rådgiver")
        place.join(cast["contact"], Role.CONTACT, police, "Radikaliseringskontakt")
        place.join(cast["member"], Role.MEMBER, school, "Miljøterapeut")
        place.join(cast["mentor"], Role.MENTOR, own, "Mentor")
        place.join(cast["mentor-other-case"], Role.MENTOR, own, "Mentor")
        place.join(cast["observer"], Role.OBSERVER, nav, "Veileder")
        place.join(cast["mona.vik"], Role.CONTACT, child, "Barnevernleder")
        place.join(cast["ase.lund"], Role.CONTACT, health, "Kommuneoverlege")
        place.join(cast["arne.dale"], Role.CONTACT, prison, "Avdelingsleder")
        left = place.join(cast["ex-member"], Role.MEMBER, school, "Rådgiver")
        membership.end(member=left, reason="moved", by=founder)
        place.agree("Vi forebygger sammen og støtter folk som vil endre kurs. Vi møtes i fjordkanari.")
        place.sign(founder, own, "SLT-koordinator")
        place.sign(cast["contact"], police, "Radikaliseringskontakt")
        visits(place, cast)
        entry.invite(
            network=place.network, email="liv.hagen@demo.invalid", role=Role.MEMBER, organisation_id=nav.pk,
            function="Ungdomskontakt", by=founder,
        )  # fmt: skip
        asks(place, cast["omar.said"], "Flyktningtjenesten", "Programrådgiver, prosjekt fjordkanari")
        lay_card(place.network, founder, cast["member"])
        furnish(place, founder, cast, other="member", doer="mentor")
        lay_functions(place.network, founder)


def visits(place: Place, cast: dict[str, User]) -> None:
    """The two supervisors that the network lets in."""
    place.let_in(cast["supervisor"], 60, "Råd om samarbeidet i høst, på samlingene i fjordkanari")
    place.let_in(cast["supervisor-expired"], 30, "Råd om planarbeidet, på samlingene i fjordkanari")


def furnish(place: Place, founder: User, cast: dict[str, User], *, other: str, doer: str = "") -> None:
    """A routine in force, a year, rooms with talk, and the routine followed in one of them; `other` is in it too."""
    lay_routine(place.network, founder, cast[other])
    lay_suggestions(place.network, founder)
    lay_rooms(cast, place.network)
    lay_run(place.network, founder, cast[other])
    lay_year(place.network, founder, cast[doer or other])


def asks(place: Place, user: User, organisation: str, function: str) -> None:
    code = place.network.join_code
    with acting_as(user.pk):
        entry.ask(network_id=place.network.pk, code=code or "", organisation=organisation, function=function, by=user)


def skogdal(cast: dict[str, User]) -> None:
    founder = cast["outsider-coordinator"]
    with acting_as(founder.pk):
        place, own = start(
            founder, "To kommuner, ett nettverk, møterom skogkanari.", name="Skogdal og Elvestad", slug="skogdal-og-elvestad",
            preset=Preset.INTER_MUNICIPAL, organisation="Skogdal kommune", sector=Sector.MUNICIPALITY,
            function="SLT-koordinator",
        )  # fmt: skip
        place.works_in("3430", "3429")
        other = place.party("Elvestad kommune", Sector.MUNICIPALITY)
        place.party("Skogkanari menighet", Sector.FAITH)
        place.join(cast["tor.helge.moen"], Role.DEPUTY, other, "SLT-koordinator")
        place.join(
            cast["nils.gaup"], Role.MEMBER, place.party("Skogdal lensmannskontor", Sector.POLICE), "Politikontakt"
        )
        place.agree("Vi deler på det vi har lært i to små kommuner. Vi møtes i skogkanari.")
        place.sign(founder, own, "SLT-koordinator")
        place.sign(cast["tor.helge.moen"], other, "SLT-koordinator")
        furnish(place, founder, cast, other="tor.helge.moen")


def kysten(cast: dict[str, User]) -> None:
    founder = cast["berit.krag"]
    with acting_as(founder.pk):
        place, own = start(
            founder, "Hele kysten, ett bord: kystkanari.", name="Kystnettverket", slug="kystnettverket",
            preset=Preset.POLICE_DISTRICT, organisation="Havneby kommune", sector=Sector.MUNICIPALITY,
            function="Koordinator",
        )  # fmt: skip
        place.works_in("1811", "1812", "1813")
        police = place.party("Kystkanari politidistrikt", Sector.POLICE)
        prison = place.party("Kysten fengsel", Sector.CORRECTIONAL)
        place.join(cast["solveig.ness"], Role.CONTACT, prison, "Tilbakeføringskoordinator")
        place.join(cast["tor.helge.moen"], Role.OBSERVER, police, "Gjest fra Elvestad")
        place.agree("Vi følger opp overgangen fra fengsel til kommune. Vi møtes i kystkanari.")
        place.sign(founder, own, "Koordinator")
        furnish(place, founder, cast, other="solveig.ness")


def maintenance(statements: Iterable[tuple[str, list[Any]]]) -> None:
    """A short visit as portal_maint, for what no person may do through the portal."""
    told = environment.database("maint")
    with psycopg.connect(
        host=str(told["HOST"]), port=int(str(told["PORT"])), dbname=str(told["NAME"]), user=str(told["USER"]),
        password=str(told["PASSWORD"]) or None,
    ) as connection:  # fmt: skip
        for statement, values in statements:
            connection.execute(statement.encode(), values)


def offices(cast: dict[str, User]) -> None:
    insert = """INSERT INTO portal_office (user_id, kind, region, starts_on)
                SELECT %s, %s, %s, sec.today() - 400
                WHERE NOT EXISTS (SELECT 1 FROM portal_office WHERE user_id = %s)"""
    maintenance((insert, [cast[slug].pk, kind, region, cast[slug].pk]) for slug, kind, region in OFFICES)


def date_back() -> None:
    """A visit that ended last week, somebody who left in May, and a contact to be confirmed within the month."""
    of = "(SELECT id FROM portal_user WHERE email = %s)"
    visit = f"UPDATE networks_grant SET granted_at = now() - interval '97 days', ends_at = now() - interval '7 days' WHERE user_id = {of}"
    left = f"UPDATE networks_membership SET starts_on = sec.today() - 400, ended_at = now() - interval '180 days', ends_on = sec.today() - 180 WHERE user_id = {of}"
    due = f"UPDATE networks_membership SET starts_on = sec.today() - 356, confirm_by = sec.today() + 9 WHERE user_id = {of}"
    people = (("supervisor-expired", visit), ("ex-member", left), ("mona.vik", due))
    maintenance((statement, [f"{slug}@demo.invalid"]) for slug, statement in people)
