"""Who belongs, said as plainly as it can be said: the model the database is compared with. No SQL, no Django."""

from collections import Counter
from dataclasses import dataclass, field

MANAGES = {"coordinator", "deputy"}
EVERYDAY = {"contact", "member", "mentor", "observer"}
GIVES = {"coordinator": EVERYDAY | MANAGES, "deputy": EVERYDAY}
LETTERS_A_DAY = 5


@dataclass
class Member:
    role: str
    paused: bool = False


@dataclass
class Letter:
    role: str
    by: str


@dataclass
class Book:
    """One network: who is in it, which letters are open, who has been offered the coordinator's task."""

    members: dict[str, Member]
    letters: dict[str, Letter] = field(default_factory=dict)
    sent: Counter[str] = field(default_factory=Counter)  # all on the same day
    visits: set[str] = field(default_factory=set)
    in_office: set[str] = field(default_factory=set)  # as supervisors: a visit lives no longer than the office
    handover: tuple[str, str] | None = None

    def role(self, who: str) -> str:
        member = self.members.get(who)
        return "" if member is None or member.paused else member.role

    def roles(self, who: str) -> set[str]:
        guest = "supervisor" if who in self.visits & self.in_office else ""
        return {role for role in (self.role(who), guest) if role}

    def manages(self, by: str, role: str) -> bool:
        return role in GIVES.get(self.role(by), ())

    def is_last(self, who: str) -> bool:
        others = (m for name, m in self.members.items() if name != who)
        return self.members[who].role == "coordinator" and not any(
            m.role == "coordinator" and not m.paused for m in others
        )

    def may_invite(self, by: str, to: str, role: str) -> bool:
        replaces = to not in self.letters or self.may_take_back(by, to)
        return self.manages(by, role) and to not in self.members and replaces and self.sent[to] < LETTERS_A_DAY

    def may_take_back(self, by: str, to: str) -> bool:
        return to in self.letters and self.manages(by, self.letters[to].role)

    def may_accept(self, who: str) -> bool:
        letter = self.letters.get(who)
        return letter is not None and who not in self.members and self.manages(letter.by, letter.role)

    def may_change(self, by: str, who: str, role: str) -> bool:
        known = who in self.members and self.manages(by, self.members[who].role) and self.manages(by, role)
        return known and (role == "coordinator" or not self.is_last(who))

    def may_pause(self, by: str, who: str, *, paused: bool) -> bool:
        known = who in self.members and self.manages(by, self.members[who].role)
        return known and paused is not self.members[who].paused and not (paused and self.is_last(who))

    def may_remove(self, by: str, who: str) -> bool:
        if who not in self.members or self.is_last(who):
            return False
        return by == who or self.manages(by, self.members[who].role)  # one may leave also while paused

    def may_let_in(self, by: str, who: str) -> bool:
        return self.role(by) == "coordinator" and who in self.in_office and who not in self.members

    def may_offer(self, by: str, who: str) -> bool:
        return self.role(by) == "coordinator" and bool(self.role(who)) and by != who and self.handover is None

    def may_take(self, who: str) -> bool:
        return self.handover is not None and self.handover[1] == who and bool(self.role(who)) and (
            self.role(self.handover[0]) == "coordinator"
        )  # fmt: skip

    def may_withdraw(self, who: str) -> bool:
        return self.handover is not None and who in self.handover and bool(self.role(who))

    def write(self, by: str, to: str, role: str) -> None:
        self.letters[to] = Letter(role, by)
        self.sent[to] += 1

    def change(self, by: str, who: str, role: str) -> None:
        self.members[who].role = role
        self.pass_letters_on(who, by)

    def pause(self, by: str, who: str, *, paused: bool) -> None:
        self.members[who].paused = paused
        self.pass_letters_on(who, by)

    def take(self) -> None:
        assert self.handover is not None
        old, new = self.handover
        self.members[new].role, self.members[old].role, self.handover = "coordinator", "member", None
        self.pass_letters_on(old, new)

    def remove(self, by: str, who: str) -> None:
        del self.members[who]
        self.handover = None if self.handover and who in self.handover else self.handover
        self.pass_letters_on(who, by)

    def heir(self, who: str, by: str) -> str:
        """Whoever does it, where she invites herself; else the coordinator who has been there longest."""
        if by != who and self.role(by) in MANAGES:
            return by
        return next((name for name in self.members if name != who and self.role(name) == "coordinator"), by)

    def pass_letters_on(self, who: str, by: str) -> None:
        heir = self.heir(who, by)
        lost = {to for to, letter in self.letters.items() if letter.by == who and not self.manages(who, letter.role)}
        for to in lost:
            self.letters[to].by = heir
            if not self.manages(heir, self.letters[to].role):
                del self.letters[to]
