"""Whatever order people are invited, moved, paused, removed, re-invited and handed over in, the database's answers are
those of reference.py after every step: who sees the network, and in which roles. So they are when a guest's office ends.

A hundred runs of twenty steps; PORTAL_DEEP=2000 makes that many runs of fifty.
"""

import json
import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from networks.directory.models import Network
from networks.entry import services as entry
from networks.entry.models import Invitation
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from portal.tenancy.functions import call
from portal.tenancy.refusals import NotAllowed, Refused
from tests import database
from tests.conftest import SERVER
from tests.contracts.reference import Book, Member

DEEP = int(os.environ.get("PORTAL_DEEP", "0"))
# Six people are enough for every pair of relations, few enough that they meet.
PEOPLE = ("ann", "bo", "cia", "dag", "eli", "guest")
ROLES = ("coordinator", "deputy", "contact", "member", "observer")
people, roles = st.sampled_from(PEOPLE), st.sampled_from(ROLES)
# Who asks; then roles by the function, sight by the policy.
ASKS = """
SELECT FROM sec.act_as('%(user)s', false);
SELECT ARRAY(SELECT role FROM sec.my_roles() WHERE network_id = %(network)s),
       EXISTS (SELECT 1 FROM networks_network WHERE id = %(network)s);
"""
DAYS = st.sampled_from((1, 30, 90))


class Belonging(RuleBasedStateMachine):
    """Each run founds its own network inside a savepoint that is rolled back at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.permission = Permission.objects.get(codename="visit_network").pk
        self.users = {name: User.objects.get(email=address(name)) for name in PEOPLE}
        self.tokens: dict[str, str] = {}
        self.offered = self.visit = 0
        self.book = Book({"ann": Member("coordinator")}, in_office={"guest"})
        with acting_as(self.users["ann"].pk):
            self.network_id: int = call(
                "found_network", slug="run", name="Run", preset="municipality", join_code="run", organisation="Run",
                sector="municipality", regime="fvl", function="x",
            )  # fmt: skip
            self.network = Network.objects.get(pk=self.network_id)
            self.party = self.network.organisations.get().pk
            self.held = {"ann": Membership.objects.get(network=self.network_id).pk}
        for name, role in (("bo", "deputy"), ("cia", "contact")):  # or too few runs would get beyond the first letter
            self.invite("ann", name, role)
            self.accept(name, name)
        self.invite("bo", "dag", "member")

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)
        end_office("infinity")

    def does(self, by: str, what: str, **told: Any) -> Any:
        """Returns None where the database refuses; what is refused leaves nothing behind."""
        try:
            with acting_as(self.users[by].pk):
                return call(what, **told) or True
        except (Refused, NotAllowed):
            return None

    def number(self, who: str) -> int:
        """Her membership, her last one if it has ended, or one that does not exist."""
        return self.held.get(who, 0)

    @rule(by=people, to=people, role=roles)
    def invite(self, by: str, to: str, role: str) -> None:
        try:
            with acting_as(self.users[by].pk):
                token = entry.invite(
                    network=self.network, email=address(to), role=role, organisation_id=self.party, function="x",
                    by=self.users[by],
                )  # fmt: skip
        except (Refused, NotAllowed):
            token = ""
        assert bool(token) is self.book.may_invite(by, to, role)
        if token:
            self.tokens[to] = token
            self.book.write(by, to, role)

    @rule(by=people, to=people)
    def take_back(self, by: str, to: str) -> None:
        """Only an open letter: a second time, the answer is the same."""
        done = self.does(by, "revoke_invitation", invitation=self.letter(to)) if to in self.book.letters else None
        assert bool(done) is self.book.may_take_back(by, to)
        if done:
            del self.book.letters[to]

    def letter(self, to: str) -> int:
        with acting_as(self.coordinator()):
            letters = Invitation.objects.filter(network=self.network_id, email=address(to))
            return letters.latest("pk").pk

    def coordinator(self) -> int:
        return next(self.users[name].pk for name in PEOPLE if self.book.role(name) == "coordinator")

    @rule(who=people)
    def accept_own(self, who: str) -> None:
        self.accept(who, who)

    @rule(who=people, holder=people)
    def accept(self, who: str, holder: str) -> None:
        """Whoever got hold of a letter tries it; only the one it is addressed to comes in."""
        done = self.does(who, "accept_invitation", token_hash=entry.token_hash(self.tokens.get(holder, "none")))
        assert bool(done) is (who == holder and self.book.may_accept(who))
        if done:
            self.book.members[who], self.held[who] = (
                Member(self.book.letters.pop(who).role),
                json.loads(done)["membership"],
            )
            self.book.visits.discard(who)

    @rule(by=people, who=people, role=roles)
    def change_role(self, by: str, who: str, role: str) -> None:
        done = self.does(by, "change_role", membership=self.number(who), role=role)
        assert bool(done) is self.book.may_change(by, who, role)
        if done:
            self.book.change(by, who, role)

    @rule(by=people, who=people, paused=st.booleans())
    def pause(self, by: str, who: str, paused: bool) -> None:  # noqa: FBT001 Hypothesis names it
        done = self.does(by, "pause_member", membership=self.number(who), paused=paused)
        assert bool(done) is self.book.may_pause(by, who, paused=paused)
        if done:
            self.book.pause(by, who, paused=paused)

    @rule(by=people, who=people)
    def remove(self, by: str, who: str) -> None:
        done = self.does(by, "end_member", membership=self.number(who), reason="removed")
        assert bool(done) is self.book.may_remove(by, who)
        if done:
            self.book.remove(by, who)

    @rule(by=people, who=people)
    def offer(self, by: str, who: str) -> None:
        done = self.does(by, "propose_handover", membership=self.number(who), note="")
        assert bool(done) is self.book.may_offer(by, who)
        if done:
            self.book.handover, self.offered = (by, who), done

    @rule(who=people)
    def take(self, who: str) -> None:
        done = self.does(who, "accept_handover", handover=self.offered)
        assert bool(done) is self.book.may_take(who)
        if done:
            self.book.take()

    @rule(who=people)
    def withdraw(self, who: str) -> None:
        done = self.does(who, "withdraw_handover", handover=self.offered)
        assert bool(done) is self.book.may_withdraw(who)
        if done:
            self.book.handover = None

    @rule(by=people, who=people, days=DAYS)
    def let_in(self, by: str, who: str, days: int) -> None:
        """Nobody but `guest` ever holds the office."""
        done = self.does(by, "let_in", network=self.network_id, person=self.users[who].pk, days=days, purpose="x",
                         permission=self.permission)  # fmt: skip
        assert bool(done) is self.book.may_let_in(by, who)
        if done:
            self.book.visits.add(who)
            self.visit = done

    @precondition(lambda self: self.book.visits)
    @rule(by=people)
    def end_visit(self, by: str) -> None:
        done = self.does(by, "end_grant", visit=self.visit)
        assert bool(done) is (by == "guest" or self.book.role(by) == "coordinator")
        if done:
            self.book.visits.clear()

    @rule(held=st.booleans())
    def office(self, held: bool) -> None:  # noqa: FBT001 Hypothesis names it
        """Her office ended yesterday, or it was a mistake and does not end."""
        end_office("infinity" if held else "yesterday")
        self.book.in_office = {"guest"} if held else set()

    @rule()
    def night(self) -> None:
        """What the keeper has written down stays ended, whatever is changed about the office later."""
        assert call("keep_visits") == len(self.book.visits - self.book.in_office)
        self.book.visits &= self.book.in_office

    @invariant()
    def the_database_says_the_same(self) -> None:
        told, sees = {}, {}
        for name, (held, sight) in zip(self.users, self.answers(), strict=True):
            told[name], sees[name] = set(held), sight

        assert told == {name: self.book.roles(name) for name in PEOPLE}
        assert sees == {name: bool(held) for name, held in told.items()}

    def answers(self) -> Iterator[tuple[list[str], bool]]:
        """Everybody asks in turn, all in one message: going there and back is what takes the time."""
        questions = "".join(ASKS % {"user": user.pk, "network": self.network_id} for user in self.users.values())
        with acting_as(None), connection.cursor() as cursor:
            cursor.cursor.execute(questions, prepare=False)
            for _ in self.users:
                cursor.nextset()  # past the answer to who she is
                yield cursor.fetchone()
                cursor.nextset()

    @invariant()
    def somebody_answers_for_every_letter(self) -> None:
        with acting_as(self.coordinator()):
            letters = Invitation.objects.filter(network=self.network_id, accepted_at=None, revoked_at=None)
            told = {letter.email: (letter.role, letter.invited_by_id) for letter in letters}

        letters_of_the_book = self.book.letters.items()
        assert told == {address(to): (letter.role, self.users[letter.by].pk) for to, letter in letters_of_the_book}

    @invariant()
    def there_is_always_a_coordinator(self) -> None:
        assert any(self.book.role(name) == "coordinator" for name in PEOPLE)


def end_office(day: str) -> None:
    """By the role that gives offices; the application's transaction sees it at once."""
    with psycopg.connect(database.administrator(SERVER), dbname=connection.settings_dict["NAME"]) as administrator:
        administrator.execute(
            "UPDATE portal_office SET ends_on = %s FROM portal_user u WHERE u.id = user_id AND u.email = %s",
            [day, address("guest")],
        )


def address(name: str) -> str:
    return "guest@extra.invalid" if name == "guest" else f"{name}@machine.invalid"


@pytest.mark.slow
def test_belonging_is_what_the_book_says(db: None) -> None:
    for name in PEOPLE[:-1]:
        User.objects.create_user(address(name), name)
    profile = settings(
        max_examples=DEEP or 100,
        stateful_step_count=50 if DEEP else 20,
        deadline=None,
        database=None,
        derandomize=not DEEP,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(Belonging, settings=profile)
